package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.rfc2136.transport.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Finds the servers of a name: those that are given; else those of the NS records that the server for updates tells, and
 * itself; else those of the NS records that a resolver tells. Immutable and thread-safe.
 *
 * @param given servers to ask instead of all others
 * @param updated the server that takes the updates, or null
 * @param zone the zone that it updates, or null if it is to be asked
 * @param resolvers find what nobody tells
 * @param port where the servers of NS records listen
 */
public record Discovery(
        List<ServerAddress> given,
        @Nullable ServerAddress updated,
        @Nullable Hostname zone,
        Resolvers resolvers,
        int port) {

    /**
     * Copies the servers.
     *
     * @param given servers to ask instead of all others
     * @param updated the server that takes the updates, or null
     * @param zone the zone that it updates, or null if it is to be asked
     * @param resolvers find what nobody tells
     * @param port where the servers of NS records listen
     */
    public Discovery {
        given = List.copyOf(given);
    }

    /**
     * What was found.
     *
     * @param zone the zone, or null if it is not known
     * @param servers the servers
     * @param problem why there are none or not all, or null
     */
    record Found(
            @Nullable Hostname zone,
            List<NameServer> servers,
            @Nullable String problem) {}

    Found find(Hostname host, Deadline deadline) throws InterruptedException {
        if (!given.isEmpty()) {
            return new Found(zone, servers(Stream.empty(), given), null);
        }
        List<ServerAddress> own = updated == null ? List.of() : List.of(updated);
        String problem = "";
        if (updated != null) {
            try {
                return fromUpdated(updated, host, deadline.share(2));
            } catch (IOException e) {
                problem = reason(e, updated.toString()) + "; ";
            }
        }
        try {
            Hostname apex = resolvers.zone(host, deadline.share(2));
            return new Found(apex, servers(listed(resolvers.nameServers(apex, deadline), apex, List.of()), own), null);
        } catch (IOException e) {
            return new Found(zone, servers(Stream.empty(), own), problem + reason(e, resolvers.toString()));
        }
    }

    private Found fromUpdated(ServerAddress at, Hostname host, Deadline deadline)
            throws IOException, InterruptedException {
        DnsServer server = new DnsServer(at, Clock.systemUTC());
        List<InetSocketAddress> addresses = at.resolve(deadline);
        Hostname apex = zone == null ? ZoneFinder.find(host, server, deadline) : zone;
        Message question = Resolvers.question(Names.of(apex), Type.NS);
        question.getHeader().unsetFlag(Flags.RD);
        Message reply = server.ask(question, addresses, deadline);
        return new Found(apex, servers(listed(reply, apex, addresses), List.of(at)), null);
    }

    private Stream<NameServer> listed(Message reply, Hostname apex, List<InetSocketAddress> known) {
        return Resolvers.targets(reply, Names.of(apex)).stream()
                .map(target -> new NameServer.Listed(Names.text(target), glue(reply, target), known, port, resolvers));
    }

    private static List<InetAddress> glue(Message reply, Name target) {
        return reply.getSection(Section.ADDITIONAL).stream()
                .filter(record -> record.getName().equals(target))
                .flatMap(record -> Resolvers.address(record).stream())
                .toList();
    }

    /** What is listed comes first, because it has the better names. */
    private static List<NameServer> servers(Stream<NameServer> listed, List<ServerAddress> own) {
        List<NameServer> servers = new ArrayList<>(listed.toList());
        own.forEach(address -> servers.add(new NameServer.Given(address)));
        return servers;
    }

    private static String reason(IOException e, String who) {
        if (e instanceof ZoneNotFoundException) {
            return who + " knows no zone that holds the name: " + e.getMessage();
        }
        return e instanceof UnknownHostException ? who + " does not resolve" : who + ": " + e.getMessage();
    }
}
