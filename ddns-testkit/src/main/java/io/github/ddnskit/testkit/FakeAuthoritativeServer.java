package io.github.ddnskit.testkit;

import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.spi.Scheduler;
import io.github.ddnskit.testkit.internal.NameServer;
import io.github.ddnskit.testkit.internal.ServerLoop;
import io.github.ddnskit.testkit.internal.Wires;
import io.github.ddnskit.testkit.internal.ZoneReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * An authoritative name server for tests: real sockets on loopback, one zone in memory, queries (RFC 1034), UPDATE (RFC
 * 2136), TSIG (RFC 8945) and, on demand, faults and the habits of a {@linkplain Personality certain server}.
 *
 * <pre>{@code
 * try (FakeAuthoritativeServer dns = FakeAuthoritativeServer.zone("example.test")
 *         .key(TsigKey.parse("ddns-key.:c2VjcmV0LXNlY3JldC1zZWNyZXQ="))
 *         .start()) {
 *     dns.failNext(2, Fault.servfail());
 *     updateThrough(dns.server());
 *     assertThat(dns.addresses("home.example.test")).containsExactly("203.0.113.8");
 * }
 * }</pre>
 *
 * <p>Thread-safe; faults may be set and records read while clients are served. Not a server for the world: no DNSSEC,
 * no zone but one, nothing kept on disk.
 */
public final class FakeAuthoritativeServer implements AutoCloseable {

    private final NameServer server;
    private final ServerLoop loop;
    private final InetAddress address;
    private final FaultPlan faults;
    private final ExchangeLog log;
    private final ZoneHistory history = new ZoneHistory();

