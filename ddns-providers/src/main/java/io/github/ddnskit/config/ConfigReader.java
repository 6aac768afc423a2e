package io.github.ddnskit.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.Host;
import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.policy.Verification;
import io.github.ddnskit.spi.ChangeSignal;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the whole of a configuration, from the text to the objects that it describes. */
final class ConfigReader {

    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
    private static final Duration STANDARD_INTERVAL = Duration.ofMinutes(5);
    private static final int MOST_LISTED = 20;
    static final List<String> CLASSES =
            Arrays.stream(AddressClass.values()).map(AddressClass::toString).toList();
    static final List<Field> GENERAL = Stream.concat(
                    Stream.of(
                            Field.optional("state", Field.Kind.PATH, "State file", "where to remember"),
                            Field.optional("interval", Field.Kind.DURATION, "Interval", "how often to look"),
                            Field.choices(
                                    "signals",
                                    "Signals",
                                    "what hints at a change between two looks",
                                    SignalReader.NAMES),
                            Field.choices(
                                    "allow", "Allow", "classes of addresses to publish beyond global ones", CLASSES)),
                    PolicyReader.FIELDS.stream())
            .toList();
    static final List<String> LISTS = List.of("sources", "updaters", "hosts");

    private final Catalog catalog;
    final Problems problems = new Problems();
    final SettingsReader settings;
    private final List<IpSource> sources = new ArrayList<>();
    final Map<String, Optional<DnsUpdater>> updaters = new LinkedHashMap<>();

    ConfigReader(Path folder, Catalog catalog) {
        this.catalog = catalog;
        this.settings = new SettingsReader(folder, problems);
    }

    DdnsConfig read(String text, String origin) throws ConfigException {
        List<Host> hosts = new ArrayList<>();
        Settings general = Settings.of(Map.of());
        JsonNode tree = JsonText.read(text, problems);
        if (tree instanceof ObjectNode root) {
            root.remove("$schema"); // for editors
            general = settings.read(root, "$", GENERAL, LISTS.toArray(String[]::new));
            array(root, "sources", this::source).ifPresent(sources::addAll);
            readUpdaters(root);
            array(root, "hosts", new HostReader(settings, problems, updaters)::read)
                    .ifPresent(hosts::addAll);
        } else if (tree != null) {
            problems.add("$", "must be an object, not " + SettingsReader.kind(tree));
        }
        Optional<Path> state = general.path("state").flatMap(this::state);
        Duration interval = interval(general);
        Set<AddressClass> allowed = EnumSet.noneOf(AddressClass.class);
        general.texts("allow").forEach(name -> allowed.add(AddressClass.parse(name)));
        PolicyReader policies = new PolicyReader(problems);
        UpdatePolicy policy = policies.policy(general);
        Verification verification = policies.verification(general);
        List<ChangeSignal> signals = new SignalReader(problems)
                .read(tree == null || !tree.has("signals"), general.texts("signals"), sources);
        List<DnsUpdater> made =
                updaters.values().stream().flatMap(Optional::stream).toList();
        if (!problems.isEmpty()) {
            DdnsConfig.closeAll(sources, made);
            throw problems.toException(origin);
        }
        return new DdnsConfig(state, interval, sources, signals, made, hosts, allowed, policy, verification);
    }

