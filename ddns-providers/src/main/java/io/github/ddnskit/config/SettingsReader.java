package io.github.ddnskit.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.Secret;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks JSON objects against the fields that describe them. Whatever is wrong becomes a problem and the rest is read on,
 * so that all errors are found. No message quotes a value: it may be a secret in the wrong place.
 */
final class SettingsReader {

    private static final String SECRET_FORMS = Field.Kind.SECRET.allowed();

    private final Path folder;
    private final Problems problems;

    /**
     * Creates a reader.
     *
     * @param folder what paths are relative to
     * @param problems takes what is wrong
     */
    SettingsReader(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /**
     * Reads an object. What is wrong in it is left out of the settings.
     *
     * @param others keys that are allowed too, and read by somebody else
     */
    Settings read(ObjectNode object, String path, List<Field> fields, String... others) {
        Set<String> allowed = new LinkedHashSet<>(List.of(others));
        fields.forEach(field -> allowed.add(field.name()));
        object.fieldNames().forEachRemaining(key -> {
            if (!allowed.contains(key)) {
                problems.unknownKey(path, key, allowed);
            }
        });
        Map<String, Object> values = new HashMap<>();
        for (Field field : fields) {
            JsonNode node = object.get(field.name());
            String member = Problems.member(path, field.name());
            if (node != null) {
                Object value = value(node, member, field);
                if (value != null) {
                    values.put(field.name(), value);
                }
            } else if (field.required()) {
                problems.add(member, "is missing: " + allowed(field) + " is needed, " + uncapitalized(field.help()));
            }
        }
        return Settings.of(values);
    }

    private @Nullable Object value(JsonNode node, String path, Field field) {
        return switch (field.kind()) {
            case TEXT -> node.isTextual() ? matching(node.textValue(), path, field) : wrong(node, path, field);
            case CHOICE ->
                node.isTextual() && field.choices().contains(node.textValue())
                        ? node.textValue()
                        : wrong(node, path, field);
            case NUMBER ->
                node.isIntegralNumber() && node.canConvertToLong()
                        ? (Object) node.longValue()
                        : wrong(node, path, field);
            case FLAG -> node.isBoolean() ? (Object) node.booleanValue() : wrong(node, path, field);
            case TEXTS -> node instanceof ArrayNode array ? texts(array, path, field) : wrong(node, path, field);
            case DURATION -> node.isTextual() ? duration(node, path, field) : wrong(node, path, field);
            case PATH -> node.isTextual() ? path(node.textValue(), path) : wrong(node, path, field);
            case GROUP ->
                node instanceof ObjectNode group ? read(group, path, field.fields()) : wrong(node, path, field);
            case SECRET -> matching(secret(node, path), path, field);
        };
    }

    private @Nullable List<String> texts(ArrayNode array, String path, Field field) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            String element = Problems.element(path, i);
            String text = array.get(i).textValue();
            if (text == null) {
                problems.add(element, "must be a string, not " + kind(array.get(i)));
            } else if (!field.choices().isEmpty() && !field.choices().contains(text)) {
                problems.add(element, "must be one of " + String.join(", ", field.choices()));
            } else if (matching(text, element, field) != null) {
                texts.add(text);
            }
        }
        return texts.size() == array.size() ? texts : null;
    }

    private @Nullable String matching(String text, String path, Field field) {
        if (field.pattern() == null || text.matches(field.pattern())) {
            return text;
        }
        problems.add(path, "must match " + field.pattern() + ": " + uncapitalized(field.help()));
        return null;
    }

    private @Nullable Secret matching(@Nullable Secret secret, String path, Field field) {
        return secret == null || matching(secret.reveal(), path, field) == null ? null : secret;
    }

    private @Nullable Object duration(JsonNode node, String path, Field field) {
        try {
            return Duration.parse(node.textValue());
        } catch (DateTimeException | ArithmeticException e) {
            return wrong(node, path, field);
        }
    }

    private @Nullable Path path(String text, String path) {
        try {
            if (!text.isEmpty()) {
                return folder.resolve(text);
            }
        } catch (InvalidPathException e) {
            // said below
        }
        problems.add(path, "must be a path of a file, relative to the folder of this configuration or absolute");
        return null;
    }

    private @Nullable Secret secret(JsonNode node, String path) {
        remember(node);
        if (node.isTextual()) {
            if (!node.textValue().isEmpty()) {
                return Secret.of(node.textValue());
            }
            problems.add(path, "is empty: " + SECRET_FORMS + " is needed");
            return null;
        }
        if (node.size() == 1 && node.path("env").isTextual()) {
            return readable(
                    Secret.fromEnv(node.path("env").textValue()),
                    path + ".env",
                    "there is no such environment variable, or it is empty");
        }
        if (node.size() == 1 && node.path("file").isTextual()) {
            Path file = path(node.path("file").textValue(), path + ".file");
            return file == null
                    ? null
                    : readable(
                            Secret.fromFile(file),
                            path + ".file",
                            "there is no such file, or it is empty or unreadable");
        }
        problems.add(path, "must be " + SECRET_FORMS + ", not " + kind(node));
        return null;
    }

    /** The secret, if it can be read now. */
    private @Nullable Secret readable(Secret secret, String path, String otherwise) {
        try {
            problems.secret(secret.reveal());
            return secret;
        } catch (IllegalStateException e) {
            // The exception stays out: it names the place, where people put the secret itself by mistake.
            problems.add(path, otherwise);
            return null;
        }
    }

    /** Whatever text stands where a secret belongs is treated as one. */
    private void remember(JsonNode node) {
        if (node.isTextual()) {
            problems.secret(node.textValue());
        } else if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(key -> {
                if (!key.equals("env") && !key.equals("file")) {
                    problems.secret(key);
                }
            });
        }
        node.forEach(this::remember);
    }

    private @Nullable Object wrong(JsonNode node, String path, Field field) {
        boolean sameType = node.isTextual()
                && switch (field.kind()) {
                    case TEXT, CHOICE, DURATION, SECRET, PATH -> true;
                    default -> false;
                };
        problems.add(path, "must be " + allowed(field) + (sameType ? "" : ", not " + kind(node)));
        return null;
    }

    private static String allowed(Field field) {
        return field.kind() == Field.Kind.CHOICE
                ? "one of " + String.join(", ", field.choices())
                : field.kind().allowed();
    }

    private static String uncapitalized(String sentence) {
        return sentence.isEmpty() ? "" : sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
    }

    /** What a value is, in words. */
    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case STRING -> "a string";
            case NUMBER -> node.isIntegralNumber() ? "a whole number of that size" : "a fraction";
            case BOOLEAN -> node.booleanValue() ? "true" : "false";
            default -> "null";
        };
    }
}