    private FakeAuthoritativeServer(Builder builder) {
        this.address = builder.address;
        this.faults = new FaultPlan(builder.clock);
        this.log = new ExchangeLog(faults, history, builder.clock);
        this.server = new NameServer(
                builder.zone.zone(),
                builder.keys,
                builder.clock,
                builder.unsignedUpdates,
                builder.personality.habits(),
                log);
        try {
            this.loop = ServerLoop.start(server, address, builder.port, builder.scheduler);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "no name server on " + endpoint(address, builder.port) + ": " + e.getMessage(), e);
        }
    }

    /**
     * Begins to describe a server.
     *
     * @param zone the zone that it serves, such as {@code example.test}
     * @return what the server is built with
     * @throws IllegalArgumentException if that is not a domain name
     */
    public static Builder zone(String zone) {
        return new Builder(zone);
    }

    /** {@return where it listens, by UDP and TCP, such as {@code 127.0.0.1:49152}} */
    public String server() {
        return endpoint(address, port());
    }

    /** {@return the address it listens on, such as {@code 127.0.0.1}} */
    public String host() {
        return address.getHostAddress();
    }

    /** {@return the port it listens on, by UDP and TCP} */
    public int port() {
        return loop.port();
    }

    /**
     * The addresses of a name, A before AAAA, each kind in numeric order. Aliases are not followed.
     *
     * @param name a name in the zone
     * @return the addresses as text, such as {@code 203.0.113.8} or {@code 2001:db8::1}
     */
    public List<String> addresses(String name) {
        List<String> addresses = new ArrayList<>();
        for (Record found : server.zone().records(ZoneReader.name(name))) {
            if (found instanceof ARecord ipv4) {
                addresses.add(IpLiteral.format(ipv4.getAddress()));
            } else if (found instanceof AAAARecord ipv6) {
                addresses.add(IpLiteral.format(ipv6.getAddress()));
            }
        }
        return List.copyOf(addresses);
    }

    /**
     * The records of a name, in the order of their types.
     *
     * @param name a name in the zone
     * @return lines of a zone file, with single spaces: {@code www.example.test. 300 IN A 192.0.2.1}
     */
    public List<String> records(String name) {
        return server.zone().records(ZoneReader.name(name)).stream()
                .map(Wires::line)
                .toList();
    }

    /** {@return all records, a line each as in {@link #records}, the SOA first, names in canonical order (RFC 4034)} */
    public String zoneText() {
        return server.zone().records().stream()
                .map(record -> Wires.line(record) + "\n")
                .collect(Collectors.joining());
    }

    /** {@return the serial of the zone, from 0 to 2<sup>32</sup> - 1; every update that changes something raises it} */
    public long serial() {
        return server.zone().serial();
    }

    /**
     * Plans a fault for the messages that come next, of whatever kind.
     *
     * @param messages how many
     * @param what what goes wrong with each
     */
    public void failNext(int messages, Fault what) {
        fault(Trigger.next(messages), what);
    }

    /**
     * Plans a fault. If several apply to a message, the one that was planned first strikes and the others wait.
     *
     * @param when on which messages
     * @param what what goes wrong with each
     */
    public void fault(Trigger when, Fault what) {
        faults.add(when, what);
    }

    /** Forgets all faults that are planned. What is delayed or held back already stays so. */
    public void clearFaults() {
        faults.clear();
    }

    /** {@return the latest exchanges, at most 1000 and 16 MiB of messages, the oldest first} */
    public List<Exchange> exchanges() {
        return log.exchanges();
    }

    /** {@return how many messages there were, of all and not only of the latest} */
    public Counts counts() {
        return log.counts();
    }

    /**
     * What a name had in the course of time: a version for each time that it became something else, the first one what it
     * had at the start. The latest 1000 changes of the server's zones are remembered.
     *
     * @param name a name in the zone
     * @return its versions, the oldest first
     */
    public List<ZoneVersion> history(String name) {
        return history.of(ZoneReader.name(name), server.zone().apex());
    }

    /**
     * Waits at most ten seconds until a name has a record.
     *
     * @param name a name in the zone
     * @param type such as {@code A}
     * @param value as a zone file has it, such as {@code 203.0.113.8}
     * @throws AssertionError if it does not come; it says what is there instead and what clients have asked
     * @throws IllegalArgumentException if there is no such type, or the value is none of that type
     */
    public void awaitRecord(String name, String type, String value) {
        awaitRecord(name, type, value, Duration.ofSeconds(10));
    }

    /**
     * Waits until a name has a record.
     *
     * @param name a name in the zone
     * @param type such as {@code A}
     * @param value as a zone file has it, such as {@code 203.0.113.8}
     * @param longest how long to wait at most, in real time
     * @throws AssertionError if it does not come, or the thread is interrupted; it says what is there instead and what
     *     clients have asked
     * @throws IllegalArgumentException if there is no such type, or the value is none of that type
     */
    public void awaitRecord(String name, String type, String value, Duration longest) {
        Record awaited = ZoneReader.record(name, type, value);
        Name owner = awaited.getName();
        Expectations.await(
                history,
                () -> server.zone().records(owner).contains(awaited),
                longest,
                () -> name + " has no " + type + " " + value + " after " + longest.toMillis() + " ms, but "
                        + records(name) + "; " + log.story());
    }

    /**
     * Makes every request fail that a test does not expect: it is REFUSED whatever else is planned, and
     * {@link #requireNothingUnexpected} tells of it.
     *
     * @param expected whether a request is expected; asked by the server's thread, so it must not block
     */
    public void expectOnly(Predicate<Question> expected) {
        log.expectOnly(expected);
    }

    /**
     * Complains about what {@link #expectOnly} did not expect.
     *
     * @throws AssertionError if there were such requests since the server was started or its exchanges were forgotten; it
     *     says which
     */
    public void requireNothingUnexpected() {
        log.requireNothingUnexpected();
    }

    /** Forgets the exchanges so far, and with them what was counted and what was unexpected. */
    public void clearExchanges() {
        log.clear();
    }

    /** Stops serving and closes all sockets; does nothing the second time. */
    @Override
    public void close() {
        loop.close();
    }

    /** {@return where it listens} */
    @Override
    public String toString() {
        return "FakeAuthoritativeServer[" + server() + "]";
    }

    private static String endpoint(InetAddress address, int port) {
        String host = address.getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Describes a server before it is started. Not thread-safe. */
    public static final class Builder {

        private final ZoneReader zone;
        private final List<TsigKey> keys = new ArrayList<>();
        private boolean unsignedUpdates;
        private Personality personality = Personality.STRICT;
        private Clock clock = Clock.systemUTC();
        private @Nullable Scheduler scheduler;
        private InetAddress address = IpLiteral.parse("127.0.0.1");
        private int port;

        private Builder(String zone) {
            this.zone = new ZoneReader(zone);
        }

        /**
         * Adds a key. Whoever signs with it may update everything; may be called again for more keys.
         *
         * @param key the key
         * @return this
         * @throws IllegalArgumentException if there is a key of that name
         */
        public Builder key(TsigKey key) {
            if (keys.stream().anyMatch(present -> present.name().equals(key.name()))) {
                throw new IllegalArgumentException("there are two keys " + key.name());
            }
            keys.add(key);
            return this;
        }

        /**
         * Lets everybody update without a signature. Without this, and without a key, every update is refused.
         *
         * @return this
         */
        public Builder allowUnsigned() {
            this.unsignedUpdates = true;
            return this;
        }

        /**
         * Sets after which server it takes; {@link Personality#STRICT} if not set.
         *
         * @param personality the habits
         * @return this
         */
        public Builder personality(Personality personality) {
            this.personality = personality;
            return this;
        }

        /**
         * Adds records to the zone. What has no SOA or NS gets one, an NS with an address of 127.0.0.1.
         *
         * @param lines lines of a zone file, such as {@code www.example.test 300 IN A 192.0.2.1}; every name in them is
         *     absolute, with a final dot or without; a TTL that is missing is 300 s
         * @return this
         * @throws IllegalArgumentException if they cannot be read, or are not in the zone
         */
        public Builder record(String lines) {
            zone.lines(lines);
            return this;
        }

        /**
         * Adds the records of a zone file (RFC 1035 section 5), as {@link #record} does, but names without a final dot
         * are relative to the zone.
         *
         * @param file the file, read now; {@code $INCLUDE} is refused
         * @return this
         * @throws IllegalArgumentException if it cannot be understood, or has records that are not in the zone
         * @throws UncheckedIOException if it cannot be read
         */
        public Builder zoneFile(Path file) {
            zone.file(file);
            return this;
        }

        /**
         * Sets the clock by which signatures are checked and made; that of the system if not set.
         *
         * @param clock the clock
         * @return this
         */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Sets the time by which signatures are checked and made, and by which replies are late: a test moves it on.
         *
         * @param time the time
         * @return this
         */
        public Builder time(ManualTime time) {
            this.clock = time.clock();
            this.scheduler = time.scheduler();
            return this;
        }

        /**
         * Sets the loopback address to listen on; 127.0.0.1 if not set.
         *
         * @param literal such as {@code ::1}
         * @return this
         * @throws IllegalArgumentException if it is no loopback address: those are for {@link #exposedAddress}
         */
        public Builder address(String literal) {
            InetAddress parsed = IpLiteral.parse(literal);
            if (!parsed.isLoopbackAddress()) {
                throw new IllegalArgumentException(
                        literal + " can be reached from other machines: say exposedAddress() if you want that");
            }
            this.address = parsed;
            return this;
        }

        /**
         * Sets an address to listen on that other machines may reach. This is a server for tests: it withstands neither
         * floods nor ill will.
         *
         * @param literal such as {@code 192.0.2.1}, or {@code 0.0.0.0} for all
         * @return this
         * @throws IllegalArgumentException if it is no address
         */
        public Builder exposedAddress(String literal) {
            this.address = IpLiteral.parse(literal);
            return this;
        }

        /**
         * Sets the port to listen on, by UDP and TCP; any free one if not set.
         *
         * @param port from 1 to 65535, or 0 for any
         * @return this
         * @throws IllegalArgumentException if it is no port
         */
        public Builder port(int port) {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException(port + " is not a port");
            }
            this.port = port;
            return this;
        }

        /**
         * Starts a server of this description; every call starts another, with a zone of its own.
         *
         * @return the running server, to be closed
         * @throws UncheckedIOException if it cannot listen there
         */
        public FakeAuthoritativeServer start() {
            return new FakeAuthoritativeServer(this);
        }
    }
}
