package io.github.ddnskit.rfc2136;

import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.transport.Carriers;
import io.github.ddnskit.rfc2136.transport.LocalEnd;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * How messages get to a name server: over what, and from where. Immutable and thread-safe.
 *
 * <p>Over TCP and TLS, many requests share one connection and are answered in any order (RFC 7766). It is opened when it is
 * needed, and closed when it has been idle for four seconds.
 */
public final class DnsTransport {

    private static final int DNS_PORT = 53;
    private static final int DNS_OVER_TLS_PORT = 853;

    private enum Protocol {
        UDP,
        TCP,
        TLS
    }

    private final Protocol protocol;
    private final @Nullable TlsSettings tls;
    private final LocalEnd from;

    private DnsTransport(Protocol protocol, @Nullable TlsSettings tls, LocalEnd from) {
        this.protocol = protocol;
        this.tls = tls;
        this.from = from;
    }

    /** {@return UDP, repeated after 1, 2, 4, ... seconds, and TCP for what does not fit into a datagram of 1232 octets} */
    public static DnsTransport udp() {
        return new DnsTransport(Protocol.UDP, null, LocalEnd.ANY);
    }

    /** {@return TCP for everything} */
    public static DnsTransport tcp() {
        return new DnsTransport(Protocol.TCP, null, LocalEnd.ANY);
    }

    /**
     * TLS for everything, by the strict profile of RFC 7858 and RFC 8310: a server that does not prove who it is gets no
     * question. The port is 853 unless one is given.
     *
     * @param settings how the server, and perhaps the client, proves who it is
     * @return the transport
     */
    public static DnsTransport tls(TlsSettings settings) {
        return new DnsTransport(Protocol.TLS, settings, LocalEnd.ANY);
    }

    /**
     * The same, from a local address.
     *
     * @param address one of this machine's; servers of the other family cannot be reached from it
     * @return a copy with it
     */
    public DnsTransport from(InetAddress address) {
        return new DnsTransport(protocol, tls, new LocalEnd(address, null));
    }

    /**
     * The same, from the addresses of a network interface, which are read anew for each connection. It chooses the source
     * address; which way packets take is up to the routes of the system.
     *
     * @param name its name, such as {@code eth0}
     * @return a copy with it
     */
    public DnsTransport fromInterface(String name) {
        return new DnsTransport(protocol, tls, new LocalEnd(null, name));
    }

    /** The port of a server that is given without. */
    int defaultPort() {
        return protocol == Protocol.TLS ? DNS_OVER_TLS_PORT : DNS_PORT;
    }

    /** Whether a server has proved who it is before it says anything. */
    boolean isAuthenticated() {
        return protocol == Protocol.TLS;
    }

    /** Whether it takes no server for the right one that anybody else can set up. */
    boolean knowsWhomToTrust() {
        return tls == null || tls.namesServer();
    }

    /** The ways to servers, with connections of their own. */
    Carriers carriers() {
        TlsSettings settings = tls;
        if (settings != null) {
            return Carriers.tls(from, settings::engine);
        }
        return protocol == Protocol.UDP ? Carriers.datagramsFirst(from) : Carriers.streams(from);
    }

    /** {@return such as {@code TLS from 192.0.2.1}} */
    @Override
    public String toString() {
        InetAddress address = from.address();
        String where = address != null ? IpLiteral.format(address) : from.device();
        return where == null ? protocol.toString() : protocol + " from " + where;
    }
}