    <T> Optional<List<T>> array(ObjectNode root, String key, ElementReader<T> reader) {
        String path = Problems.member("$", key);
        JsonNode node = root.get(key);
        if (!(node instanceof ArrayNode array)) {
            problems.add(
                    path,
                    node == null
                            ? "is missing: an array of objects is needed"
                            : "must be an array of objects, not " + SettingsReader.kind(node));
            return Optional.empty();
        }
        if (array.isEmpty()) {
            problems.add(path, "is empty: at least one object is needed");
        }
        List<T> read = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            String element = Problems.element(path, i);
            if (array.get(i) instanceof ObjectNode object) {
                T value = reader.read(object, element);
                if (value != null) {
                    read.add(value);
                }
            } else {
                problems.add(element, "must be an object, not " + SettingsReader.kind(array.get(i)));
            }
        }
        return Optional.of(read);
    }

    private @Nullable IpSource source(ObjectNode object, String path) {
        return make(
                object,
                path,
                id -> catalog.source(id).map(found -> new Type<>(found.descriptor(), found::create)),
                catalog::sources);
    }

    void readUpdaters(ObjectNode root) {
        JsonNode node = root.get("updaters");
        if (!(node instanceof ObjectNode all)) {
            problems.add(
                    "$.updaters",
                    node == null
                            ? "is missing: an object is needed, with a name of yours for each updater"
                            : "must be an object with a name of yours for each updater, not "
                                    + SettingsReader.kind(node));
            return;
        }
        all.properties().forEach(entry -> {
            String path = Problems.member("$.updaters", entry.getKey());
            DnsUpdater made = null;
            if (entry.getValue() instanceof ObjectNode object) {
                made = make(
                        object,
                        path,
                        id -> catalog.updater(id).map(found -> new Type<>(found.descriptor(), found::create)),
                        catalog::updaters);
            } else {
                problems.add(path, "must be an object, not " + SettingsReader.kind(entry.getValue()));
            }
            updaters.put(entry.getKey(), Optional.ofNullable(made));
        });
    }

    /** What the catalogue knows about a type. */
    private record Type<T>(Descriptor descriptor, Function<Settings, T> factory) {}

    /** Makes what an object describes by its {@code type} and the fields of that type. */
    private <T> @Nullable T make(
            ObjectNode object,
            String path,
            Function<String, Optional<Type<T>>> find,
            Supplier<List<Descriptor>> known) {
        JsonNode named = object.get("type");
        Type<T> type = named == null || !named.isTextual()
                ? null
                : find.apply(named.textValue()).orElse(null);
        if (type == null) {
            List<String> ids = known.get().stream().map(Descriptor::id).toList();
            problems.add(
                    Problems.member(path, "type"),
                    (named == null ? "is missing: it must be one of " : "must be one of ") + listed(ids, named));
            return null;
        }
        List<Field> fields = type.descriptor().fields();
        int before = problems.count();
        Settings checked = settings.read(object, path, fields, "type");
        if (problems.count() > before) {
            return null;
        }
        try {
            return type.factory().apply(checked);
        } catch (IllegalArgumentException e) {
            // People confuse a name and its secret: what stands beside a secret is not quoted either.
            problems.addQuoting(path, Problems.masked(String.valueOf(e.getMessage()), besideSecrets(object, fields)));
        } catch (RuntimeException e) {
            problems.add(path, "made its factory fail: " + e.getClass().getName());
        }
        return null;
    }

    /** What is allowed, unless that is too much to read; no word of the file itself. */
    private static String listed(List<String> ids, @Nullable JsonNode wrong) {
        if (ids.isEmpty()) {
            return "(none is on the class path)";
        }
        String suggestion = Problems.suggestion(wrong == null ? "" : wrong.asText(), ids);
        return (ids.size() <= MOST_LISTED ? String.join(", ", ids) : "the " + ids.size() + " types in the catalogue")
                + (suggestion.isEmpty() ? "" : "; " + suggestion.strip());
    }

    private static List<String> besideSecrets(ObjectNode object, List<Field> fields) {
        List<String> texts = new ArrayList<>();
        boolean holdsSecret = fields.stream().anyMatch(field -> field.kind() == Field.Kind.SECRET);
        for (Field field : fields) {
            JsonNode node = object.path(field.name());
            if (field.kind() == Field.Kind.GROUP && node instanceof ObjectNode group) {
                texts.addAll(besideSecrets(group, field.fields()));
            } else if (holdsSecret && field.kind() == Field.Kind.TEXT) {
                texts.add(node.asText());
            }
        }
        return texts;
    }

    private Optional<Path> state(Path file) {
        Path normal = file.toAbsolutePath().normalize();
        if (normal.getParent() == null) {
            problems.add("$.state", "must be a path of a file");
            return Optional.empty();
        }
        return Optional.of(normal);
    }

    private Duration interval(Settings general) {
        Duration interval = general.duration("interval").orElse(STANDARD_INTERVAL);
        if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
            problems.add("$.interval", "must be at least a second, \"PT1S\"");
        }
        return interval;
    }

    /** Reads an object that stands in an array; null if that is not possible, which is then a problem already. */
    @FunctionalInterface
    interface ElementReader<T> {
        @Nullable
        T read(ObjectNode object, String path);
    }
}
