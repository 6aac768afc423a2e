package io.github.ddnskit.ip;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Query;
import java.net.InetAddress;
import java.util.List;

/** Reads a text that is nothing but addresses, one on a line; blank lines do not count. */
final class AddressLines {

    /** The longest text that is read, in bytes. */
    static final int CAP = 1024;

    private AddressLines() {}

    /**
     * Reads the addresses of the family asked for. Others may stand there too; if only others do, the family is absent.
     *
     * @param what the origin of the text, to begin a message with
     */
    static Observation read(String text, String what, Query query, Provenance provenance) {
        List<InetAddress> all;
        try {
            all = text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .map(IpLiteral::parse)
                    .toList();
        } catch (IllegalArgumentException e) {
            return Observation.unknown(what + " holds something else than addresses: " + e.getMessage());
        }
        List<InetAddress> wanted = all.stream()
                .filter(address -> AddressFamily.of(address) == query.family())
                .toList();
        if (all.isEmpty()) {
            return Observation.unknown(what + " holds no address");
        }
        return wanted.isEmpty()
                ? Observation.absent(what + " holds no " + query.family() + " address")
                : Observation.found(wanted, provenance);
    }
}
