package io.github.ddnskit.rfc2136;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.rfc2136.internal.Dispatch;
import io.github.ddnskit.rfc2136.internal.DnsServer;
import io.github.ddnskit.rfc2136.internal.ServerAddress;
import io.github.ddnskit.rfc2136.internal.UpdateMessage;
import io.github.ddnskit.rfc2136.transport.Deadline;
import io.github.ddnskit.rfc2136.transport.Signing;
import io.github.ddnskit.rfc2136.transport.TsigSigning;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sends transactions to name servers (RFC 2136), signed with TSIG (RFC 8945). Thread-safe; holds nothing between
 * transactions.
 *
 * <p>If there is a key, only a reply that the server signed with it counts, and anything else is passed over. A request whose
 * reply is lost is sent again, with another ID and signature; where it is not clear then whether it was carried out, the
 * zone is read back, so that neither a success nor a failure is reported that is none.
 */
public final class DnsUpdateClient implements AutoCloseable {

    private final Dispatch dispatch;
    private final @Nullable Hostname zone;

    private DnsUpdateClient(Dispatch dispatch, @Nullable Hostname zone) {
        this.dispatch = dispatch;
        this.zone = zone;
    }

    /** {@return a builder, of which only a server must be given} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Sends a transaction.
     *
     * @param transaction what to require and to change
     * @return what became of it
     * @throws InterruptedException if the thread was interrupted; it may or may not have been carried out
     */
    public TransactionResult send(DnsTransaction transaction) throws InterruptedException {
        List<String> names = Stream.concat(
                        transaction.changes().stream().map(Change::name),
                        transaction.prerequisites().stream().map(Prerequisite::name))
                .distinct()
                .toList();
        String first = names.get(0).replaceFirst("(?<=.)\\.$", "");
        String subject = names.size() == 1 ? first : first + " and what belongs to it";
        Deadline deadline = dispatch.deadline();
        String apex = transaction.zone().orElse(zone == null ? null : zone.ascii());
        if (apex == null) {
            Hostname host;
            try {
                host = Hostname.of(first);
            } catch (IllegalArgumentException e) {
                return new TransactionResult.Failed(Outcome.failed(
                        FailureReason.UNSUPPORTED, Retry.never(), "the zone of " + first + " is not known: name it"));
            }
            Dispatch.Found found = dispatch.zone(host, deadline);
            if (found.zone() == null) {
                return new TransactionResult.Failed(
                        Optional.ofNullable(found.failure()).orElseThrow());
            }
            apex = found.zone().ascii();
        }
        return dispatch.send(UpdateMessage.of(transaction, apex), subject, true, deadline);
    }

    /** Does nothing yet: there is nothing to release. */
    @Override
    public void close() {}

    Dispatch dispatch() {
        return dispatch;
    }

    @Nullable
    Hostname hostnameOfZone() {
        return zone;
    }

    /** Collects what a client needs. Not thread-safe. */
    public static final class Builder {

        private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
        private static final Duration MAX_TIMEOUT = Duration.ofHours(1);

        private final List<ServerAddress> servers = new ArrayList<>();
        private @Nullable Hostname zone;
        private @Nullable DnsCredentials credentials;
        private boolean followsServerClock;
        private @Nullable Duration timeout;
        private @Nullable Clock clock;

        private Builder() {}

        /**
         * A name server of the zone, the primary first. If it is called more than once, the servers are tried in that order
         * until one takes the transaction (RFC 2136 section 4). The name is resolved anew for each transaction.
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
         * A name server of the zone, as {@link #server(String)} has it.
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
         * The zone of transactions that name none. If it is not given, the server is asked for it each time.
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

        /**
         * Signs with the server's clock when it differs too much from ours: for devices that do not know the time. Only
         * for a {@link TsigKey}, and only after the server has said so in a BADTIME error that it signed; the system's
         * clock is left alone.
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
         * The time that one transaction may take in all; 10 s if it is not given.
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
         * Makes the client. Nothing is sent yet.
         *
         * @return a new client
         * @throws IllegalArgumentException if there is no server, or the secret of the key cannot be read or is not
         *     Base64; the message says what would be right
         */
        public DnsUpdateClient build() {
            return new DnsUpdateClient(dispatch(), zone);
        }

        Dispatch dispatch() {
            if (servers.isEmpty()) {
                throw new IllegalArgumentException("there is no server: give the primary name server of the zone");
            }
            Clock time = clock == null ? Clock.systemUTC() : clock;
            return new Dispatch(
                    servers.stream()
                            .map(address -> new DnsServer(address, signing(time), time))
                            .toList(),
                    timeout == null ? DEFAULT_TIMEOUT : timeout);
        }

        /** One for each server, because it holds what was agreed on with it. */
        private @Nullable Signing signing(Clock time) {
            if (credentials instanceof TsigKey key) {
                try {
                    key.octets();
                } catch (IllegalStateException e) {
                    throw new IllegalArgumentException(e.getMessage(), e);
                }
                return new TsigSigning(key, time, followsServerClock);
            }
            if (followsServerClock) {
                throw new IllegalArgumentException("only what a TSIG key signs can follow the clock of the server");
            }
            return credentials == null ? null : Signing.with(credentials, time);
        }

        private Builder credentials(DnsCredentials credentials) {
            refuseSecond(this.credentials, "key");
            this.credentials = credentials;
            return this;
        }

        boolean hasServer() {
            return !servers.isEmpty();
        }

        @Nullable
        Hostname zoneGiven() {
            return zone;
        }

        private Builder server(ServerAddress address) {
            servers.add(address);
            return this;
        }

        private static void refuseSecond(@Nullable Object first, String what) {
            if (first != null) {
                throw new IllegalArgumentException("the " + what + " is given twice: give it once");
            }
        }
    }
}
