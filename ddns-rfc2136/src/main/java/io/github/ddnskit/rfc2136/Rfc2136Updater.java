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
import io.github.ddnskit.rfc2136.internal.Attempt;
import io.github.ddnskit.rfc2136.internal.DnsServer;
import io.github.ddnskit.rfc2136.internal.Failures;
import io.github.ddnskit.rfc2136.internal.ReadBack;
import io.github.ddnskit.rfc2136.internal.ServerAddress;
import io.github.ddnskit.rfc2136.internal.UpdateMessage;
import io.github.ddnskit.rfc2136.internal.ZoneFinder;
import io.github.ddnskit.rfc2136.internal.ZoneNotFoundException;
import io.github.ddnskit.rfc2136.transport.Deadline;
import io.github.ddnskit.rfc2136.transport.Signing;
import io.github.ddnskit.rfc2136.transport.TsigSigning;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.UpdaterIdentity;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * Publishes addresses with DNS UPDATE (RFC 2136), signed with TSIG (RFC 8945), GSS-TSIG (RFC 3645) or SIG(0) (RFC 2931).
 * Thread-safe; between updates it holds nothing but a key that was negotiated and what it knows of the server's clock.
 *
 * <p>Each update is one message, which the server carries out as a whole or not at all: what is to be published or
 * removed replaces the RRset of its family, and what is to be kept is not mentioned. If there is a key, only a reply that
 * the server signed with it counts (but for SIG(0), see {@link Sig0Key}), and anything else is passed over; if nothing better comes, the update has failed with
 * {@link Retry.Backoff}, because anybody can send a reply that is not signed.
 *
 * <p>A name that is an alias (CNAME) fails with {@link FailureReason#CONFLICT}: servers would take the addresses and
 * ignore them. {@link Retry.Never} is given only for what no server can put right: a host outside the zone, or a
 * wildcard below a wildcard. A mail exchanger is published along with addresses, and not when both families are kept.
 */
public final class Rfc2136Updater implements DnsUpdater {

    private static final int MAX_MESSAGE = 65_535;
    private static final int SIGNATURE_ROOM = 1024;

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

    /** {@return both families, as often as needed} */
    @Override
    public Capabilities capabilities() {
        return Capabilities.standard();
    }

    /** {@return the server and zone as the target, and the key as the account} */
    @Override
    public UpdaterIdentity identity() {
        String target = "rfc2136:" + server.address() + "/" + (zone == null ? "*" : zone);
        DnsCredentials credentials = server.credentials();
        if (credentials instanceof TsigKey key) {
            return UpdaterIdentity.of(target, key.name() + " " + key.algorithm(), key.secret());
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
        Optional<Outcome.Failed> failure = failure(update);
        return failure.isPresent() ? UpdateReport.failed(update, failure.get()) : UpdateReport.published(update);
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
            Message reply = server.ask(message, deadline);
            if (server.leavesDoubt()
                    && reply.getRcode() == Rcode.NOERROR
                    && !ReadBack.shows(message, server, deadline)) {
                return Optional.of(Failures.failed(
                        FailureReason.UNVERIFIED_REPLY,
                        server.address() + " does not have the addresses of " + host
                                + " that it was said to have taken, and nobody signed that: look into its log"));
            }
            return Failures.inReply(reply, attempt, server.clock().instant());
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

    /**
     * How far the clock of the server and ours are apart, as the last BADTIME error that the server signed with a TSIG key
     * says.
     *
     * @return the difference, or nothing if there was no such error
     */
    public Optional<ClockDifference> clockDifference() {
        return server.signing() instanceof TsigSigning signing ? signing.clockDifference() : Optional.empty();
    }

    DnsServer server() {
        return server;
    }

    @Nullable
    Hostname zone() {
        return zone;
    }

    private Attempt attempt(Hostname host, @Nullable Hostname zone) {
        return new Attempt(server.address(), host.ascii(), zone == null ? null : zone.ascii(), server.credentials());
    }

    private static Optional<Outcome.Failed> never(FailureReason reason, String detail) {
        return Optional.of(Outcome.failed(reason, Retry.never(), detail));
    }

    /** Collects what an updater needs. Not thread-safe. */
    public static final class Builder {

        private static final Duration DEFAULT_TTL = Duration.ofSeconds(60);
        private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
        private static final Duration MAX_TIMEOUT = Duration.ofHours(1);

        private @Nullable ServerAddress server;
        private @Nullable Hostname zone;
        private @Nullable DnsCredentials credentials;
        private boolean followsServerClock;
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
            return server(ServerAddress.parse(server));
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
            return server(ServerAddress.of(host, port));
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
            return credentials(key);
        }

        /**
         * The key pair to sign with. Replies are not signed then: what that means says {@link Sig0Key}.
         *
         * @param key a key whose public half the server knows and allows to update the zone
         * @return this
         */
        public Builder sig0(Sig0Key key) {
            return credentials(key);
        }

        /**
         * The principal of Kerberos to sign for, as Active Directory wants it.
         *
         * @param principal a principal whom the server allows to update the zone
         * @return this
         */
        public Builder gss(GssCredentials principal) {
            return credentials(principal);
        }

        private Builder credentials(DnsCredentials credentials) {
            refuseSecond(this.credentials, "key");
            this.credentials = credentials;
            return this;
        }

        /**
         * Signs with the server's clock when it differs too much from ours: for devices that do not know the time. Only
         * for a {@link TsigKey}, and only after the server has said so in a BADTIME error that it signed; the system's
         * clock is left alone. Otherwise such an update fails with {@link FailureReason#CLOCK_SKEW}.
         *
         * <p>A server whose clock is wrong is followed too. Whoever asks later signs by what was learnt, until the server
         * disagrees again.
         *
         * @return this
         */
        public Builder followServerClock() {
            followsServerClock = true;
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
            Clock signed = clock == null ? Clock.systemUTC() : clock;
            return new Rfc2136Updater(
                    new DnsServer(server, signing(signed), signed),
                    zone,
                    ttl == null ? DEFAULT_TTL : ttl,
                    timeout == null ? DEFAULT_TIMEOUT : timeout);
        }

        private @Nullable Signing signing(Clock signed) {
            if (credentials instanceof TsigKey key) {
                try {
                    key.octets();
                } catch (IllegalStateException e) {
                    throw new IllegalArgumentException(e.getMessage(), e);
                }
                return new TsigSigning(key, signed, followsServerClock);
            }
            if (followsServerClock) {
                throw new IllegalArgumentException("only what a TSIG key signs can follow the clock of the server");
            }
            return credentials == null ? null : Signing.with(credentials, signed);
        }

        private Builder server(ServerAddress address) {
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
