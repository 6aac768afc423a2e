package io.github.ddnskit.dyndns2;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/** The rows that come with the library, read once. */
final class DialectCatalog {

    static final String RESOURCE = "dialects.json";
    static final List<Dialect> ALL = read();

    private DialectCatalog() {}

    private static List<Dialect> read() {
        try (InputStream in = DialectCatalog.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            return DialectReader.all(new String(in.readAllBytes(), StandardCharsets.UTF_8)).stream()
                    .sorted(Comparator.comparing(Dialect::id))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
