package io.github.ddnskit.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Field;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * A catalogue as JSON, for programs that draw a settings form in another language than Java, such as the web page of a
 * device. Stateless and thread-safe.
 *
 * <p>An object with two arrays, {@code updaters} and {@code sources}. A type has {@code id}, {@code displayName},
 * {@code homePage}, {@code documentation}, {@code fields}, {@code notes} if there are any, and {@code ended} if it has ended. A field has {@code name},
 * {@code kind} (a {@link Field.Kind} in small letters), {@code required}, {@code label}, {@code help}, and where it has
 * any {@code choices}, {@code pattern} and {@code fields}.
 */
public final class CatalogJson {

    /** Plain ASCII, which no terminal or server garbles. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private CatalogJson() {}

    /**
     * All types.
     *
     * @param catalog the catalogue, in the language of its texts
     * @return the JSON
     */
    public static String of(Catalog catalog) {
        return of(catalog, type -> true);
    }

    /**
     * Some of the types.
     *
     * @param catalog the catalogue, in the language of its texts
     * @param wanted tells which
     * @return the JSON, of the same shape
     */
    public static String of(Catalog catalog, Predicate<Descriptor> wanted) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode updaters = root.putArray("updaters");
        catalog.updaters().stream().filter(wanted).forEach(type -> add(type, updaters.addObject()));
        ArrayNode sources = root.putArray("sources");
        catalog.sources().stream().filter(wanted).forEach(type -> add(type, sources.addObject()));
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private static void add(Descriptor type, ObjectNode json) {
        json.put("id", type.id())
                .put("displayName", type.displayName())
                .put("homePage", type.homePage())
                .put("documentation", type.documentation());
        if (!type.notes().isEmpty()) {
            json.put("notes", type.notes());
        }
        if (type.ended() != null) {
            json.put("ended", type.ended());
        }
        add(type.fields(), json.putArray("fields"));
    }

    private static void add(List<Field> fields, ArrayNode json) {
        for (Field field : fields) {
            ObjectNode one = json.addObject()
                    .put("name", field.name())
                    .put("kind", field.kind().name().toLowerCase(Locale.ROOT))
                    .put("required", field.required())
                    .put("label", field.label())
                    .put("help", field.help());
            if (!field.choices().isEmpty()) {
                field.choices().forEach(one.putArray("choices")::add);
            }
            if (field.pattern() != null) {
                one.put("pattern", field.pattern());
            }
            if (!field.fields().isEmpty()) {
                add(field.fields(), one.putArray("fields"));
            }
        }
    }
}
