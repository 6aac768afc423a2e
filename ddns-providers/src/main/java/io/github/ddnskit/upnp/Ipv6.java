package io.github.ddnskit.upnp;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.echo.internal.AddressText;
import io.github.ddnskit.ip.InterfaceIdentifier;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.ip.Prefix;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which IPv6 address is meant, and how a FRITZ!Box is asked for it.
 *
 * @see <a href="https://fritz.support/resources/TR-064_IGD1.pdf">AVM's description of its Internet gateway device</a>
 */
sealed interface Ipv6 {

    Observation ask(
            Router router, WanService service, Provenance provenance, @Nullable InetAddress from, Deadline deadline)
            throws IOException, InterruptedException;

    /** The router's own. */
    record OfRouter() implements Ipv6 {
        @Override
        public Observation ask(
                Router router, WanService service, Provenance provenance, @Nullable InetAddress from, Deadline deadline)
                throws IOException, InterruptedException {
            Map<String, String> reply = router.call(service, "X_AVM_DE_GetExternalIPv6Address", from, deadline);
            String text = reply.getOrDefault("NewExternalIPv6Address", "");
            return isNone(text)
                    ? none(service, "outer IPv6 address")
                    : AddressText.read(text, who(service), AddressFamily.IPV6, provenance);
        }
    }

    /** The delegated prefix with an end that stays. */
    record OfPrefix(InterfaceIdentifier identifier) implements Ipv6 {

        @Override
        public Observation ask(
                Router router, WanService service, Provenance provenance, @Nullable InetAddress from, Deadline deadline)
                throws IOException, InterruptedException {
            Map<String, String> reply = router.call(service, "X_AVM_DE_GetIPv6Prefix", from, deadline);
            String text = reply.getOrDefault("NewIPv6Prefix", "");
            String length = reply.getOrDefault("NewPrefixLength", "");
            int slash = text.indexOf('/'); // some versions write it into the prefix too
            String prefix = slash < 0 ? text : text.substring(0, slash);
            if (isNone(prefix)) {
                return none(service, "IPv6 prefix");
            }
            if (!length.matches("[0-9]{1,2}") || Integer.parseInt(length) < 1 || Integer.parseInt(length) > 64) {
                return Observation.unknown(who(service) + " told a prefix of a length that none has");
            }
            return AddressText.read(prefix, who(service), AddressFamily.IPV6, provenance)
                            instanceof Observation.Found found
                    ? composed(found.addresses().iterator().next(), Integer.parseInt(length), provenance, who(service))
                    : Observation.unknown(who(service) + " told a prefix that is none");
        }

        private Observation composed(InetAddress prefix, int length, Provenance provenance, String who) {
            if (length > identifier.longestPrefix()) {
                return Observation.unknown(
                        "the suffix " + identifier + " does not fit behind the /" + length + " that the router has");
            }
            try {
                return Observation.found(
                        List.of(identifier.behind(new Prefix(prefix, length).address(), length)), provenance);
            } catch (IllegalArgumentException e) {
                return Observation.unknown(who + " told a prefix that is longer than it says");
            }
        }
    }

    private static boolean isNone(String text) {
        return text.isEmpty() || text.equals("::");
    }

    private static Observation none(WanService service, String what) {
        return Observation.unknown(who(service) + " has no " + what + ": it has no IPv6, or does not tell");
    }

    private static String who(WanService service) {
        return "the router " + IpLiteral.format(service.router());
    }
}
