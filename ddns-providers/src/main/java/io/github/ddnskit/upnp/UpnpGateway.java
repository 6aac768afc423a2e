package io.github.ddnskit.upnp;

import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says which router is meant, and how it is found. Immutable and thread-safe. */
public final class UpnpGateway {

    private static final int SSDP_PORT = 1900;

    private final @Nullable InetAddress address;
    private final int ssdpPort;
    private final @Nullable URI description;
    private final @Nullable String networkInterface;

    private UpnpGateway(
            @Nullable InetAddress address, int ssdpPort, @Nullable URI description, @Nullable String networkInterface) {
        this.address = address;
        this.ssdpPort = ssdpPort;
        this.description = description;
        this.networkInterface = networkInterface;
    }

    /**
     * The default gateway of this machine, searched by SSDP. Where the system does not tell which that is, as elsewhere
     * than on Linux, any device on the local network that calls itself an internet gateway.
     *
     * @return the gateway
     */
    public static UpnpGateway discovered() {
        return new UpnpGateway(null, SSDP_PORT, null, null);
    }

    /**
     * The default gateway on one interface, searched by SSDP there.
     *
     * @param networkInterface such as {@code eth0}
     * @return the gateway
     */
    public static UpnpGateway discoveredOn(String networkInterface) {
        return new UpnpGateway(null, SSDP_PORT, null, networkInterface);
    }

    /**
     * A router by its address; SSDP asks it alone.
     *
     * @param address such as {@code 192.168.1.1}
     * @return the gateway
     * @throws IllegalArgumentException if it is not an address
     */
    public static UpnpGateway at(String address) {
        return at(address, SSDP_PORT);
    }

    /**
     * A router by its address, whose SSDP is at another port.
     *
     * @param address such as {@code 192.168.1.1}
     * @param ssdpPort the port, 1900 by the standard
     * @return the gateway
     * @throws IllegalArgumentException if it is not an address
     */
    public static UpnpGateway at(String address, int ssdpPort) {
        return new UpnpGateway(IpLiteral.parse(address), ssdpPort, null, null);
    }

    /**
     * A router by the URL of its description; nothing is searched.
     *
     * @param url such as {@code http://192.168.178.1:49000/igddesc.xml}
     * @return the gateway
     * @throws IllegalArgumentException if it is not plain http, or has a name, which others can take over, for the address
     */
    public static UpnpGateway described(String url) {
        URI uri = URI.create(url);
        InetAddress address = Urls.address(uri)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the URL of a router holds its address, such as http://192.168.178.1:49000/igddesc.xml: a name"
                                + " can be taken over"));
        return new UpnpGateway(
                address,
                SSDP_PORT,
                Urls.at(address, url)
                        .orElseThrow(() -> new IllegalArgumentException("UPnP is plain http: write http://...")),
                null);
    }

    Optional<InetAddress> address() {
        return Optional.ofNullable(address);
    }

    int ssdpPort() {
        return ssdpPort;
    }

    Optional<URI> description() {
        return Optional.ofNullable(description);
    }

    Optional<String> networkInterface() {
        return Optional.ofNullable(networkInterface);
    }

    /** {@return what distinguishes it in the id of a source: address or interface, or nothing} */
    @Override
    public String toString() {
        return address != null ? IpLiteral.format(address) : networkInterface == null ? "" : networkInterface;
    }
}
