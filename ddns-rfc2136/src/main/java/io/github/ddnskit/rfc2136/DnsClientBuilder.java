package io.github.ddnskit.rfc2136;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.rfc2136.internal.Dispatch;
import io.github.ddnskit.rfc2136.internal.DnsServer;
import io.github.ddnskit.rfc2136.internal.ServerAddress;
import io.github.ddnskit.rfc2136.transport.Carriers;
import io.github.ddnskit.rfc2136.transport.Signing;
import io.github.ddnskit.rfc2136.transport.TsigSigning;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What clients of name servers need to know: where the servers are, how to get there, and who asks. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract sealed class DnsClientBuilder<B extends DnsClientBuilder<B>>
        permits DnsUpdateClient.Builder, Rfc2136Updater.Builder {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MAX_TIMEOUT = Duration.ofHours(1);

    private final List<IntFunction<ServerAddress>> servers = new ArrayList<>(); // of the port, if none is given
    private @Nullable Hostname zone;
    private @Nullable DnsCredentials credentials;
    private boolean followsServerClock;
    private @Nullable DnsTransport transport;
    private @Nullable Duration timeout;
    private @Nullable Clock clock;

    DnsClientBuilder() {}

    /**
     * A name server of the zone, the primary first. If it is called more than once, the servers are tried in that order until
     * one takes the update (RFC 2136 section 4). The name is resolved anew for each update.
     *
     * @param server {@code name}, {@code name:port}, {@code 192.0.2.1:5353}, {@code [2001:db8::1]:5353}; port 53 if
     *     there is none, or 853 over TLS
     * @return this
     * @throws IllegalArgumentException if it is none of them
     */
    public B server(String server) {
        ServerAddress.parse(server);
        servers.add(port -> ServerAddress.parse(server, port));
        return self();
    }

    /**
     * A name server of the zone, as {@link #server(String)} has it.
     *
     * @param host its name, or the literal of its address without brackets
     * @param port its port
     * @return this
     * @throws IllegalArgumentException if one of them is not
     */
    public B server(String host, int port) {
        ServerAddress address = ServerAddress.of(host, port);
        servers.add(unused -> address);
        return self();
    }

    /**
     * The zone to update. If it is not given, the server is asked for it each time.
     *
     * @param zone its name
     * @return this
     * @throws IllegalArgumentException if it is not a domain name, or a wildcard
     */
    public B zone(String zone) {
        refuseSecond(this.zone != null, "zone");
        Hostname apex = Hostname.of(zone);
        if (apex.isWildcard()) {
            throw new IllegalArgumentException(
                    apex + " is no zone: write the zone that holds it, without the wildcard");
        }
        this.zone = apex;
        return self();
    }

    /**
     * The key to sign with. Without one, requests are not signed and replies not authenticated.
     *
     * @param key a key that the server knows and allows to update the zone
     * @return this
     */
    public B tsig(TsigKey key) {
        return credentials(key);
    }

    /**
     * The key pair to sign with. Replies are not signed then: what that means says {@link Sig0Key}.
     *
     * @param key a key whose public half the server knows and allows to update the zone
     * @return this
     */
    public B sig0(Sig0Key key) {
        return credentials(key);
    }

    /**
     * The principal of Kerberos to sign for, as Active Directory wants it.
     *
     * @param principal a principal whom the server allows to update the zone
     * @return this
     */
    public B gss(GssCredentials principal) {
        return credentials(principal);
    }

    /**
     * Signs with the server's clock when it differs too much from ours: for devices that do not know the time. Only for a
     * {@link TsigKey}, and only after the server has said so in a BADTIME error that it signed; the system's clock is left
     * alone. Otherwise such an update fails with {@link io.github.ddnskit.FailureReason#CLOCK_SKEW}.
     *
     * <p>A server whose clock is wrong is followed too. Whoever asks later signs by what was learnt, until the server
     * disagrees again.
     *
     * @return this
     */
    public B followServerClock() {
        followsServerClock = true;
        return self();
    }

    /**
     * How messages get to the server; {@link DnsTransport#udp()} if it is not given.
     *
     * @param transport over what, and from where
     * @return this
     */
    public B transport(DnsTransport transport) {
        refuseSecond(this.transport != null, "transport");
        this.transport = transport;
        return self();
    }

    /**
     * The time that one update may take in all; 10 s if it is not given.
     *
     * @param timeout more than nothing, an hour at most
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public B timeout(Duration timeout) {
        refuseSecond(this.timeout != null, "timeout");
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("a timeout is more than 0 and at most 1 h, not " + timeout);
        }
        this.timeout = timeout;
        return self();
    }

    /**
     * The clock whose time is signed; the system's if it is not given.
     *
     * @param clock a clock
     * @return this
     */
    public B clock(Clock clock) {
        refuseSecond(this.clock != null, "clock");
        this.clock = clock;
        return self();
    }

    abstract B self();

    @Nullable
    Hostname zoneGiven() {
        return zone;
    }

    /** What sends to these servers; the connections are its own. */
    Dispatch dispatch() {
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("there is no server: give the primary name server of the zone");
        }
        Clock time = clock == null ? Clock.systemUTC() : clock;
        DnsTransport over = transport == null ? DnsTransport.udp() : transport;
        Carriers carriers = over.carriers();
        List<DnsServer> all = new ArrayList<>();
        for (IntFunction<ServerAddress> server : servers) {
            all.add(new DnsServer(server.apply(over.defaultPort()), signing(time), time, carriers));
        }
        return new Dispatch(all, timeout == null ? DEFAULT_TIMEOUT : timeout);
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

    private B credentials(DnsCredentials credentials) {
        refuseSecond(this.credentials != null, "key");
        this.credentials = credentials;
        return self();
    }

    static void refuseSecond(boolean isSecond, String what) {
        if (isSecond) {
            throw new IllegalArgumentException("the " + what + " is given twice: give it once");
        }
    }
}
