package io.github.ddnskit.rfc2136;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.rfc2136.internal.Attempt;
import io.github.ddnskit.rfc2136.internal.Bulk;
import io.github.ddnskit.rfc2136.internal.DnsServer;
import io.github.ddnskit.rfc2136.internal.Failures;
import io.github.ddnskit.rfc2136.internal.ServerAddress;
import io.github.ddnskit.rfc2136.internal.UpdateMessage;
import io.github.ddnskit.rfc2136.internal.ZoneFinder;
import io.github.ddnskit.rfc2136.internal.ZoneNotFoundException;
import io.github.ddnskit.rfc2136.transport.Carriers;
import io.github.ddnskit.rfc2136.transport.Deadline;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.UpdaterIdentity;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;

/**
 * Publishes addresses with DNS UPDATE (RFC 2136), signed with TSIG (RFC 8945). Thread-safe; between updates it
 * holds nothing but a connection to the server, which closes by itself when it is idle for some seconds.
 *
 * <p>Each update is one message, which the server carries out as a whole or not at all: what is to be published or
 * removed replaces the RRset of its family, and what is to be kept is not mentioned. If there is a key, only a reply that
 * the server signed with it counts, and anything else is passed over; if nothing better comes, the update has failed with
 * {@link Retry.Backoff}, because anybody can send a reply that is not signed.
 *
 * <p>A name that is an alias (CNAME) fails with {@link FailureReason#CONFLICT}: servers would take the addresses and
 * ignore them. {@link Retry.Never} is given only for what no server can put right: a host outside the zone, or a
 * wildcard below a wildcard. A mail exchanger is published along with addresses, and not when both families are kept.
 */
public final class Rfc2136Updater implements DnsUpdater {

    private static final int MAX_MESSAGE = 65_535;
    private static final int SIGNATURE_ROOM = 1024;
    private static final int WORTH_A_CONNECTION = 8;
    private static final int BATCH = 10_000;

    private final DnsServer server;
    private final @Nullable Hostname zone;
    private final Duration ttl;
    private final Duration timeout;

    private Rfc2136Updater(DnsServer server, @Nullable Hostname zone, Duration ttl, Duration timeout) {
        this.server = server;
        this.zone = zone;
        this.ttl = ttl;
        this.timeout = timeout;
    }

    /** {@return a builder, of which only the server must be given} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return both families, as often as needed, many names at once} */
    @Override
    public Capabilities capabilities() {
        return Capabilities.standard().withBatchSize(BATCH);
    }

    /** {@return the server and zone as the target, and the key as the account} */
    @Override
    public UpdaterIdentity identity() {
        String target = "rfc2136:" + server.address() + "/" + (zone == null ? "*" : zone);
        TsigKey key = server.key();
        return key == null
                ? UpdaterIdentity.of(target)
                : UpdaterIdentity.of(target, key.name() + " " + key.algorithm(), key.secret());
    }

    @Override
    public UpdateReport update(Update update) throws InterruptedException {
        Optional<Outcome.Failed> failure = failure(update);
        return failure.isPresent() ? UpdateReport.failed(update, failure.get()) : UpdateReport.published(update);
    }

    /** Many go together in large messages over TCP; a name that is refused costs no other. Few go one by one. */
    @Override
    public List<UpdateReport> updateAll(List<Update> updates) throws InterruptedException {
        return updates.size() < WORTH_A_CONNECTION
                ? DnsUpdater.super.updateAll(updates)
                : new Bulk(updates, server, zone, ttl, timeout, Bulk.USUAL_OCTETS).run();
    }

    private Optional<Outcome.Failed> failure(Update update) throws InterruptedException {
        if (update.ipv4() instanceof Goal.Keep && update.ipv6() instanceof Goal.Keep) {
            return Optional.empty();
        }
        Hostname host = update.host();
        if (zone != null && !host.isWithin(zone)) {
            return never(
                    FailureReason.UNKNOWN_HOST, host + " does not lie in the zone " + zone + ": correct one of them");
        }
        if (update.options().wildcard() && host.isWildcard()) {
            return never(FailureReason.UNSUPPORTED, host + " is a wildcard already, and there is none below it");
        }
        Deadline deadline = Deadline.after(timeout);
        Attempt attempt = attempt(host, zone);
        try {
            Hostname apex = zone;
            if (apex == null) {
                apex = ZoneFinder.find(host, server, deadline);
                attempt = attempt(host, apex);
            }
            Message message = UpdateMessage.of(update, apex, ttl);
            if (message.numBytes() > MAX_MESSAGE - SIGNATURE_ROOM) {
                return never(
                        FailureReason.UNSUPPORTED, "the addresses of " + host + " do not fit into one DNS message");
            }
            return Failures.inReply(
                    server.ask(message, deadline), attempt, server.clock().instant());
        } catch (ZoneNotFoundException e) {
            return Optional.of(Failures.ofZone(e, attempt, server.clock().instant()));
        } catch (IOException e) {
            return Optional.of(Failures.of(e, attempt, timeout));
        }
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
        Attempt attempt = attempt(host, null);
        try {
            Hostname found = ZoneFinder.find(host, server, Deadline.after(timeout));
            if (zone == null || zone.equals(found)) {
                return Optional.empty();
            }
            return Optional.of(Failures.failed(
                    FailureReason.ZONE_NOT_SERVED,
                    "at " + server.address() + " " + host + " lies in the zone " + found + ", and not in " + zone
                            + ": name that zone, or leave it out"));
        } catch (ZoneNotFoundException e) {
            return Optional.of(Failures.ofZone(e, attempt, server.clock().instant()));
        } catch (IOException e) {
            return Optional.of(Failures.of(e, attempt, timeout));
        }
    }

