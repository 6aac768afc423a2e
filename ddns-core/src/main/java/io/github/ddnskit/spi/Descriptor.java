package io.github.ddnskit.spi;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Describes a type that a configuration file can name: enough for a NAS or camera to draw its settings form. Its texts
 * are English; {@link io.github.ddnskit.catalog.Catalog#in} translates them. Immutable and thread-safe.
 *
 * @param id the type, as configuration files name it
 * @param displayName what to call it before people
 * @param homePage where its provider or specification is described
 * @param documentation where people read how to use it, such as the provider's page about dynamic DNS
 * @param fields what it is configured with
 * @param notes what else people should know before they fill in a form, in whole sentences; empty if nothing
 * @param ended one sentence for a service that has ended: since when, and what to use instead; null if it lives. A form
 *     should not offer it any more
 */
public record Descriptor(
        String id,
        String displayName,
        String homePage,
        String documentation,
        List<Field> fields,
        String notes,
        @Nullable String ended) {
    /**
     * Copies the fields.
     *
     * @param id the type, as configuration files name it
     * @param displayName what to call it before people
     * @param homePage where its provider or specification is described
     * @param documentation where people read how to use it
     * @param fields what it is configured with
     * @param notes what else people should know before they fill in a form, or empty
     * @param ended since when a service has ended, and what to use instead; null if it lives
     * @throws IllegalArgumentException if two fields have the same name
     */
    public Descriptor {
        fields = List.copyOf(fields);
        Set<String> names = new HashSet<>();
        for (Field field : fields) {
            if (!names.add(field.name())) {
                throw new IllegalArgumentException("\"" + id + "\" has two fields called \"" + field.name() + "\"");
            }
        }
    }

    /**
     * A type that lives, and is documented on its home page.
     *
     * @param id the type, as configuration files name it
     * @param displayName what to call it before people
     * @param homePage where its provider or specification is described
     * @param fields what it is configured with
     * @throws IllegalArgumentException if two fields have the same name
     */
    public Descriptor(String id, String displayName, String homePage, List<Field> fields) {
        this(id, displayName, homePage, homePage, fields, "", null);
    }

    /**
     * The same with another page of documentation.
     *
     * @param page where people read how to use it
     * @return the descriptor
     */
    public Descriptor withDocumentation(String page) {
        return new Descriptor(id, displayName, homePage, page, fields, notes, ended);
    }

    /**
     * The same with something that people should know before they fill in a form.
     *
     * @param sentences whole sentences
     * @return the descriptor
     */
    public Descriptor withNotes(String sentences) {
        return new Descriptor(id, displayName, homePage, documentation, fields, sentences, ended);
    }

    /**
     * The same for a service that has ended.
     *
     * @param sentence since when, and what to use instead
     * @return the descriptor
     */
    public Descriptor withEnded(String sentence) {
        return new Descriptor(id, displayName, homePage, documentation, fields, notes, sentence);
    }

    /**
     * The same with every text that is meant for people replaced: display name, notes, end, and the label and help of every
     * field. Ids, keys, choices and links stay.
     *
     * @param texts returns what stands for a text, such as its translation
     * @return the descriptor
     */
    public Descriptor withTexts(UnaryOperator<String> texts) {
        return new Descriptor(
                id,
                texts.apply(displayName),
                homePage,
                documentation,
                fields.stream().map(field -> field.withTexts(texts)).toList(),
                notes.isEmpty() ? notes : texts.apply(notes),
                ended == null ? null : texts.apply(ended));
    }
}
