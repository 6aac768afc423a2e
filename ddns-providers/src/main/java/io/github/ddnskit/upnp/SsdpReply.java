package io.github.ddnskit.upnp;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the reply to a search (UPnP Device Architecture 2.0, section 1.3.3). */
final class SsdpReply {

    /** The longest reply that is read. */
    static final int LONGEST = 4096;

    /** What is searched, in front of the version. */
    static final String INTERNET_GATEWAY = "urn:schemas-upnp-org:device:InternetGatewayDevice:";

    private SsdpReply() {}

    /**
     * Where the description of an internet gateway is.
     *
     * @param datagram what came
     * @param length how much of it
     * @param from who sent it
     * @return a URL at the address of who sent it; empty if this is no such reply
     */
    static Optional<URI> location(byte[] datagram, int length, InetAddress from) {
        List<String> lines = new String(datagram, 0, length, StandardCharsets.ISO_8859_1)
                .lines()
                .takeWhile(line -> !line.isEmpty())
                .toList();
        if (lines.isEmpty() || !lines.get(0).matches("HTTP/1\\.[01] 200( .*)?")) {
            return Optional.empty();
        }
        List<String> targets = values(lines, "st");
        List<String> locations = values(lines, "location");
        boolean gateway = targets.size() == 1 && targets.get(0).startsWith(INTERNET_GATEWAY);
        return gateway && locations.size() == 1 ? Urls.at(from, locations.get(0)) : Optional.empty();
    }

    private static List<String> values(List<String> lines, String name) {
        return lines.stream()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }
}
