package io.github.ddnskit.spi;

import java.util.List;

/**
 * Describes a type that a configuration file can name: enough for a NAS or camera to draw its settings form. Immutable
 * and thread-safe.
 *
 * @param id the type, as configuration files name it
 * @param displayName what to call it before people
 * @param homePage where its provider or specification is described
 * @param fields what it is configured with
 */
public record Descriptor(String id, String displayName, String homePage, List<Field> fields) {
    /**
     * Copies the fields.
     *
     * @param id the type, as configuration files name it
     * @param displayName what to call it before people
     * @param homePage where its provider or specification is described
     * @param fields what it is configured with
     */
    public Descriptor {
        fields = List.copyOf(fields);
    }
}
