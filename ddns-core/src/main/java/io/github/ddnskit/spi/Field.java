package io.github.ddnskit.spi;

import io.github.ddnskit.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * One field of a settings form: enough to draw it, and to check what was entered. Immutable and thread-safe.
 *
 * @param name the key in a configuration file
 * @param kind what it takes
 * @param required whether it must be there
 * @param label what to write beside it, in English
 * @param help one sentence, in English
 * @param choices the texts allowed, for {@link Kind#CHOICE}, or for each line of {@link Kind#TEXTS}; empty if any is
 * @param fields the fields inside, for {@link Kind#GROUP}; empty otherwise
 * @param pattern a regular expression that the whole of a {@link Kind#TEXT}, a {@link Kind#SECRET} or each line of
 *     {@link Kind#TEXTS} must match, written so that {@link Pattern}, JSON Schema and HTML read it alike; null if there
 *     is none
 */
public record Field(
        String name,
        Kind kind,
        boolean required,
        String label,
        String help,
        List<String> choices,
        List<Field> fields,
        @Nullable String pattern) {

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
     * Copies the lists, and checks the pattern.
     *
     * @param name the key in a configuration file
     * @param kind what it takes
     * @param required whether it must be there
     * @param label what to write beside it, in English
     * @param help one sentence, in English
     * @param choices the texts allowed, for {@link Kind#CHOICE}, or for each line of {@link Kind#TEXTS}
     * @param fields the fields inside, for {@link Kind#GROUP}; empty otherwise
     * @param pattern a regular expression for the whole text, or null
     * @throws IllegalArgumentException if the pattern is no regular expression, or the kind has no text to match it
     */
    public Field {
        choices = List.copyOf(choices);
        fields = List.copyOf(fields);
        requirePattern(name, kind, pattern);
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
        return new Field(name, kind, false, label, help, List.of(), List.of(), null);
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
        return new Field(name, kind, true, label, help, List.of(), List.of(), null);
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
        return new Field(name, Kind.CHOICE, false, label, help, choices, List.of(), null);
    }

    /**
     * A list of choices that may be left out.
     *
     * @param name the key in a configuration file
     * @param label what to write beside it
     * @param help one sentence
     * @param choices the texts allowed
     * @return the field
     */
    public static Field choices(String name, String label, String help, List<String> choices) {
        return new Field(name, Kind.TEXTS, false, label, help, choices, List.of(), null);
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
        return new Field(name, Kind.GROUP, false, label, help, List.of(), fields, null);
    }

    /**
     * The same field with a pattern. Say in {@link #help()} what it demands: people are not shown the pattern alone.
     *
     * @param expression a regular expression that the whole text must match
     * @return the field
     * @throws IllegalArgumentException if it is no regular expression, or the kind has no text to match it
     */
    public Field withPattern(String expression) {
        return new Field(name, kind, required, label, help, choices, fields, expression);
    }

    /** The same field with every text that is meant for people replaced, those inside a group too. */
    Field withTexts(UnaryOperator<String> texts) {
        return new Field(
                name,
                kind,
                required,
                texts.apply(label),
                texts.apply(help),
                choices,
                fields.stream().map(field -> field.withTexts(texts)).toList(),
                pattern);
    }

    private static void requirePattern(String name, Kind kind, @Nullable String pattern) {
        if (pattern == null) {
            return;
        }
        if (kind != Kind.TEXT && kind != Kind.TEXTS && kind != Kind.SECRET) {
            throw new IllegalArgumentException(
                    "the field \"" + name + "\" takes " + kind.allowed() + ": no pattern fits");
        }
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("the pattern of the field \"" + name + "\" is no regular expression", e);
        }
    }
}
