package io.github.ddnskit.rfc2136;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.ObservedRecords;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the authoritative servers of a zone serve for a name, each for itself. Immutable and thread-safe.
 *
 * <p>Servers that differ are told apart by the serial of the zone: one with an older serial is {@linkplain #stale() stale}
 * and will catch up, and with the same serial it is a {@linkplain #split() split view}, which does not pass. Serials are
 * compared as RFC 1982 says.
 *
 * @param host the name
 * @param zone the zone that holds it, or null if none was found
 * @param at when they were asked
 * @param servers what each serves, in the order in which they were found
 * @param problem why the servers could not be found, in words; null if they could
 */
public record AuthoritativeView(
        Hostname host,
        @Nullable Hostname zone,
        Instant at,
        List<ServerView> servers,
        @Nullable String problem) {

    /**
     * Copies the servers.
     *
     * @param host the name
     * @param zone the zone that holds it, or null if none was found
     * @param at when they were asked
     * @param servers what each serves, in the order in which they were found
     * @param problem why the servers could not be found, in words; null if they could
     */
    public AuthoritativeView {
        servers = List.copyOf(servers);
    }

    /** {@return the servers that have authority, in their order} */
    public List<ServerView> authoritative() {
        return servers.stream().filter(server -> server.standing().counts()).toList();
    }

    /** {@return the newest serial that a server has; empty if none says} */
    public OptionalLong serial() {
        return authoritative().stream()
                .flatMap(server -> Optional.ofNullable(server.soa()).stream())
                .map(ServerView.Soa::serial)
                .max(Comparator.comparingInt(serial -> (int) (serial - anySerial())))
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /**
     * How far a server is behind the newest.
     *
     * @param server one of the servers
     * @return by how much its serial is less than the newest; 0 if it is the newest, or its serial is not known
     */
    public long behind(ServerView server) {
        OptionalLong newest = serial();
        ServerView.Soa soa = server.soa();
        return soa == null || newest.isEmpty() ? 0 : Math.max(0, (int) (newest.getAsLong() - soa.serial()));
    }

    /** {@return the servers that still have other records than the newest ones, under an older serial} */
    public List<ServerView> stale() {
        return newest().stream()
                .flatMap(newest -> authoritative().stream()
                        .filter(server -> behind(server) > 0)
                        .filter(server -> server.differsFrom(newest)))
                .toList();
    }

    /** {@return the servers that have other records than the first of the newest ones, under no older serial} */
    public List<ServerView> split() {
        return newest().stream()
                .flatMap(newest -> authoritative().stream()
                        .filter(server -> behind(server) == 0)
                        .filter(server -> server.differsFrom(newest)))
                .toList();
    }

    /** {@return the first server with the newest serial, to which the others are compared} */
    public Optional<ServerView> newest() {
        return authoritative().stream()
                .filter(server -> behind(server) == 0)
                .min(Comparator.comparing(server -> server.soa() == null));
    }

    /**
     * Whether something is published everywhere.
     *
     * @param family the family
     * @param addresses what it should be; empty for no records
     * @return true if every server that has authority says just that, and there is one
     */
    public boolean showsEverywhere(AddressFamily family, Set<InetAddress> addresses) {
        List<ServerView.Records> records =
                authoritative().stream().map(server -> server.of(family)).toList();
        return !records.isEmpty()
                && records.stream()
                        .allMatch(one -> one.isKnown() && one.addresses().equals(addresses));
    }

    /**
     * How long from now on a cache may still tell what was published before, if the time to live was the same then: the
     * longest that a server gives, and if one is stale the time on top after which it has to ask for news.
     *
     * @param family the family
     * @return how long; empty if no server says
     */
    public Optional<Duration> cachedFor(AddressFamily family) {
        Duration refresh = stale().stream()
                .flatMap(server -> Optional.ofNullable(server.soa()).stream())
                .map(ServerView.Soa::refresh)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return authoritative().stream()
                .flatMap(server -> Optional.ofNullable(server.of(family).ttl()).stream())
                .max(Comparator.naturalOrder())
                .map(refresh::plus);
    }

    /**
     * The view in short.
     *
     * @return for each family what all servers with authority agree on; unknown if they do not, or none answered
     */
    public ObservedRecords records() {
        return new ObservedRecords(records(AddressFamily.IPV4), records(AddressFamily.IPV6));
    }

    private Observation records(AddressFamily family) {
        List<ServerView> known = authoritative().stream()
                .filter(server -> server.of(family).isKnown())
                .toList();
        if (known.isEmpty()) {
            return unknown(family);
        }
        ServerView first = known.get(0);
        for (ServerView other : known) {
            if (first.of(family).differFrom(other.of(family))) {
                return Observation.unknown("the name servers of " + host + " do not agree: " + first.label() + " has "
                        + words(first.of(family)) + ", and " + other.label() + " has " + words(other.of(family)));
            }
        }
        return first.of(family).observation();
    }

    private Observation unknown(AddressFamily family) {
        if (servers.isEmpty()) {
            return Observation.unknown(problem == null ? "no name server of " + host + " is known" : problem);
        }
        ServerView telling = authoritative().stream().findFirst().orElse(servers.get(0));
        return telling.of(family).observation();
    }

    private long anySerial() {
        return authoritative().stream()
                .flatMap(server -> Optional.ofNullable(server.soa()).stream())
                .findFirst()
                .map(ServerView.Soa::serial)
                .orElse(0L);
    }

    private static String words(ServerView.Records records) {
        return records.addresses().isEmpty() ? "none" : IpLiteral.format(records.addresses());
    }
}
