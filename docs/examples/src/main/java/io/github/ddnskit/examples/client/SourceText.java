package io.github.ddnskit.examples.client;

import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.IpSourceFactory;
import io.github.ddnskit.spi.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads an address source as it stands on a command line: a type of the catalogue alone, as in {@code nat-pmp}, or with the
 * first of its settings behind a colon, as in {@code interface:eth0}. All else is as it is by default.
 */
final class SourceText {

    private static final Set<Field.Kind> WRITABLE =
            Set.of(Field.Kind.TEXT, Field.Kind.TEXTS, Field.Kind.CHOICE, Field.Kind.PATH);

    private SourceText() {}

    /**
     * Makes a source.
     *
     * @throws IllegalArgumentException if it is none; the message says what would be one
     */
    static IpSource parse(String text) {
        int colon = text.indexOf(':');
        String type = colon < 0 ? text : text.substring(0, colon);
        Catalog catalog = Catalog.load();
        IpSourceFactory factory = catalog.source(type).orElseThrow(() -> unknown(text, catalog));
        Optional<Field> main = factory.descriptor().fields().stream()
                .filter(field -> WRITABLE.contains(field.kind()))
                .findFirst();
        if (colon < 0) {
            requireNothingElse(factory.descriptor(), main, "");
            return factory.create(Settings.of(Map.of()));
        }
        Field field = main.orElseThrow(
                () -> new IllegalArgumentException("\"" + type + "\" takes no setting here: write it without a colon"));
        requireNothingElse(factory.descriptor(), main, field.name());
        return factory.create(Settings.of(Map.of(field.name(), value(type, field, text.substring(colon + 1)))));
    }

    private static Object value(String type, Field field, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("nothing stands behind \"" + type + ":\": " + field.help());
        }
        return switch (field.kind()) {
            // commas are common in the arguments of a program, and blanks in nothing else
            case TEXTS -> List.of(type.equals("command") ? text.strip().split(" +", -1) : text.split(",", -1));
            case PATH -> path(text);
            default -> text;
        };
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("\"" + text + "\" cannot be a path", e);
        }
    }

    private static void requireNothingElse(Descriptor type, Optional<Field> main, String given) {
        for (Field field : type.fields()) {
            if (field.required() && !field.name().equals(given)) {
                throw new IllegalArgumentException("\"" + type.id() + "\" needs \"" + field.name() + "\", "
                        + (main.filter(field::equals).isPresent()
                                ? "which stands behind a colon: "
                                : "which fits in a file for --config only: ")
                        + field.help());
            }
        }
    }

    private static IllegalArgumentException unknown(String text, Catalog catalog) {
        return new IllegalArgumentException("\"" + text + "\" is not a source: write interface, interface:eth0,"
                + " stun:SERVER, http:URL or another of these types, with or without its first setting: "
                + catalog.sources().stream().map(Descriptor::id).collect(Collectors.joining(", ")));
    }
}
