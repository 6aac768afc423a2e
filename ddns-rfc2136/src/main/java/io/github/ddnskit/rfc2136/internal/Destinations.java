package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.rfc2136.transport.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where updates go: to the servers that are given, whatever the zone, or to those that are found for each zone. Thread-safe.
 *
 * <p>What was found serves for an hour. After an update that failed it is looked for again, since the zone may have moved,
 * but not more than once in half a minute; and as long as nothing better is found, it stays as it was.
 */
public final class Destinations implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Manner manner;
    private final @Nullable Dispatch given;
    private final @Nullable PrimaryFinder finder;
    private final Map<ServerAddress, DnsServer> servers = new ConcurrentHashMap<>();
    private final Map<Hostname, Entry> found = new ConcurrentHashMap<>();

    /** What came of the last search for the servers of a zone. */
    private record Entry(Instant at, Destination what) {

        boolean isGood(Instant now) {
            boolean good =
                    what instanceof Destination.Servers to && !to.dispatch().isDoubtful();
            Duration age = Duration.between(at, now).abs(); // clocks are set back, too
            return age.compareTo(good ? LONGEST : PAUSE) < 0;
        }
    }

    private Destinations(Manner manner, List<ServerAddress> given, @Nullable PrimaryFinder finder) {
        this.manner = manner;
        this.finder = finder;
        this.given = given.isEmpty() ? null : dispatch(given);
    }

    /**
     * Servers that are known.
     *
     * @param servers where they are: at least one, the primary first
     * @param manner how to talk to them
     * @return the destinations
     */
    public static Destinations given(List<ServerAddress> servers, Manner manner) {
        return new Destinations(manner, servers, null);
    }

    /**
     * Servers that are looked for when they are needed.
     *
     * @param resolvers whom to ask for them
     * @param port where they listen
     * @param manner how to talk to them
     * @return the destinations
     */
    public static Destinations sought(Resolvers resolvers, int port, Manner manner) {
        return new Destinations(manner, List.of(), new PrimaryFinder(resolvers, port, manner::unsigned));
    }

    /**
     * Finds out where a name is updated.
     *
     * @param host the name
     * @param zone the zone that holds it, or null if that is to be found out too
     * @param deadline when to give up
     * @return the servers, or why they are not known
     * @throws InterruptedException if the thread was interrupted
     */
    public Destination of(Hostname host, @Nullable Hostname zone, Deadline deadline) throws InterruptedException {
        PrimaryFinder seeker = finder;
        if (seeker == null) {
            return ofGiven(host, zone, deadline);
        }
        Hostname apex = zone;
        if (apex == null) {
            try {
                apex = seeker.zone(host, deadline.share(3));
            } catch (NoPrimaryException e) {
                return new Destination.Nowhere(e.failure());
            }
        }
        Instant now = manner.clock().instant();
        Entry entry = found.get(apex);
        if (entry == null || !entry.isGood(now)) {
            entry = new Entry(now, sought(apex, seeker, entry, deadline.share(2)));
            found.put(apex, entry);
        }
        return entry.what();
    }

    /** What was found before is better than nothing. */
    private Destination sought(Hostname zone, PrimaryFinder seeker, @Nullable Entry before, Deadline deadline)
            throws InterruptedException {
        try {
            return new Destination.Servers(
                    zone, dispatch(seeker.servers(zone, deadline).servers()));
        } catch (NoPrimaryException e) {
            return before != null && before.what() instanceof Destination.Servers
                    ? before.what()
                    : new Destination.Nowhere(e.failure());
        }
    }

    private Destination ofGiven(Hostname host, @Nullable Hostname zone, Deadline deadline) throws InterruptedException {
        Dispatch servers = Objects.requireNonNull(given);
        return zone == null ? servers.destination(host, deadline) : new Destination.Servers(zone, servers);
    }

    /**
     * Asks the servers themselves in which zone a name lies, signed.
     *
     * @param host the name
     * @param zone the zone that is believed to hold it, or null
     * @param deadline when to give up
     * @return the zone by their account, or what is wrong
     * @throws InterruptedException if the thread was interrupted
     */
    public Destination check(Hostname host, @Nullable Hostname zone, Deadline deadline) throws InterruptedException {
        Dispatch servers = given;
        if (servers != null) {
            return servers.destination(host, deadline);
        }
        Destination found = of(host, zone, deadline);
        return found instanceof Destination.Servers to ? to.dispatch().destination(host, deadline) : found;
    }

    /** {@return when to give up what begins now} */
    public Deadline deadline() {
        return Deadline.after(manner.timeout());
    }

    /** {@return how the servers are talked to} */
    public Manner manner() {
        return manner;
    }

    /** {@return the servers that have been talked to, or will be, as far as they are known} */
    public List<DnsServer> known() {
        return given == null ? List.copyOf(servers.values()) : given.servers();
    }

    /** {@return what sends to the servers that are given, or null if they are to be found} */
    public @Nullable Dispatch given() {
        return given;
    }

    /** {@return where the servers are, in words that stay the same when they are found anew} */
    public String target() {
        return given == null
                ? "*"
                : given.servers().stream()
                        .map(server -> server.address().toString())
                        .collect(Collectors.joining(","));
    }

    /**
     * Whether many updates may go together, which is so if replies are signed where requests are, and no lease is asked for.
     *
     * @return whether {@link Bulk} may send them
     */
    public boolean takeMany() {
        return manner.leases() == null && !manner.leavesDoubt();
    }

    /** Closes the connections, if there are any. */
    @Override
    public void close() {
        manner.carriers().close();
    }

    private Dispatch dispatch(List<ServerAddress> addresses) {
        List<DnsServer> all = new ArrayList<>();
        addresses.forEach(address -> all.add(servers.computeIfAbsent(address, manner::server)));
        return new Dispatch(all, manner.timeout(), manner.leases());
    }
}
