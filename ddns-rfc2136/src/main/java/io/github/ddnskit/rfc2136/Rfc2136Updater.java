package io.github.ddnskit.rfc2136;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.rfc2136.internal.Bulk;
import io.github.ddnskit.rfc2136.internal.ConditionalWriting;
import io.github.ddnskit.rfc2136.internal.Destination;
import io.github.ddnskit.rfc2136.internal.Destinations;
import io.github.ddnskit.rfc2136.internal.Dispatch;
import io.github.ddnskit.rfc2136.internal.DnsServer;
import io.github.ddnskit.rfc2136.internal.Failures;
import io.github.ddnskit.rfc2136.internal.Leases;
import io.github.ddnskit.rfc2136.internal.OwnedWriting;
import io.github.ddnskit.rfc2136.internal.PlainWriting;
import io.github.ddnskit.rfc2136.internal.ReversePointers;
import io.github.ddnskit.rfc2136.internal.ServerAddress;
import io.github.ddnskit.rfc2136.internal.Task;
import io.github.ddnskit.rfc2136.internal.Writing;
import io.github.ddnskit.rfc2136.transport.Deadline;
import io.github.ddnskit.rfc2136.transport.TsigSigning;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.UpdaterIdentity;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Publishes addresses with DNS UPDATE (RFC 2136), signed with TSIG (RFC 8945), GSS-TSIG (RFC 3645) or SIG(0) (RFC 2931).
 * Thread-safe; between updates it holds nothing but a key that was negotiated, what it knows of the server's clock, and
 * connections, which close by themselves when they are idle for some seconds.
 *
 * <p>Each update is one message, which the server carries out as a whole or not at all: what is to be published or
 * removed replaces the RRset of its family, and what is to be kept is not mentioned. If there is a key, only a reply that
 * the server signed with it counts (but for SIG(0), see {@link Sig0Key}), and anything else is passed over; if nothing better comes, the update has failed with
 * {@link Retry.Backoff}, because anybody can send a reply that is not signed.
 *
 * <p>Unless told otherwise it writes whatever is there. {@link Builder#onlyIfUnchanged} and {@link Builder#ownership} keep
 * it from others' records; then a name and its wildcard, or its two families, may take a message each.
 *
 * <p>A name that is an alias (CNAME) fails with {@link FailureReason#CONFLICT}: servers would take the addresses and
 * ignore them. {@link Retry.Never} is given only for what no server can put right: a host outside the zone, or a
 * wildcard below a wildcard. A mail exchanger is published along with addresses, and removed with the last of them.
 */
public final class Rfc2136Updater implements DnsUpdater {

    private static final int WORTH_A_CONNECTION = 8;
    private static final int BATCH = 10_000;

    private final Destinations destinations;
    private final @Nullable Hostname zone;
    private final Duration ttl;
    private final Writing writing;
    private final @Nullable Leases leases;

    private Rfc2136Updater(
            Destinations destinations,
            @Nullable Hostname zone,
            Duration ttl,
            Writing writing,
            @Nullable Leases leases) {
        this.destinations = destinations;
        this.zone = zone;
        this.ttl = ttl;
        this.writing = writing;
        this.leases = leases;
    }

    /** {@return a builder, of which nothing must be given} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return both families, as often as needed, many names at once} */
    @Override
    public Capabilities capabilities() {
        return Capabilities.standard().withBatchSize(BATCH);
    }

    /** {@return four fifths of the lease that the server has granted for the name, if leases are asked for} */
    @Override
    public @Nullable Duration refreshEvery(Hostname host) {
        return leases == null ? null : leases.refreshEvery(host);
    }

    /** {@return the server and zone as the target, and the key as the account} */
    @Override
    public UpdaterIdentity identity() {
        String target = "rfc2136:" + destinations.target() + "/" + (zone == null ? "*" : zone);
        DnsCredentials credentials = destinations.manner().credentials();
        if (credentials instanceof TsigKey key) {
            return UpdaterIdentity.of(target, key.name() + " " + key.algorithmWords(), key.secret());
        }
        if (credentials instanceof Sig0Key key) {
            return UpdaterIdentity.of(target, key.name() + " " + key.algorithm(), key.secret());
        }
        return credentials instanceof GssCredentials gss
                ? UpdaterIdentity.of(target, gss.name(), gss.password().stream().toArray(Secret[]::new))
                : UpdaterIdentity.of(target);
    }

    @Override
    public UpdateReport update(Update update) throws InterruptedException {
        return update(update, key -> RecordState.unknown(""));
    }

    /**
     * {@inheritDoc} Many go together in large messages over TCP, and a name that is refused costs no other; not those that
     * are conditional, nor with leases or SIG(0). Few go one by one.
     */
    @Override
    public List<UpdateReport> updateAll(List<Update> updates) throws InterruptedException {
        return updateAll(updates, key -> RecordState.unknown(""));
    }

    @Override
    public List<UpdateReport> updateAll(List<Update> updates, Function<RecordKey, RecordState> known)
            throws InterruptedException {
        if (updates.size() >= WORTH_A_CONNECTION && writing instanceof PlainWriting && destinations.takeMany()) {
            return new Bulk(updates, destinations, zone, ttl, Bulk.USUAL_OCTETS).run();
        }
        List<UpdateReport> reports = new ArrayList<>(updates.size());
        for (Update update : updates) {
            reports.add(update(update, known));
        }
        return reports;
    }

    private UpdateReport update(Update update, Function<RecordKey, RecordState> known) throws InterruptedException {
        if (update.ipv4() instanceof Goal.Keep && update.ipv6() instanceof Goal.Keep) {
            return UpdateReport.published(update);
        }
        Hostname host = update.host();
        if (zone != null && !host.isWithin(zone)) {
            return never(
                    update,
                    FailureReason.UNKNOWN_HOST,
                    host + " does not lie in the zone " + zone + ": correct one of them");
        }
        if (update.options().wildcard() && host.isWildcard()) {
            return never(
                    update, FailureReason.UNSUPPORTED, host + " is a wildcard already, and there is none below it");
        }
        Deadline deadline = destinations.deadline();
        Destination to = destinations.of(host, zone, deadline);
        if (to instanceof Destination.Servers servers) {
            return writing.write(new Task(update, servers.zone(), servers.dispatch(), known, deadline));
        }
        return UpdateReport.failed(update, ((Destination.Nowhere) to).failure());
    }

    /**
     * Asks the server in which zone a name lies, signed with the key, and changes nothing. It shows whether server, zone,
     * key and clocks are right; whether the key may update the zone shows only when it does.
     *
     * @param host the name
     * @return what is wrong, or nothing
     * @throws InterruptedException if the thread was interrupted
     */
    public Optional<Outcome.Failed> check(Hostname host) throws InterruptedException {
        Destination to = destinations.check(host, zone, destinations.deadline());
        if (to instanceof Destination.Nowhere nowhere) {
            return Optional.of(nowhere.failure());
        }
        Destination.Servers found = (Destination.Servers) to;
        if (zone == null || zone.equals(found.zone())) {
            return Optional.empty();
        }
        return Optional.of(Failures.failed(
                FailureReason.ZONE_NOT_SERVED,
                "at " + found.dispatch().server().address() + " " + host + " lies in the zone " + found.zone()
                        + ", and not in " + zone + ": name that zone, or leave it out"));
    }

    /**
     * How far the clock of the server and ours are apart, as the last BADTIME error that the server signed with a TSIG key
     * says.
     *
     * @return the difference, or nothing if there was no such error
     */
    public Optional<ClockDifference> clockDifference() {
        return destinations.known().stream()
                .map(DnsServer::signing)
                .filter(signing -> signing instanceof TsigSigning)
                .flatMap(signing -> ((TsigSigning) signing).clockDifference().stream())
                .findFirst();
    }

    /** Closes the connections, if there are any. */
    @Override
    public void close() {
        destinations.close();
    }

    /** The first server, unless servers are to be found. */
    @Nullable
    ServerAddress serverGiven() {
        Dispatch given = destinations.given();
        return given == null ? null : given.server().address();
    }

    @Nullable
    Hostname zone() {
        return zone;
    }

    private static UpdateReport never(Update update, FailureReason reason, String detail) {
        return UpdateReport.failed(update, Outcome.failed(reason, Retry.never(), detail));
    }

    /** Collects what an updater needs. Not thread-safe. */
    public static final class Builder extends DnsClientBuilder<Builder> {

        private static final Duration DEFAULT_TTL = Duration.ofSeconds(60);

        private @Nullable Duration ttl;
        private @Nullable Ownership ownership;
        private @Nullable Leases leases;
        private boolean onlyIfUnchanged;
        private boolean reverse;
        private @Nullable DnsUpdateClient reverseClient;
        private Consumer<ReverseFailure> reverseFailures = ReversePointers::log;

        private Builder() {}

        /**
         * The time to live of the records, unless an update says otherwise; 60 s if it is not given.
         *
         * @param ttl whole seconds from 0 to 2^31-1
         * @return this
         * @throws IllegalArgumentException if it is out of range or not in whole seconds
         */
        public Builder ttl(Duration ttl) {
            refuseSecond(this.ttl != null, "TTL");
            this.ttl = RecordOptions.defaults().withTtl(ttl).ttl();
            return this;
        }

        /**
         * Writes addresses only while they are still what the client confirmed last, or none if it has confirmed nothing, so
         * that two writers never overwrite each other unseen. The one that comes too late fails with
         * {@link FailureReason#CONFLICT} and learns what is there now. It is about the addresses of the host itself, not of
         * its wildcard, and needs a client that remembers: without one, only what is not there yet is written.
         *
         * @return this
         */
        public Builder onlyIfUnchanged() {
            onlyIfUnchanged = true;
            return this;
        }

        /**
         * What to do about names that are somebody else's; they are written whatever they hold if it is not given.
         *
         * @param ownership the decision
         * @return this
         */
        public Builder ownership(Ownership ownership) {
            refuseSecond(this.ownership != null, "ownership");
            this.ownership = ownership;
            return this;
        }

        /**
         * Asks the server to forget what is published unless it is sent again in time (RFC 9664), so that a device that
         * vanishes leaves no name behind. The client sends it again before the lease ends that the server has granted. A
         * server that knows no leases grants none; the records stay there, and are not sent again. Half an hour or more is
         * recommended (section 4.2).
         *
         * <p>What was granted is not kept across a restart: a name is then sent once when 24 minutes have passed since it
         * was confirmed, or four fifths of a shorter lease, and from then on by what the server grants. Only a server that
         * grants less than half an hour when more was asked for may have forgotten it by then; it comes back with that.
         *
         * @param lease whole seconds, from half a minute to 2^31-1 seconds
         * @return this
         * @throws IllegalArgumentException if it is out of range or not in whole seconds
         */
        public Builder lease(Duration lease) {
            refuseSecond(leases != null, "lease");
            leases = Leases.of(lease);
            return this;
        }

        /**
         * Keeps the PTR records of the addresses too, at the same server and with the same key. They follow a successful
         * update and take the time of an update each; what fails with them fails nothing else, and is tried again with the
         * next update of the host.
         *
         * @return this
         */
        public Builder reverse() {
            refuseSecond(reverse, "reverse zone");
            reverse = true;
            return this;
        }

        /**
         * Keeps the PTR records of the addresses too, as {@link #reverse()} has it.
         *
         * @param client sends to the server of the reverse zones; if it is set to a zone, the addresses outside are left out.
         *     It is not closed by the updater
         * @return this
         */
        public Builder reverse(DnsUpdateClient client) {
            reverse();
            reverseClient = client;
            return this;
        }

        /**
         * Who is told of PTR records that failed; the log if it is not given.
         *
         * @param listener is called in the thread of the update
         * @return this
         */
        public Builder onReverseFailure(Consumer<ReverseFailure> listener) {
            reverseFailures = listener;
            return this;
        }

        /**
         * Makes the updater. Nothing is sent yet.
         *
         * @return a new updater
         * @throws IllegalArgumentException if the secret of the key cannot be read or is not Base64, or
         *     two settings contradict each other; the message says what would be right
         */
        public Rfc2136Updater build() {
            Destinations destinations = destinations(leases);
            Duration usual = ttl == null ? DEFAULT_TTL : ttl;
            return new Rfc2136Updater(
                    destinations, zoneGiven(), usual, reversing(writing(usual), destinations, usual), leases);
        }

        @Override
        Builder self() {
            return this;
        }

        private Writing writing(Duration seconds) {
            OwnerMark mark = ownership == null ? null : ownership.mark();
            if (onlyIfUnchanged && mark != null) {
                throw new IllegalArgumentException(
                        "a name is guarded by its mark or by its addresses: set an ownership or onlyIfUnchanged, not both");
            }
            if (ownership == null || mark == null) {
                return onlyIfUnchanged ? new ConditionalWriting(seconds) : new PlainWriting(seconds);
            }
            return new OwnedWriting(seconds, mark, ownership.mode() == Ownership.Mode.TAKE_OVER);
        }

        private Writing reversing(Writing writing, Destinations destinations, Duration seconds) {
            if (!reverse) {
                return writing;
            }
            Destinations at = reverseClient == null ? destinations : reverseClient.destinations();
            Hostname within = reverseClient == null ? null : reverseClient.hostnameOfZone();
            return new ReversePointers(writing, at, within, seconds, reverseFailures);
        }
    }
}
