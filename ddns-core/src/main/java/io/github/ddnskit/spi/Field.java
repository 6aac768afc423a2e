package io.github.ddnskit.spi;

import io.github.ddnskit.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One field of a settings form: enough to draw it, and to check what was entered. Immutable and thread-safe.
 *
 * @param name the key in a configuration file
 * @param kind what it takes
 * @param required whether it must be there
 * @param label what to write beside it, in English
 * @param help one sentence, in English
 * @param choices the texts allowed, for {@link Kind#CHOICE}; empty otherwise
 * @param fields the fields inside, for {@link Kind#GROUP}; empty otherwise
 */
public record Field(
        String name, Kind kind, boolean required, String label, String help, List<String> choices, List<Field> fields) {

    /** What a field takes. */
    public enum Kind {
        /** A line of text: a JSON string. */
        TEXT(String.class, "a string"),
        /** A list of lines: a JSON array of strings. */
        TEXTS(List.class, "an array of strings"),
        /** One of the field's choices: a JSON string. */
        CHOICE(String.class, "one of its choices"),
        /** A whole number: a JSON integer. */
        NUMBER(Long.class, "a whole number"),
        /** Yes or no: a JSON boolean. */
        FLAG(Boolean.class, "true or false"),
        /** A time span: a JSON string in ISO 8601 form, such as {@code PT5M}. */
        DURATION(Duration.class, "a duration such as \"PT5M\""),
        /** A password, token or key: a JSON string, or an object with {@code env} or {@code file}. */
        SECRET(Secret.class, "a string, {\"env\": NAME} or {\"file\": PATH}"),
        /** A file: a JSON string, relative to the folder of the configuration file. */
        PATH(Path.class, "a path"),
        /** A group of fields: a JSON object. */
        GROUP(Settings.class, "an object");

        private final Class<?> type;
        private final String allowed;

        Kind(Class<?> type, String allowed) {
            this.type = type;
            this.allowed = allowed;
        }

        /** {@return the class of the values in {@link Settings}} */
        public Class<?> type() {
            return type;
        }

        /** {@return what is allowed there, in words} */
        public String allowed() {
            return allowed;
        }
    }

    /**
     * Copies the lists.
     *
     * @param name the key in a configuration file
     * @param kind what it takes
     * @param required whether it must be there
     * @param label what to write beside it, in English
     * @param help one sentence, in English
     * @param choices the texts allowed, for {@link Kind#CHOICE}; empty otherwise
     * @param fields the fields inside, for {@link Kind#GROUP}; empty otherwise
     */
    public Field {
        choices = List.copyOf(choices);
        fields = List.copyOf(fields);
    }

    /**
     * A field that may be left out.
     *
     * @param name the key in a configuration file
     * @param kind what it takes, neither a choice nor a group
     * @param label what to write beside it
     * @param help one sentence
     * @return the field
     */
    public static Field optional(String name, Kind kind, String label, String help) {
        return new Field(name, kind, false, label, help, List.of(), List.of());
    }

    /**
     * A field that must be there.
     *
     * @param name the key in a configuration file
     * @param kind what it takes, neither a choice nor a group
     * @param label what to write beside it
     * @param help one sentence
     * @return the field
     */
    public static Field required(String name, Kind kind, String label, String help) {
        return new Field(name, kind, true, label, help, List.of(), List.of());
    }

    /**
     * A choice that may be left out.
     *
     * @param name the key in a configuration file
     * @param label what to write beside it
     * @param help one sentence
     * @param choices the texts allowed
     * @return the field
     */
    public static Field choice(String name, String label, String help, List<String> choices) {
        return new Field(name, Kind.CHOICE, false, label, help, choices, List.of());
    }

    /**
     * A group of fields that may be left out as a whole.
     *
     * @param name the key in a configuration file
     * @param label what to write beside it
     * @param help one sentence
     * @param fields the fields inside
     * @return the field
     */
    public static Field group(String name, String label, String help, List<Field> fields) {
        return new Field(name, Kind.GROUP, false, label, help, List.of(), fields);
    }
}
