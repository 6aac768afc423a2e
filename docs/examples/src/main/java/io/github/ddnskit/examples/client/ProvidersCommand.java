package io.github.ddnskit.examples.client;

import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.config.CatalogJson;
import io.github.ddnskit.config.ConfigSchema;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Field;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ddns providers}: what a configuration can name. */
@Command(
        name = "providers",
        description = "Lists the types of updaters and sources that a configuration can name, or describes one.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ProvidersCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The type to describe.")
    private @Nullable String id;

    @Option(names = "--json", description = "Print JSON, with all that a settings form needs.")
    private boolean json;

    @Option(names = "--schema", description = "Print the JSON Schema of configuration files.")
    private boolean schema;

    @Option(names = "--lang", paramLabel = "TAG", description = "The language of the texts, such as ja.")
    private String language = "en";

    @Override
    public Integer call() {
        common.startLogging();
        if (schema && (json || id != null)) {
            throw wrong("--schema goes alone, or with --lang");
        }
        Catalog catalog = Catalog.load().in(Locale.forLanguageTag(language));
        PrintWriter out = spec.commandLine().getOut();
        List<Descriptor> found = Stream.concat(catalog.updaters().stream(), catalog.sources().stream())
                .filter(this::wanted)
                .toList();
        if (found.isEmpty()) {
            throw wrong("there is no type \"" + id + "\"; ddns providers lists all");
        }
        if (schema) {
            out.print(ConfigSchema.of(catalog));
        } else if (json) {
            out.println(CatalogJson.of(catalog, this::wanted));
        } else if (id != null) {
            found.forEach(type -> describe(type, out));
        } else {
            out.println("UPDATERS");
            catalog.updaters().forEach(type -> out.println(line(type)));
            out.println("SOURCES");
            catalog.sources().forEach(type -> out.println(line(type)));
        }
        out.flush();
        return Main.OK;
    }

    private boolean wanted(Descriptor type) {
        return id == null || type.id().equals(id);
    }

    private static String line(Descriptor type) {
        return "  %-20s %s".formatted(type.id(), type.displayName())
                + (type.ended() == null ? "" : ": " + type.ended());
    }

    private static void describe(Descriptor type, PrintWriter out) {
        out.println(type.id() + ": " + type.displayName());
        if (type.ended() != null) {
            out.println(type.ended());
        }
        if (!type.notes().isEmpty()) {
            out.println(type.notes());
        }
        Stream.of(type.homePage(), type.documentation()).distinct().forEach(out::println);
        type.fields().forEach(field -> describe(field, "", out));
    }

    private static void describe(Field field, String group, PrintWriter out) {
        out.println();
        out.println(group + field.name() + (field.required() ? " (required)" : "") + ": " + allowed(field));
        out.println("  " + field.label() + ": " + field.help());
        field.fields().forEach(inner -> describe(inner, group + field.name() + ".", out));
    }

    private static String allowed(Field field) {
        if (field.kind() == Field.Kind.CHOICE) {
            return String.join(", ", field.choices());
        }
        return field.kind().allowed()
                + (field.choices().isEmpty() ? "" : " out of " + String.join(", ", field.choices()))
                + (field.pattern() == null ? "" : " that matches " + field.pattern());
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
