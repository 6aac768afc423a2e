package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.transport.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Finds where to send the updates of a name when nobody has said so (RFC 2136 section 4): the zone by its SOA record, the
 * primary server that it names, and after that the other servers of the zone, which may pass an update on. Only servers
 * that have authority for the zone count. Whether the name is an alias is left to the server that is updated: a resolver may
 * show what was there a while ago, or an alias for all names that do not exist. Immutable and thread-safe.
 *
 * @param resolvers whom to ask
 * @param port where servers listen
 * @param manner how to talk to servers, before anything is signed
 */
record PrimaryFinder(Resolvers resolvers, int port, Function<ServerAddress, DnsServer> manner) {

    private static final String NAME_IT = "; name the server to update";
    private static final int MOST_SERVERS = 13; // more do not fit into what root servers once answered
    private static final int MOST_ADDRESSES = 3;
    private static final int ENOUGH = 3; // to try one after another

    /**
     * What was found.
     *
     * @param servers where to send updates, by address, in the order in which to try them; at least one
     * @param remarks what is wrong with the servers that are left out
     */
    record Found(List<ServerAddress> servers, List<String> remarks) {}

    /**
     * Looks for the zone that holds a name. A top-level domain is none, although a server may say so: its servers are asked
     * by everybody whose own zone does not exist.
     *
     * @throws NoPrimaryException if there is no zone; the message says why
     */
    Hostname zone(Hostname host, Deadline deadline) throws NoPrimaryException, InterruptedException {
        Hostname zone;
        try {
            zone = resolvers.zone(host, deadline);
        } catch (ZoneNotFoundException e) {
            int rcode = e.reply().getRcode();
            boolean answered = rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN;
            throw new NoPrimaryException(
                    answered ? FailureReason.ZONE_NOT_SERVED : FailureReason.UNREACHABLE,
                    resolvers + " knows no zone that holds " + host
                            + (answered ? "" : ", and answered " + Rcode.string(rcode)) + NAME_IT,
                    e);
        } catch (IOException e) {
            throw new NoPrimaryException(
                    FailureReason.UNREACHABLE,
                    "the zone of " + host + " cannot be looked for: " + e.getMessage() + NAME_IT,
                    e);
        }
        if (zone.ascii().indexOf('.') < 0) {
            throw new NoPrimaryException(
                    FailureReason.ZONE_NOT_SERVED,
                    resolvers + " knows no zone that holds " + host + " but the top-level domain " + zone
                            + ": check the spelling, or name the zone if it is yours");
        }
        return zone;
    }

    /**
     * Looks for the servers of a zone.
     *
     * @throws NoPrimaryException if none of them has authority for it; the message says which and why
     */
    Found servers(Hostname zone, Deadline deadline) throws NoPrimaryException, InterruptedException {
        List<String> remarks = new ArrayList<>();
        Set<ServerAddress> servers = new LinkedHashSet<>();
        List<Name> candidates = candidates(zone, deadline.share(3), remarks);
        for (int i = 0; i < candidates.size() && servers.size() < ENOUGH; i++) {
            String name = Names.text(candidates.get(i));
            Deadline share = deadline.share(candidates.size() - i);
            for (InetAddress address : addresses(name, share.share(2), remarks)) {
                ServerAddress server = ServerAddress.of(IpLiteral.format(address), port);
                if (!servers.contains(server) && hasAuthority(name, server, zone, share.share(2), remarks)) {
                    servers.add(server);
                }
            }
        }
        if (servers.isEmpty()) {
            throw new NoPrimaryException(
                    FailureReason.ZONE_NOT_SERVED,
                    "no name server was found that takes updates of the zone " + zone + ": "
                            + String.join("; ", remarks) + NAME_IT);
        }
        return new Found(List.copyOf(servers), List.copyOf(remarks));
    }

    /** The primary first, and then the others in the order of their names, so that it is the same every time. */
    private List<Name> candidates(Hostname zone, Deadline deadline, List<String> remarks)
            throws NoPrimaryException, InterruptedException {
        Name apex = Names.of(zone);
        Stream<Name> primary = ask(zone, Type.SOA, deadline.share(2)).getSection(Section.ANSWER).stream()
                .filter(record ->
                        record instanceof SOARecord && record.getName().equals(apex))
                .map(record -> ((SOARecord) record).getHost())
                .filter(name -> !name.equals(Name.root)); // which says that there is none
        List<Name> first = primary.toList();
        if (first.isEmpty()) {
            remarks.add("its SOA record names no primary server");
        }
        Stream<Name> others =
                Resolvers.targets(ask(zone, Type.NS, deadline), apex).stream().sorted(Comparator.naturalOrder());
        return Stream.concat(first.stream(), others)
                .distinct()
                .limit(MOST_SERVERS)
                .toList();
    }

    private List<InetAddress> addresses(String name, Deadline deadline, List<String> remarks)
            throws InterruptedException {
        try {
            List<InetAddress> addresses = resolvers.addresses(name, deadline);
            if (addresses.isEmpty()) {
                remarks.add(name + " has no address");
            }
            return addresses.stream().limit(MOST_ADDRESSES).toList();
        } catch (IOException | IllegalArgumentException e) {
            remarks.add("the address of " + name + " is not known: " + e.getMessage());
            return List.of();
        }
    }

    private boolean hasAuthority(
            String name, ServerAddress server, Hostname zone, Deadline deadline, List<String> remarks)
            throws InterruptedException {
        Duration patience = deadline.remaining();
        Message question = Resolvers.question(Names.of(zone), Type.SOA);
        question.getHeader().unsetFlag(Flags.RD);
        try {
            Message reply = manner.apply(server).ask(question, deadline);
            if (reply.getHeader().getFlag(Flags.AA) && holdsSoa(reply, Names.of(zone))) {
                return true;
            }
            remarks.add(name + " (" + server + ") has no authority for the zone"
                    + (reply.getRcode() == Rcode.NOERROR ? "" : ", it answered " + Rcode.string(reply.getRcode())));
        } catch (IOException e) {
            remarks.add(name + ": " + Failures.unanswered(e, server, patience));
        }
        return false;
    }

    private static boolean holdsSoa(Message reply, Name apex) {
        return reply.getSection(Section.ANSWER).stream()
                .anyMatch(record ->
                        record instanceof SOARecord && record.getName().equals(apex));
    }

    private Message ask(Hostname name, int type, Deadline deadline) throws NoPrimaryException, InterruptedException {
        try {
            Message question = Message.newQuery(Record.newRecord(Names.of(name), type, DClass.IN));
            return resolvers.ask(question, deadline);
        } catch (IOException e) {
            throw new NoPrimaryException(
                    FailureReason.UNREACHABLE,
                    "the " + Type.string(type) + " record of " + name + " cannot be looked for: " + e.getMessage()
                            + NAME_IT,
                    e);
        }
    }
}
