package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Asks for the addresses of a name, and reads the answer of a server that has authority for it. */
public final class AddressAnswer {

    private AddressAnswer() {}

    /**
     * The question, without the wish for recursion.
     *
     * @param host the name
     * @param family which addresses
     * @return the message
     */
    public static Message question(Hostname host, AddressFamily family) {
        Message message =
                Message.newQuery(Record.newRecord(Names.of(host), Type.value(family.recordType()), DClass.IN));
        message.getHeader().unsetFlag(Flags.RD);
        return message;
    }

    /**
     * Reads the answer.
     *
     * @param reply the reply to the {@link #question}
     * @param host the name asked for
     * @param family the family asked for
     * @param provenance whose answer it is
     * @return what it says
     */
    public static Observation read(Message reply, Hostname host, AddressFamily family, Provenance provenance) {
        int rcode = reply.getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            return Observation.unknown(provenance + " answered " + Rcode.string(rcode));
        }
        if (!reply.getHeader().getFlag(Flags.AA)) {
            return Observation.unknown(provenance + " has no authority for " + host);
        }
        Name name = Names.of(host);
        Set<InetAddress> addresses = new LinkedHashSet<>();
        for (Record record : reply.getSection(Section.ANSWER)) {
            if (!record.getName().equals(name) || record.getDClass() != DClass.IN) {
                continue;
            }
            if (record.getType() == Type.CNAME) {
                return Observation.unknown(host + " is an alias (CNAME) and has no addresses of its own");
            }
            if (family == AddressFamily.IPV4 && record instanceof ARecord a) {
                addresses.add(a.getAddress());
            }
            if (family == AddressFamily.IPV6 && record instanceof AAAARecord aaaa) {
                if (aaaa.getAddress() instanceof Inet4Address) { // what the JDK makes of an IPv4-mapped one
                    return Observation.unknown(host + " has an AAAA record with an IPv4-mapped address");
                }
                addresses.add(aaaa.getAddress());
            }
        }
        return addresses.isEmpty()
                ? Observation.absent(provenance + " says that " + host + " has no " + family.recordType() + " records")
                : Observation.found(addresses, provenance);
    }
}
