package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.transport.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
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
 * that have authority for the zone count. Immutable and thread-safe.
 *
 * @param resolvers whom to ask
 * @param port where servers listen
 */
public record PrimaryFinder(Resolvers resolvers, int port) {

    private static final int MOST_SERVERS = 13; // more do not fit into what root servers once answered
    private static final int MOST_ADDRESSES = 3;

    /**
     * What was found.
     *
     * @param zone the zone that holds the name
     * @param servers where to send updates, by address, in the order in which to try them; at least one
     * @param remarks what is wrong with the servers that are left out
     */
    public record Found(Hostname zone, List<ServerAddress> servers, List<String> remarks) {}

    /**
     * Looks for the servers.
     *
     * @param host the name
     * @param given the zone, if it is known, or null
     * @param deadline when to give up
     * @return what was found
     * @throws NoPrimaryException if the name is an alias, or there is no zone, or none of its servers has authority for it;
     *     the message says which and why
     * @throws InterruptedException if the thread was interrupted
     */
    public Found find(Hostname host, @Nullable Hostname given, Deadline deadline)
            throws NoPrimaryException, InterruptedException {
        refuseAlias(host, deadline.share(4));
        Hostname zone = given == null ? zone(host, deadline.share(3)) : given;
        List<String> remarks = new ArrayList<>();
        Set<ServerAddress> servers = new LinkedHashSet<>();
        List<Name> candidates = candidates(zone, deadline.share(3), remarks);
        for (int i = 0; i < candidates.size(); i++) {
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
            throw new NoPrimaryException("no name server was found that takes updates of the zone " + zone + ": "
                    + String.join("; ", remarks) + "; name the server to update");
        }
        return new Found(zone, List.copyOf(servers), List.copyOf(remarks));
    }

    private void refuseAlias(Hostname host, Deadline deadline) throws NoPrimaryException, InterruptedException {
        Message reply = ask(host, Type.CNAME, deadline);
        Optional<Name> target = reply.getSection(Section.ANSWER).stream()
                .filter(record ->
                        record instanceof CNAMERecord && record.getName().equals(Names.of(host)))
                .map(record -> ((CNAMERecord) record).getTarget())
                .findFirst();
        if (target.isPresent() && !host.isWildcard()) {
            throw new NoPrimaryException(host + " is an alias (CNAME) of " + Names.text(target.get())
                    + ", and an alias has no addresses of its own; delete the CNAME record, or update "
                    + Names.text(target.get()));
        }
    }

    private Hostname zone(Hostname host, Deadline deadline) throws NoPrimaryException, InterruptedException {
        try {
            return resolvers.zone(host, deadline);
        } catch (ZoneNotFoundException e) {
            int rcode = e.reply().getRcode();
            boolean answered = rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN;
            throw new NoPrimaryException(
                    resolvers + " knows no zone that holds " + host
                            + (answered ? "" : ", and answered " + Rcode.string(rcode))
                            + ": name the server to update",
                    e);
        } catch (IOException e) {
            throw new NoPrimaryException("the zone of " + host + " cannot be looked for: " + e.getMessage(), e);
        }
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
            Message reply = new DnsServer(server, Clock.systemUTC()).ask(question, deadline);
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
                    "the " + Type.string(type) + " record of " + name + " cannot be looked for: " + e.getMessage(), e);
        }
    }
}
