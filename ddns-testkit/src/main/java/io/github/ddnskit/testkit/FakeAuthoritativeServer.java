package io.github.ddnskit.testkit;

import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.testkit.internal.NameServer;
import io.github.ddnskit.testkit.internal.ServerLoop;
import io.github.ddnskit.testkit.internal.TlsListener;
import io.github.ddnskit.testkit.internal.Wires;
import io.github.ddnskit.testkit.internal.Zone;
import io.github.ddnskit.testkit.internal.ZoneReader;
import io.github.ddnskit.testkit.internal.Zones;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * An authoritative name server for tests: real sockets on loopback, zones in memory, queries (RFC 1034), UPDATE (RFC
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
 * nothing kept on disk.
 */
public final class FakeAuthoritativeServer implements AutoCloseable {

    private final Zones zones;
    private final ServerLoop loop;
    private final @Nullable TlsListener tls;
    private final InetAddress address;
    private final FaultPlan faults;
    private final ExchangeLog log;
    private final ZoneHistory history = new ZoneHistory();

    FakeAuthoritativeServer(FakeAuthoritativeServerBuilder builder) {
        this.address = builder.address;
        this.faults = new FaultPlan(builder.clock);
        this.log = new ExchangeLog(faults, history, builder.clock);
        this.zones = builder.zones();
        NameServer server = new NameServer(
                zones,
                builder.keys(),
                builder.clock,
                builder.cookiesRequired,
                builder.service,
                builder.personality.habits(),
                log);
        try {
            this.tls = builder.tlsPort.isPresent() ? TlsListener.open(address, builder.tlsPort.getAsInt()) : null;
            this.loop = start(server, builder);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "no name server on " + endpoint(address, builder.port) + ": " + e.getMessage(), e);
        }
    }

    private ServerLoop start(NameServer server, FakeAuthoritativeServerBuilder builder) throws IOException {
        try {
            return ServerLoop.start(server, address, builder.port, tls, builder.scheduler);
        } catch (IOException e) {
            if (tls != null) {
                tls.close();
            }
            throw e;
        }
    }

    /**
     * Begins to describe a server of one zone.
     *
     * @param zone the zone that it serves, such as {@code example.test}
     * @return what the server is built with
     * @throws IllegalArgumentException if that is not a domain name
     */
    public static FakeAuthoritativeServerBuilder zone(String zone) {
        return serving(FakeZone.of(zone));
    }

    /**
     * Begins to describe a server of one zone or more. What is asked is answered from the zone with the longest name that
     * covers it; a parent and its child may both be here.
     *
     * @param first a zone, the one that is meant where a method does not say which
     * @param more others
     * @return what the server is built with
     */
    public static FakeAuthoritativeServerBuilder serving(FakeZone first, FakeZone... more) {
        List<FakeZone> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(more));
        return new FakeAuthoritativeServerBuilder(all);
    }

    /** {@return where it listens, by UDP and TCP, such as {@code 127.0.0.1:49152}} */
    public String server() {
        return endpoint(address, port());
    }

    /**
     * Where it listens for DNS over TLS.
     *
     * @return such as {@code 127.0.0.1:49153}
     * @throws IllegalStateException if it does not: see {@link FakeAuthoritativeServerBuilder#tls()}
     */
    public String tlsServer() {
        return endpoint(address, secured().port());
    }

    /**
     * The certificate that it shows over TLS, for its address and for {@code localhost}; nobody vouches for it but itself.
     *
     * @return the certificate
     * @throws IllegalStateException if it does not speak TLS
     */
    public X509Certificate certificate() {
        return secured().certificate();
    }

    /**
     * The certificate that it shows over TLS, as the text of a file in which clients look for authorities.
     *
     * @return the certificate in PEM
     * @throws IllegalStateException if it does not speak TLS
     */
    public String certificatePem() {
        return secured().pem();
    }

    private TlsListener secured() {
        if (tls == null) {
            throw new IllegalStateException("this server does not speak TLS: say tls() before it is started");
        }
        return tls;
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
     * @param name a name in a zone
     * @return the addresses as text, such as {@code 203.0.113.8} or {@code 2001:db8::1}
     */
    public List<String> addresses(String name) {
        return Wires.addresses(data(zones.general(), name));
    }

    /**
     * The records of a name, in the order of their types.
     *
     * @param name a name in a zone
     * @return lines of a zone file, with single spaces: {@code www.example.test. 300 IN A 192.0.2.1}
     */
    public List<String> records(String name) {
        return Wires.lines(data(zones.general(), name));
    }

    /**
     * The records of a name as one client sees them, if some see other {@linkplain FakeZone#seenBy zones}.
     *
     * @param name a name in a zone
     * @param client the address of the client, such as {@code 127.0.0.2}
     * @return lines of a zone file as in {@link #records(String)}
     * @throws IllegalArgumentException if the client is not an address
     */
    public List<String> records(String name, String client) {
        return Wires.lines(data(zones.seenBy(IpLiteral.parse(client)), name));
    }

    /** {@return the first zone, a line each as in {@link #records(String)}, the SOA first, names in canonical order} */
    public String zoneText() {
        return text(zones.all().get(0));
    }

    /**
     * All records of a zone.
     *
     * @param zone the name of the zone
     * @return a line each as in {@link #records(String)}, the SOA first, names in canonical order (RFC 4034)
     * @throws IllegalArgumentException if there is no such zone
     */
    public String zoneText(String zone) {
        return text(named(zone));
    }

    /** {@return the serial of the first zone, as of {@link #serial(String)}} */
    public long serial() {
        return zones.all().get(0).data().serial();
    }

    /**
     * The serial of a zone; every update that changes something raises it.
     *
     * @param zone the name of the zone
     * @return from 0 to 2<sup>32</sup> - 1
     * @throws IllegalArgumentException if there is no such zone
     */
    public long serial(String zone) {
        return named(zone).data().serial();
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

    /**
     * Has somebody see each exchange when it happens.
     *
     * @param listener called by the server's thread before the reply leaves, so it must not block; what it throws is
     *     logged and otherwise ignored
     */
    public void onExchange(Consumer<Exchange> listener) {
        log.onExchange(listener);
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
        Name owner = ZoneReader.name(name);
        Zone zone = zones.general().covering(owner);
        return zone == null ? List.of() : history.of(owner, zone);
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
        Expectations.await(
                history,
                () -> data(zones.general(), name).contains(awaited),
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

    /**
     * From now on tells another server of each change of a zone by NOTIFY (RFC 1996), up to five times within some seconds
     * until it says that it has heard. That server may then come for the zone (AXFR), or for what changed (IXFR).
     *
     * @param address where it listens by UDP, a loopback address such as {@code 127.0.0.1}
     * @param port its port
     * @throws IllegalArgumentException if that is no loopback address, or no port
     */
    public void addSecondary(String address, int port) {
        InetAddress parsed = IpLiteral.parse(address);
        if (!parsed.isLoopbackAddress()) {
            throw new IllegalArgumentException(address + " is on another machine: only those on loopback are told");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(port + " is not a port");
        }
        loop.addSecondary(new InetSocketAddress(parsed, port));
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

    private Zone named(String name) {
        Zone zone = zones.general().at(ZoneReader.name(name));
        if (zone == null) {
            throw new IllegalArgumentException("this server has no zone " + name + ", but "
                    + zones.all().stream()
                            .map(served -> served.apex().toString(true))
                            .toList());
        }
        return zone;
    }

    private static List<Record> data(Zones.View seen, String text) {
        Name name = ZoneReader.name(text);
        Zone zone = seen.covering(name);
        return zone == null ? List.of() : zone.data().records(name);
    }

    private static String text(Zone zone) {
        return String.join("\n", Wires.lines(zone.data().records())) + "\n";
    }

    private static String endpoint(InetAddress address, int port) {
        String host = address.getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
