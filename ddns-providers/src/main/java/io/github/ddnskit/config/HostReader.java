package io.github.ddnskit.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Settings;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the hosts of a configuration, once its updaters are known. */
final class HostReader {

    static final List<Field> FIELDS = List.of(
            Field.required("name", Field.Kind.TEXT, "Name", "the name to keep right, such as \"home.example.org\""),
            Field.required("updater", Field.Kind.TEXT, "Updater", "the name of one of the updaters"),
            Field.choices("families", "Families", "ipv4, ipv6 or both", List.of("ipv4", "ipv6")),
            Field.optional("ttl", Field.Kind.NUMBER, "TTL", "time to live in seconds"),
            Field.optional("wildcard", Field.Kind.FLAG, "Wildcard", "whether all names below it are the same"),
            Field.optional("mx", Field.Kind.TEXT, "MX", "the host that takes its mail"));

    private final SettingsReader reader;
    private final Problems problems;
    private final Map<String, Optional<DnsUpdater>> updaters;
    private final Map<Hostname, String> seen = new HashMap<>();

    /**
     * Creates a reader.
     *
     * @param updaters by name; without a value if something is wrong with it, which was said already
     */
    HostReader(SettingsReader reader, Problems problems, Map<String, Optional<DnsUpdater>> updaters) {
        this.reader = reader;
        this.problems = problems;
        this.updaters = updaters;
    }

    @Nullable
    Host read(ObjectNode object, String path) {
        Settings settings = reader.read(object, path, FIELDS);
        Optional<Hostname> name = settings.text("name").flatMap(text -> hostname(text, path + ".name"));
        name.ifPresent(found -> {
            String other = seen.putIfAbsent(found, path);
            if (other != null) {
                problems.add(path + ".name", "is the same as " + other + ".name: one updater publishes a name");
            }
        });
        Optional<DnsUpdater> updater = settings.text("updater").flatMap(named -> updater(named, path + ".updater"));
        Optional<Hostname> mx = settings.text("mx").flatMap(text -> hostname(text, path + ".mx"));
        RecordOptions options = new RecordOptions(
                ttl(settings, path + ".ttl"), settings.flag("wildcard").orElse(false), mx.orElse(null));
        Optional<Set<AddressFamily>> families = families(object, settings, path + ".families");
        if (name.isEmpty() || updater.isEmpty()) {
            return null;
        }
        Set<AddressFamily> wanted =
                families.orElseGet(() -> updater.get().capabilities().families());
        if (wanted.isEmpty()) {
            return null;
        }
        try {
            return new Host(name.get(), updater.get(), wanted, options);
        } catch (IllegalArgumentException e) {
            problems.addQuoting(path + ".families", String.valueOf(e.getMessage()));
            return null;
        }
    }

    private Optional<Hostname> hostname(String text, String path) {
        try {
            return Optional.of(Hostname.of(text));
        } catch (IllegalArgumentException e) {
            problems.addQuoting(path, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<DnsUpdater> updater(String name, String path) {
        Optional<DnsUpdater> updater = updaters.get(name);
        if (updater == null) {
            problems.add(
                    path,
                    updaters.isEmpty()
                            ? "must be the name of an updater, and there is none in $.updaters"
                            : "must be the name of an updater: " + String.join(", ", updaters.keySet()));
            return Optional.empty();
        }
        return updater;
    }

    private @Nullable Duration ttl(Settings settings, String path) {
        Optional<Long> seconds = settings.number("ttl");
        if (seconds.isPresent() && (seconds.get() < 0 || seconds.get() > Integer.MAX_VALUE)) {
            problems.add(path, "must be 0 to " + Integer.MAX_VALUE + " seconds (RFC 2181 section 8)");
            return null;
        }
        return seconds.map(Duration::ofSeconds).orElse(null);
    }

    /** The families asked for, none of them if something is wrong with the list, and nothing if there is no list. */
    private Optional<Set<AddressFamily>> families(ObjectNode object, Settings settings, String path) {
        if (!object.has("families")) {
            return Optional.empty();
        }
        List<String> names = settings.texts("families");
        Set<AddressFamily> families = EnumSet.noneOf(AddressFamily.class);
        if (object.get("families").isEmpty() && object.get("families").isArray()) {
            problems.add(path, "is empty: name ipv4, ipv6 or both");
        }
        for (int i = 0; i < names.size(); i++) {
            if (!families.add(AddressFamily.parse(names.get(i)))) {
                problems.add(Problems.element(path, i), "stands there twice");
            }
        }
        return Optional.of(families);
    }
}
