package io.github.ddnskit.testkit.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ZoneTransferException;
import org.xbill.DNS.ZoneTransferIn;

/** Reads a whole zone from a server. */
final class Transfer {

    private Transfer() {}

    /** The records of a zone, each once, sorted. */
    static List<String> of(int port, String zone) {
        try {
            ZoneTransferIn transfer = ZoneTransferIn.newAXFR(Name.fromString(zone, Name.root), "127.0.0.1", port, null);
            transfer.run();
            return transfer.getAXFR().stream()
                    .map(Record::toString)
                    .map(line -> line.replaceAll("\\s+", " "))
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ZoneTransferException e) {
            throw new IllegalStateException("no transfer of " + zone, e);
        }
    }
}
