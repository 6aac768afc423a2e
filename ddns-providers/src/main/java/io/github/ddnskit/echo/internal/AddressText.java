package io.github.ddnskit.echo.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/**
 * Reads a text that must be one address and nothing else. It comes from the network: no message repeats it. Stateless and
 * thread-safe.
 */
public final class AddressText {

    /** How a page begins that stands where an address should. */
    private static final List<String> MARKUP = List.of("<", "\uFEFF<");

    private AddressText() {}

    /**
     * Reads an address.
     *
     * @param text the text; a line break at its end does not count
     * @param who who said it, to begin a message with
     * @param family the family asked for
     * @param provenance where it comes from
     * @return the address, or {@link Observation.Unknown} for anything else
     */
    public static Observation read(String text, String who, AddressFamily family, Provenance provenance) {
        String line = withoutLineBreak(text);
        if (line.isBlank()) {
            return Observation.unknown(who + " answered with nothing");
        }
        if (MARKUP.stream().anyMatch(line.stripLeading()::startsWith)) {
            return CaptivePortal.instead(who + " answered with a page instead of an address");
        }
        InetAddress address;
        try {
            address = IpLiteral.parse(line);
        } catch (IllegalArgumentException e) {
            return Observation.unknown(who + " answered with "
                    + (line.toLowerCase(Locale.ROOT).startsWith("::ffff:")
                            ? "an IPv4-mapped IPv6 address"
                            : "something else than one address"));
        }
        if (AddressFamily.of(address) != family) {
            return Observation.unknown(who + " answered with an address that is not " + family);
        }
        if (address.isAnyLocalAddress()) {
            return Observation.unknown(who + " answered with " + IpLiteral.format(address) + ", which is no address");
        }
        return Observation.found(List.of(address), provenance);
    }

    private static String withoutLineBreak(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
