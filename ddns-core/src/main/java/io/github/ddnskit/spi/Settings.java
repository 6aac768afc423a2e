package io.github.ddnskit.spi;

import io.github.ddnskit.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values of a configuration object, checked against the {@link Field}s that its factory described: every value has
 * the type of its field, and no required field is missing. Immutable and thread-safe.
 */
public final class Settings {

    private final Map<String, Object> values;

    private Settings(Map<String, Object> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * Settings with these values.
     *
     * @param values by field name, each of the {@linkplain Field.Kind#type() type} of its field
     * @return the settings
     */
    public static Settings of(Map<String, Object> values) {
        return new Settings(values);
    }

    /**
     * A value of {@link Field.Kind#TEXT} or {@link Field.Kind#CHOICE}.
     *
     * @param field the name of the field
     * @return the value, if there is one
     */
    public Optional<String> text(String field) {
        return value(field, String.class);
    }

    /**
     * A value of {@link Field.Kind#NUMBER}.
     *
     * @param field the name of the field
     * @return the value, if there is one
     */
    public Optional<Long> number(String field) {
        return value(field, Long.class);
    }

    /**
     * A value of {@link Field.Kind#FLAG}.
     *
     * @param field the name of the field
     * @return the value, if there is one
     */
    public Optional<Boolean> flag(String field) {
        return value(field, Boolean.class);
    }

    /**
     * A value of {@link Field.Kind#DURATION}.
     *
     * @param field the name of the field
     * @return the value, if there is one
     */
    public Optional<Duration> duration(String field) {
        return value(field, Duration.class);
    }

    /**
     * A value of {@link Field.Kind#SECRET}.
     *
     * @param field the name of the field
     * @return the value, if there is one
     */
    public Optional<Secret> secret(String field) {
        return value(field, Secret.class);
    }

    /**
     * A value of {@link Field.Kind#PATH}.
     *
     * @param field the name of the field
     * @return the value, if there is one
     */
    public Optional<Path> path(String field) {
        return value(field, Path.class);
    }

    /**
     * A value of {@link Field.Kind#TEXTS}.
     *
     * @param field the name of the field
     * @return the values, none if the field is not there
     */
    @SuppressWarnings("unchecked") // a list of anything else was refused before it came here
    public List<String> texts(String field) {
        return (List<String>) value(field, List.class).orElse(List.of());
    }

    /**
     * A value of {@link Field.Kind#GROUP}.
     *
     * @param field the name of the field
     * @return the settings inside, if there are any
     */
    public Optional<Settings> group(String field) {
        return value(field, Settings.class);
    }

    /**
     * What a factory cannot do without: the value of a required field.
     *
     * @param <T> the type of the value
     * @param value what one of the other methods returned for a field described as required
     * @return the value
     */
    public static <T> T required(Optional<T> value) {
        return value.orElseThrow(() -> new IllegalStateException("a required field is missing"));
    }

    private <T> Optional<T> value(String field, Class<T> type) {
        Object value = values.get(field);
        if (value == null || type.isInstance(value)) {
            return Optional.ofNullable(type.cast(value));
        }
        throw new IllegalArgumentException("\"" + field + "\" is a "
                + value.getClass().getSimpleName() + ", not a " + type.getSimpleName() + ": ask for it as its kind");
    }

    /** {@return the names of the fields; values stay out} */
    @Override
    public String toString() {
        return "Settings" + values.keySet();
    }
}
