package io.github.ddnskit.testkit;

import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.spi.Scheduler;
import io.github.ddnskit.testkit.internal.NameServer;
import io.github.ddnskit.testkit.internal.Zones;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Describes a {@link FakeAuthoritativeServer} before it is started. Not thread-safe. */
public final class FakeAuthoritativeServerBuilder {

    Personality personality = Personality.STRICT;
    Clock clock = Clock.systemUTC();

    @Nullable
    Scheduler scheduler;

    InetAddress address = IpLiteral.parse("127.0.0.1");
    int port;
    OptionalInt tlsPort = OptionalInt.empty();
    boolean cookiesRequired;
    NameServer.@Nullable Service service;
    private final List<FakeZone> served;

    FakeAuthoritativeServerBuilder(List<FakeZone> served) {
        this.served = List.copyOf(served);
    }

    /**
     * Adds a key to the first zone, as {@link FakeZone#key} does.
     *
     * @param key the key
     * @return this
     * @throws IllegalArgumentException if the zone has a key of that name
     */
    public FakeAuthoritativeServerBuilder key(TsigKey key) {
        first().key(key);
        return this;
    }

    /**
     * Lets everybody update the first zone, as {@link FakeZone#allowUnsigned} does.
     *
     * @return this
     */
    public FakeAuthoritativeServerBuilder allowUnsigned() {
        first().allowUnsigned();
        return this;
    }

    /**
     * Demands DNS cookies: who comes by UDP with a cookie, but not with one of this server's, is told BADCOOKIE and given
     * one (RFC 7873 section 5.2.3). Without this, cookies are given and not looked at.
     *
     * @return this
     */
    public FakeAuthoritativeServerBuilder requireCookies() {
        this.cookiesRequired = true;
        return this;
    }

    /**
     * Sets after which server it takes; {@link Personality#STRICT} if not set.
     *
     * @param personality the habits
     * @return this
     */
    public FakeAuthoritativeServerBuilder personality(Personality personality) {
        this.personality = personality;
        return this;
    }

    /**
     * Adds records to the first zone, as {@link FakeZone#record} does.
     *
     * @param lines lines of a zone file, such as {@code www.example.test 300 IN A 192.0.2.1}; every name in them is
     *     absolute, with a final dot or without; a TTL that is missing is 300 s
     * @return this
     * @throws IllegalArgumentException if they cannot be read, or are not in the zone
     */
    public FakeAuthoritativeServerBuilder record(String lines) {
        first().record(lines);
        return this;
    }

    /**
     * Adds the records of a zone file to the first zone, as {@link FakeZone#zoneFile} does.
     *
     * @param file the file, read now; {@code $INCLUDE} is refused
     * @return this
     * @throws IllegalArgumentException if it cannot be understood, or has records that are not in the zone
     * @throws UncheckedIOException if it cannot be read
     */
    public FakeAuthoritativeServerBuilder zoneFile(Path file) {
        first().zoneFile(file);
        return this;
    }

    /**
     * Sets the clock by which signatures are checked and made; that of the system if not set.
     *
     * @param clock the clock
     * @return this
     */
    public FakeAuthoritativeServerBuilder clock(Clock clock) {
        this.clock = clock;
        return this;
    }

    /**
     * Sets the time by which signatures are checked and made, and by which replies are late: a test moves it on.
     *
     * @param time the time
     * @return this
     */
    public FakeAuthoritativeServerBuilder time(ManualTime time) {
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
    public FakeAuthoritativeServerBuilder address(String literal) {
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
    public FakeAuthoritativeServerBuilder exposedAddress(String literal) {
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
    public FakeAuthoritativeServerBuilder port(int port) {
        this.port = checked(port);
        return this;
    }

    /**
     * Takes GSS-TSIG (RFC 3645) as a service of Kerberos; who may update a zone is said with {@link FakeZone#principal}.
     * Goes through the JDK's Kerberos, which needs the modules {@code java.security.jgss} and {@code jdk.security.auth} and
     * finds its {@code krb5.conf} where it always does; no KDC is asked.
     *
     * @param principal the service, such as {@code DNS/ns.example.test@EXAMPLE.TEST}
     * @param keytab the file with its key, read when the server is started
     * @return this
     */
    public FakeAuthoritativeServerBuilder gss(String principal, Path keytab) {
        this.service = new NameServer.Service(principal, keytab);
        return this;
    }

    /**
     * Listens for DNS over TLS (RFC 7858) too, on any other port that is free, with a certificate that is made for this
     * server. Needs {@code com.squareup.okhttp3:okhttp-tls}.
     *
     * @return this
     */
    public FakeAuthoritativeServerBuilder tls() {
        return tls(0);
    }

    /**
     * Listens for DNS over TLS too, as {@link #tls()} does, on this port.
     *
     * @param port from 1 to 65535, or 0 for any
     * @return this
     * @throws IllegalArgumentException if it is no port
     */
    public FakeAuthoritativeServerBuilder tls(int port) {
        this.tlsPort = OptionalInt.of(checked(port));
        return this;
    }

    /**
     * Starts a server of this description; every call starts another, with zones of its own.
     *
     * @return the running server, to be closed
     * @throws IllegalArgumentException if two zones for the same clients have the same name, or two keys; or if the
     *     keytab has no key of the service
     * @throws UncheckedIOException if it cannot listen there
     */
    public FakeAuthoritativeServer start() {
        return new FakeAuthoritativeServer(this);
    }

    private static int checked(int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(port + " is not a port");
        }
        return port;
    }

    /** The zones, new with each server. */
    Zones zones() {
        return new Zones(served.stream().map(zone -> zone.zone(clock)).toList());
    }

    /** The keys of all zones. */
    Collection<TsigKey> keys() {
        Map<String, TsigKey> keys = new LinkedHashMap<>();
        for (FakeZone zone : served) {
            for (TsigKey key : zone.keys()) {
                TsigKey other = keys.putIfAbsent(key.name(), key);
                if (other != null && !isSame(key, other)) {
                    throw new IllegalArgumentException("there are two keys " + key.name());
                }
            }
        }
        return keys.values();
    }

    private static boolean isSame(TsigKey key, TsigKey other) {
        return key.algorithm() == other.algorithm() && Arrays.equals(key.octets(), other.octets());
    }

    private FakeZone first() {
        return served.get(0);
    }
}
