package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.rfc2136.transport.Deadline;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Finds the zone that holds a name by asking the server for SOA records: of the name itself, and, should the answer not
 * tell, of each name above it.
 *
 * <p>The SOA record is in the answer at the apex, and in the authority section of a negative answer elsewhere (RFC 2308
 * section 2). A referral ends the search: the server has handed that part of its zone to others.
 */
public final class ZoneFinder {

    private static final int LABELS_OF_TOP_LEVEL = 2; // its own and the empty one of the root

    private ZoneFinder() {}

    /**
     * Finds the zone that holds a name.
     *
     * @param host the name
     * @param server the server to ask
     * @param deadline when to give up
     * @return the name of the zone
     * @throws ZoneNotFoundException if the server holds none, or would not say
     * @throws IOException if the server gives no answer to believe
     * @throws InterruptedException if the thread was interrupted
     */
    public static Hostname find(Hostname host, DnsServer server, Deadline deadline)
            throws IOException, InterruptedException {
        return find(host, question -> server.ask(question, deadline));
    }

    /** Asks somebody for SOA records. */
    interface Asker {
        Message ask(Message question) throws IOException, InterruptedException;
    }

    static Hostname find(Hostname host, Asker server) throws IOException, InterruptedException {
        for (Name name = Names.of(host); ; name = new Name(name, 1)) {
            Message reply = server.ask(question(name));
            if (reply.getRcode() != Rcode.NOERROR && reply.getRcode() != Rcode.NXDOMAIN) {
                throw new ZoneNotFoundException(reply);
            }
            boolean alias = isAlias(reply, name);
            Optional<Name> apex = alias ? Optional.empty() : owner(reply, Type.SOA, name);
            if (apex.isPresent()) {
                return Hostname.of(Names.text(apex.get()));
            }
            Optional<Name> cut = alias ? Optional.empty() : owner(reply, Type.NS, name);
            if (cut.isPresent()) {
                throw new ZoneNotFoundException(reply, Names.text(cut.get()) + " is served elsewhere");
            }
            if (name.labels() == LABELS_OF_TOP_LEVEL) {
                throw new ZoneNotFoundException(reply, "it knows no zone above it");
            }
        }
    }

    /** An alias is no apex, and the rest of the answer is about its target, whose zone may be another above the name. */
    private static boolean isAlias(Message reply, Name name) {
        return reply.getSection(Section.ANSWER).stream()
                .anyMatch(record ->
                        record.getType() == Type.CNAME && record.getName().equals(name));
    }

    private static Message question(Name name) {
        Message message = Message.newQuery(Record.newRecord(name, Type.SOA, DClass.IN));
        message.getHeader().unsetFlag(Flags.RD); // what others serve is of no use
        return message;
    }

    /** The owner of a record in the answer or authority section, if it is the name or above it. */
    private static Optional<Name> owner(Message reply, int type, Name name) {
        return Stream.of(Section.ANSWER, Section.AUTHORITY)
                .flatMap(section -> reply.getSection(section).stream())
                .filter(record -> record.getType() == type)
                .map(Record::getName)
                .filter(owner -> name.subdomain(owner) && !owner.equals(Name.root))
                .findFirst();
    }
}
