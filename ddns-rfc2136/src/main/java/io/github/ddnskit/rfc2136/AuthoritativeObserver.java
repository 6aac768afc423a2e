package io.github.ddnskit.rfc2136;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.rfc2136.internal.Census;
import io.github.ddnskit.rfc2136.internal.Discovery;
import io.github.ddnskit.rfc2136.internal.Resolvers;
import io.github.ddnskit.rfc2136.internal.ServerAddress;
import io.github.ddnskit.rfc2136.transport.Deadline;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.ObservedRecords;
import io.github.ddnskit.spi.RecordObserver;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the authoritative name servers of a zone, each for itself, what they serve for a name, past all caches.
 * Thread-safe; holds nothing between questions.
 *
 * <p>Which servers are asked: those that were given; or else the one that takes the updates, if that was given, and those
 * of the zone's NS records, for which that one or a resolver is asked. They are asked at the same time, at every address
 * they have.
 *
 * <p>An answer counts only if the server has authority for it (the AA bit of RFC 1035 section 4.1.1); no such name and no
 * such records are both {@link Observation.Absent}. Answers are not authenticated. A name that is an alias (CNAME) is
 * {@link Observation.Unknown}: addresses behind it are not its own.
 */
public final class AuthoritativeObserver implements RecordObserver {

    private final Discovery discovery;
    private final Duration timeout;
    private final Clock clock;

    private AuthoritativeObserver(Discovery discovery, Duration timeout, Clock clock) {
        this.discovery = discovery;
        this.timeout = timeout;
        this.clock = clock;
    }

    /**
     * An observer of one server.
     *
     * @param server its name or address, with {@code :port} unless it is 53, such as {@code 127.0.0.1:5353}
     * @return the observer
     * @throws IllegalArgumentException if it is not the address of a server
     */
    public static AuthoritativeObserver at(String server) {
        return builder().server(server).build();
    }

    /** {@return a builder that may be used as it is: it finds the servers through the system's resolver} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return what all servers agree on, of those that answer; unknown if they do not agree} */
    @Override
    public ObservedRecords observe(Hostname host) throws InterruptedException {
        return view(host, false).records();
    }

    /** {@return what each server with authority answers; if there is none, why} */
    @Override
    public List<ObservedRecords> observeEach(Hostname host) throws InterruptedException {
        AuthoritativeView view = view(host, false);
        List<ObservedRecords> each = view.servers().stream()
                .filter(server -> server.standing() == Standing.AUTHORITATIVE)
                .map(server -> new ObservedRecords(
                        server.ipv4().observation(), server.ipv6().observation()))
                .toList();
        return each.isEmpty() ? List.of(view.records()) : each;
    }

    /**
     * Asks each server for all that helps to understand what it serves: the records, the serial of the zone, and whether
     * a wildcard stands for the name. A server that does not answer is a part of the view.
     *
     * @param host the name
     * @return what each server serves
     * @throws InterruptedException if the thread was interrupted; all questions are then withdrawn
     */
    public AuthoritativeView view(Hostname host) throws InterruptedException {
        return view(host, true);
    }

    private AuthoritativeView view(Hostname host, boolean thorough) throws InterruptedException {
        return Census.take(host, discovery, thorough, Deadline.after(timeout), clock.instant());
    }

    /** Collects how the servers are found. Not thread-safe. */
    public static final class Builder {

        private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
        private static final Duration MAX_TIMEOUT = Duration.ofHours(1);
        private static final int MAX_PORT = 65_535;
        private static final int DNS_PORT = 53;

        private final List<ServerAddress> servers = new ArrayList<>();
        private final List<ServerAddress> resolvers = new ArrayList<>();
        private @Nullable Rfc2136Updater updater;
        private Duration timeout = DEFAULT_TIMEOUT;
        private Clock clock = Clock.systemUTC();
        private int port = DNS_PORT;

        private Builder() {}

        /**
         * Adds a server to ask; then no others are asked.
         *
         * @param server its name or address, with {@code :port} unless it is 53
         * @return this
         * @throws IllegalArgumentException if it is not the address of a server
         */
        public Builder server(String server) {
            servers.add(ServerAddress.parse(server));
            return this;
        }

        /**
         * Begins at the server that takes the updates: it is asked for the zone and its NS records, and is one of the
         * servers, whether they name it or not.
         *
         * @param updater what updates the zone
         * @return this
         */
        public Builder updatedBy(Rfc2136Updater updater) {
            this.updater = updater;
            return this;
        }

        /**
         * Adds a resolver to find servers and their addresses with; those of the system if none is added.
         *
         * @param resolver its name or address, with {@code :port} unless it is 53
         * @return this
         * @throws IllegalArgumentException if it is not the address of a server
         */
        public Builder resolver(String resolver) {
            resolvers.add(ServerAddress.parse(resolver));
            return this;
        }

        /**
         * The port at which the servers of NS records are asked; 53 if it is not given. Another one helps in laboratories
         * only, since NS records name none.
         *
         * @param port 1 to 65535
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder port(int port) {
            if (port < 1 || port > MAX_PORT) {
                throw new IllegalArgumentException("a port is 1 to " + MAX_PORT + ", not " + port);
            }
            this.port = port;
            return this;
        }

        /**
         * The time that one view may take in all; 10 s if it is not given.
         *
         * @param timeout more than nothing, an hour at most
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder timeout(Duration timeout) {
            if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
                throw new IllegalArgumentException("a timeout is more than 0 and at most 1 h, not " + timeout);
            }
            this.timeout = timeout;
            return this;
        }

        /**
         * The clock that dates the view; the system's if it is not given.
         *
         * @param clock a clock
         * @return this
         */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** {@return a new observer; nothing is sent yet} */
        public AuthoritativeObserver build() {
            Resolvers asked = Resolvers.of(resolvers);
            Discovery discovery = new Discovery(
                    servers,
                    updater == null ? null : updater.serverGiven(),
                    updater == null ? null : updater.zone(),
                    asked,
                    port);
            return new AuthoritativeObserver(discovery, timeout, clock);
        }
    }
}