    /** Closes the connections, if there are any. */
    @Override
    public void close() {
        Carriers carriers = server.carriers();
        if (carriers != null) {
            carriers.close();
        }
    }

    DnsServer server() {
        return server;
    }

    @Nullable
    Hostname zone() {
        return zone;
    }

    private Attempt attempt(Hostname host, @Nullable Hostname zone) {
        return new Attempt(server.address(), host.ascii(), zone == null ? null : zone.ascii(), server.key());
    }

    private static Optional<Outcome.Failed> never(FailureReason reason, String detail) {
        return Optional.of(Outcome.failed(reason, Retry.never(), detail));
    }

    /** Collects what an updater needs. Not thread-safe. */
    public static final class Builder {

        private static final Duration DEFAULT_TTL = Duration.ofSeconds(60);
        private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
        private static final Duration MAX_TIMEOUT = Duration.ofHours(1);

        private @Nullable IntFunction<ServerAddress> server; // of the port, if none is given
        private @Nullable DnsTransport transport;
        private @Nullable Hostname zone;
        private @Nullable TsigKey key;
        private @Nullable Duration ttl;
        private @Nullable Duration timeout;
        private @Nullable Clock clock;

        private Builder() {}

        /**
         * The primary name server of the zone. Its name is resolved anew for each update.
         *
         * @param server {@code name}, {@code name:port}, {@code 192.0.2.1:5353}, {@code [2001:db8::1]:5353}; port 53 if
         *     there is none
         * @return this
         * @throws IllegalArgumentException if it is none of them
         */
        public Builder server(String server) {
            ServerAddress.parse(server);
            return server(port -> ServerAddress.parse(server, port));
        }

        /**
         * The primary name server of the zone. Its name is resolved anew for each update.
         *
         * @param host its name, or the literal of its address without brackets
         * @param port its port
         * @return this
         * @throws IllegalArgumentException if one of them is not
         */
        public Builder server(String host, int port) {
            ServerAddress address = ServerAddress.of(host, port);
            return server(unused -> address);
        }

        /**
         * The zone to update. If it is not given, the server is asked for it at each update.
         *
         * @param zone its name
         * @return this
         * @throws IllegalArgumentException if it is not a domain name, or a wildcard
         */
        public Builder zone(String zone) {
            refuseSecond(this.zone, "zone");
            Hostname apex = Hostname.of(zone);
            if (apex.isWildcard()) {
                throw new IllegalArgumentException(
                        apex + " is no zone: write the zone that holds it, without the wildcard");
            }
            this.zone = apex;
            return this;
        }

        /**
         * The key to sign with. Without one, requests are not signed and replies not authenticated.
         *
         * @param key a key that the server knows and allows to update the zone
         * @return this
         */
        public Builder tsig(TsigKey key) {
            refuseSecond(this.key, "key");
            this.key = key;
            return this;
        }

        /**
         * How messages get to the server; {@link DnsTransport#udp()} if it is not given.
         *
         * @param transport over what, and from where
         * @return this
         */
        public Builder transport(DnsTransport transport) {
            refuseSecond(this.transport, "transport");
            this.transport = transport;
            return this;
        }

        /**
         * The time to live of the records, unless an update says otherwise; 60 s if it is not given.
         *
         * @param ttl whole seconds from 0 to 2^31-1
         * @return this
         * @throws IllegalArgumentException if it is out of range or not in whole seconds
         */
        public Builder ttl(Duration ttl) {
            refuseSecond(this.ttl, "TTL");
            this.ttl = RecordOptions.defaults().withTtl(ttl).ttl();
            return this;
        }

        /**
         * The time that one update may take in all; 10 s if it is not given.
         *
         * @param timeout more than nothing, an hour at most
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder timeout(Duration timeout) {
            refuseSecond(this.timeout, "timeout");
            if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
                throw new IllegalArgumentException("a timeout is more than 0 and at most 1 h, not " + timeout);
            }
            this.timeout = timeout;
            return this;
        }

        /**
         * The clock whose time is signed; the system's if it is not given.
         *
         * @param clock a clock
         * @return this
         */
        public Builder clock(Clock clock) {
            refuseSecond(this.clock, "clock");
            this.clock = clock;
            return this;
        }

        /**
         * Makes the updater. Nothing is sent yet.
         *
         * @return a new updater
         * @throws IllegalArgumentException if there is no server, or the secret of the key cannot be read or is not
         *     Base64; the message says what would be right
         */
        public Rfc2136Updater build() {
            if (server == null) {
                throw new IllegalArgumentException("there is no server: give the primary name server of the zone");
            }
            if (key != null) {
                try {
                    key.octets();
                } catch (IllegalStateException e) {
                    throw new IllegalArgumentException(e.getMessage(), e);
                }
            }
            DnsTransport over = transport == null ? DnsTransport.udp() : transport;
            return new Rfc2136Updater(
                    new DnsServer(
                            server.apply(over.defaultPort()),
                            key,
                            clock == null ? Clock.systemUTC() : clock,
                            over.carriers()),
                    zone,
                    ttl == null ? DEFAULT_TTL : ttl,
                    timeout == null ? DEFAULT_TIMEOUT : timeout);
        }

        private Builder server(IntFunction<ServerAddress> address) {
            refuseSecond(server, "server");
            server = address;
            return this;
        }

        private static void refuseSecond(@Nullable Object first, String what) {
            if (first != null) {
                throw new IllegalArgumentException("the " + what + " is given twice: give it once");
            }
        }
    }
}
