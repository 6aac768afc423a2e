package io.github.ddnskit.rfc2136;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.rfc2136.internal.Destinations;
import io.github.ddnskit.rfc2136.internal.Leases;
import io.github.ddnskit.rfc2136.internal.Manner;
import io.github.ddnskit.rfc2136.internal.Resolvers;
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
 * <p>If no server is given, servers are looked for when there is something to send (RFC 2136 section 4): the zone by its SOA
 * record, then the primary server that this names, then those of the NS records. Those that have no authority for the zone
 * are left out. What was found serves for an hour, or until an update fails.
 *
 * @param <B> the builder itself
 */
public abstract sealed class DnsClientBuilder<B extends DnsClientBuilder<B>>
        permits DnsUpdateClient.Builder, Rfc2136Updater.Builder {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MAX_TIMEOUT = Duration.ofHours(1);
    private static final int MAX_PORT = 65_535;

    private final List<IntFunction<ServerAddress>> servers = new ArrayList<>(); // of the port, if none is given
    private final List<ServerAddress> resolvers = new ArrayList<>();
    private @Nullable Integer port;
    private @Nullable Hostname zone;
    private @Nullable DnsCredentials credentials;
    private boolean followsServerClock;
    private @Nullable DnsTransport transport;
    private @Nullable Carriers carriers;
    private @Nullable Duration timeout;
    private @Nullable Clock clock;

    DnsClientBuilder() {}

    /**
     * A name server of the zone, the primary first; servers are looked for if none is given. If it is called more than once,
     * the servers are tried in that order until one takes the update (RFC 2136 section 4). The name is resolved anew for each
     * update.
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
     * A resolver to find servers with; those of the system if none is given. Further ones are asked if it does not answer.
     *
     * @param resolver its name or address, with {@code :port} unless it is 53
     * @return this
     * @throws IllegalArgumentException if it is not the address of a server
     */
    public B resolver(String resolver) {
        resolvers.add(ServerAddress.parse(resolver));
        return self();
    }

    /**
     * Where servers listen that are looked for; at port 53, or 853 over TLS, if it is not given. Another one helps in
     * laboratories only, since DNS tells none.
     *
     * @param port 1 to 65535
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public B port(int port) {
        refuseSecond(this.port != null, "port");
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("a port is 1 to " + MAX_PORT + ", not " + port);
        }
        this.port = port;
        return self();
    }

    /**
     * The zone to update. If it is not given, the server is asked for it each time, or a resolver if there is no server.
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

    /** The ways to the servers, in the place of those of a transport. */
    B over(Carriers carriers) {
        this.carriers = carriers;
        return self();
    }

    abstract B self();

    @Nullable
    Hostname zoneGiven() {
        return zone;
    }

    /** Where to send, and how; the connections are its own. */
    Destinations destinations(@Nullable Leases leases) {
        Clock time = clock == null ? Clock.systemUTC() : clock;
        DnsTransport over = transport == null ? DnsTransport.udp() : transport;
        Duration patience = timeout == null ? DEFAULT_TIMEOUT : timeout;
        refuseUnusableKey();
        Manner manner =
                new Manner(() -> signing(time), time, carriers == null ? over.carriers() : carriers, patience, leases);
        if (!servers.isEmpty()) {
            if (!resolvers.isEmpty() || port != null) {
                throw new IllegalArgumentException(
                        "a resolver, or the port of servers that are found, is for nothing where the server is given");
            }
            return Destinations.given(
                    servers.stream()
                            .map(server -> server.apply(over.defaultPort()))
                            .toList(),
                    manner);
        }
        if (!over.knowsWhomToTrust()) {
            throw new IllegalArgumentException(
                    "over TLS, a server that is looked for can be anybody's: give the server, or"
                            + " the name in its certificate, or a pin of its key");
        }
        return Destinations.sought(Resolvers.of(resolvers), port == null ? over.defaultPort() : port, manner);
    }

    private @Nullable Signing signing(Clock time) {
        if (credentials instanceof TsigKey key) {
            return new TsigSigning(key, time, followsServerClock);
        }
        return credentials == null ? null : Signing.with(credentials, time);
    }

    private void refuseUnusableKey() {
        if (credentials instanceof TsigKey key) {
            try {
                key.octets();
            } catch (IllegalStateException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        } else if (followsServerClock) {
            throw new IllegalArgumentException("only what a TSIG key signs can follow the clock of the server");
        }
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
