package io.github.ddnskit.examples.catalog;

import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Field;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The tables of the guide's page about providers, as the catalogue has them. */
final class ProvidersPage {

    private static final String BEGIN = "<!-- begin of the generated tables -->\n";
    private static final String END = "<!-- end of the generated tables -->\n";

    private ProvidersPage() {}

    /** The page with its tables replaced. */
    static String withTables(String page, Catalog catalog) {
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        if (begin < BEGIN.length() || end < begin) {
            throw new IllegalStateException("the page has lost the comments around its tables");
        }
        return page.substring(0, begin) + "\n" + tables(catalog) + "\n" + page.substring(end);
    }

    private static String tables(Catalog catalog) {
        Predicate<Descriptor> lives = type -> type.ended() == null;
        List<Descriptor> living = catalog.updaters().stream().filter(lives).toList();
        List<Descriptor> ended =
                catalog.updaters().stream().filter(lives.negate()).toList();
        return "## Updaters\n\n" + keys(living)
                + (ended.isEmpty() ? "" : "\n## Services that have ended\n\n" + ends(ended))
                + "\n## Sources\n\n"
                + keys(catalog.sources());
    }

    private static String keys(List<Descriptor> types) {
        return "| `type` | what it is | keys |\n|---|---|---|\n"
                + types.stream()
                        .map(type -> "| `" + type.id() + "` | [" + cell(type.displayName()) + "]("
                                + type.documentation() + ")" + (type.notes().isEmpty() ? "" : ". " + cell(type.notes()))
                                + " | " + keysOf(type.fields()) + " |\n")
                        .collect(Collectors.joining());
    }

    private static String keysOf(List<Field> fields) {
        return fields.stream()
                .map(field -> (field.required() ? "**`" + field.name() + "`**" : "`" + field.name() + "`")
                        + (field.fields().isEmpty() ? "" : " (" + keysOf(field.fields()) + ")"))
                .collect(Collectors.joining(", "));
    }

    private static String ends(List<Descriptor> types) {
        return "| `type` | what it was | what happened |\n|---|---|---|\n"
                + types.stream()
                        .map(type -> "| `" + type.id() + "` | " + cell(type.displayName()) + " | "
                                + cell(String.valueOf(type.ended())) + " |\n")
                        .collect(Collectors.joining());
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
