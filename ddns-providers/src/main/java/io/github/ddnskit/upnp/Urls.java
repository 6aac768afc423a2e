package io.github.ddnskit.upnp;

import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Which URLs a router may send us to: plain http, on its own address, and nowhere else. */
final class Urls {

    private static final int LAST_PORT = 65_535;

    private Urls() {}

    /** {@return the URL if it is plain http at that address, with nothing hidden in it} */
    static Optional<URI> at(InetAddress address, String text) {
        try {
            return Optional.of(new URI(text.strip())).filter(url -> isAt(address, url));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** {@return what a description says, relative to where it was found, if it is at the same address} */
    static Optional<URI> at(InetAddress address, URI base, String text) {
        try {
            return text.isBlank()
                    ? Optional.empty()
                    : Optional.of(base.resolve(new URI(text.strip()))).filter(url -> isAt(address, url));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** {@return the address in the place of the host} */
    static Optional<InetAddress> address(URI url) {
        String host = url.getHost();
        try {
            return host == null
                    ? Optional.empty()
                    : Optional.of(IpLiteral.parse(host.startsWith("[") ? host.substring(1, host.length() - 1) : host));
        } catch (IllegalArgumentException aName) {
            return Optional.empty();
        }
    }

    private static boolean isAt(InetAddress address, URI url) {
        return "http".equalsIgnoreCase(url.getScheme())
                && address(url).filter(address::equals).isPresent()
                && url.getRawUserInfo() == null
                && url.getRawFragment() == null
                && url.getPort() != 0
                && url.getPort() <= LAST_PORT;
    }
}
