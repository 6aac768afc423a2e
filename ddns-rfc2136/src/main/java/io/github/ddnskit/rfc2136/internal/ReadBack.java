package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.rfc2136.transport.Deadline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * Looks whether a server holds what an update was to leave behind, where nobody signed that it does. Two forged replies in
 * a row take more than one, and a reply that belongs to something else is found out; somebody who stands between is not.
 */
public final class ReadBack {

    private record Key(Name name, int type) {}

    private ReadBack() {}

    /**
     * Asks a server for every RRset that an update has replaced.
     *
     * @param update a message that replaces whole RRsets
     * @param server the server
     * @param deadline when to give up
     * @return whether all of them are as the update wants them
     * @throws IOException if the server does not answer
     * @throws InterruptedException if the thread was interrupted
     */
    public static boolean shows(Message update, DnsServer server, Deadline deadline)
            throws IOException, InterruptedException {
        Map<Key, List<Record>> wanted = new LinkedHashMap<>();
        for (Record change : update.getSection(Section.UPDATE)) {
            List<Record> rrset =
                    wanted.computeIfAbsent(new Key(change.getName(), change.getType()), key -> new ArrayList<>());
            if (change.getDClass() == DClass.IN) {
                rrset.add(change);
            }
        }
        for (Map.Entry<Key, List<Record>> each : wanted.entrySet()) {
            Key key = each.getKey();
            Message question = Resolvers.question(key.name(), key.type());
            question.getHeader().unsetFlag(Flags.RD);
            Message reply = server.unsigned().ask(question, deadline);
            boolean answers = reply.getRcode() == Rcode.NOERROR || reply.getRcode() == Rcode.NXDOMAIN;
            if (!answers || !held(reply, key).equals(new TreeSet<>(each.getValue()))) {
                return false;
            }
        }
        return true;
    }

    private static Set<Record> held(Message reply, Key key) {
        Set<Record> held = new TreeSet<>();
        for (Record record : reply.getSection(Section.ANSWER)) {
            if (record.getType() == key.type() && record.getName().equals(key.name())) {
                held.add(record);
            }
        }
        return held;
    }
}
