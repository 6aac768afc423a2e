package io.github.ddnskit.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Field;
import java.util.List;

/**
 * The JSON Schema (draft 2020-12) of configuration files: editors complete and check a file with it, before
 * {@link DdnsConfig} reads it. A file that the schema refuses is refused by {@link DdnsConfig} too; what only a program
 * can check, such as whether a secret can be read, is left to that. Stateless and thread-safe.
 *
 * <p>The jar of this module holds the schema for all types of ddnskit as {@code META-INF/ddnskit/ddns.schema.json}.
 */
public final class ConfigSchema {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final long LARGEST_TTL = Integer.MAX_VALUE;

    /** What {@link java.time.Duration#parse} takes. */
    private static final String DURATION = "^[-+]?[Pp](?=.)([-+]?[0-9]+[Dd])?([Tt](?=.)([-+]?[0-9]+[Hh])?"
            + "([-+]?[0-9]+[Mm])?([-+]?[0-9]+([.,][0-9]{0,9})?[Ss])?)?$";

    private ConfigSchema() {}

    /**
     * Generates the schema.
     *
     * @param catalog the types that a file may name; its language is that of the titles and descriptions
     * @return the schema, as JSON
     */
    public static String of(Catalog catalog) {
        ObjectNode root = NODES.objectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "Configuration of ddnskit");
        root.setAll(object(ConfigReader.GENERAL));
        ConfigReader.LISTS.forEach(root.withArrayProperty("required")::add);
        ObjectNode properties = common(root);
        properties.set("sources", array("#/$defs/source"));
        properties.set("updaters", updaters());
        properties.set("hosts", array("#/$defs/host"));
        ObjectNode definitions = root.putObject("$defs");
        definitions.set("host", withTtl(object(HostReader.FIELDS)));
        define(definitions);
        definitions.set("source", oneOf(catalog.sources()));
        definitions.set("updater", oneOf(catalog.updaters()));
        return SchemaText.of(root);
    }

    /**
     * Generates the schema of the configuration of a gateway, which {@link GatewayConfig} reads. The jar holds it as
     * {@code META-INF/ddnskit/gateway.schema.json}.
     *
     * @param catalog the types that a file may name; its language is that of the titles and descriptions
     * @return the schema, as JSON
     */
    public static String ofGateway(Catalog catalog) {
        ObjectNode root = NODES.objectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "Configuration of a gateway of ddnskit");
        root.setAll(object(GatewayReader.GENERAL));
        root.withArrayProperty("required").add("updaters").add("zones");
        ObjectNode properties = common(root);
        ObjectNode limits = properties.withObjectProperty("limits").withObjectProperty("properties");
        limits.properties().forEach(limit -> ((ObjectNode) limit.getValue()).put("minimum", 1));
        properties.set("updaters", updaters());
        properties.set("zones", array("#/$defs/zone"));
        ObjectNode definitions = root.putObject("$defs");
        ObjectNode zone = withTtl(object(GatewayReader.ZONE));
        zone.withObjectProperty("properties").withObjectProperty("most").put("minimum", 1);
        definitions.set("zone", zone);
        define(definitions);
        definitions.set("updater", oneOf(catalog.updaters()));
        return SchemaText.of(root);
    }

    private static ObjectNode common(ObjectNode root) {
        ObjectNode properties = root.withObjectProperty("properties");
        properties.putObject("$schema").put("type", "string");
        return properties;
    }

    private static ObjectNode updaters() {
        ObjectNode updaters = NODES.objectNode().put("type", "object").put("minProperties", 1);
        updaters.putObject("additionalProperties").put("$ref", "#/$defs/updater");
        return updaters;
    }

    private static ObjectNode withTtl(ObjectNode object) {
        object.withObjectProperty("properties")
                .withObjectProperty("ttl")
                .put("minimum", 0)
                .put("maximum", LARGEST_TTL);
        return object;
    }

    private static void define(ObjectNode definitions) {
        definitions.putObject("duration").put("type", "string").put("pattern", DURATION);
        definitions.set("secret", secret(NODES.objectNode().put("type", "string")));
    }

    private static ObjectNode array(String reference) {
        ObjectNode array = NODES.objectNode().put("type", "array").put("minItems", 1);
        array.putObject("items").put("$ref", reference);
        return array;
    }

    /** An object whose {@code type} decides what else it holds. */
    private static ObjectNode oneOf(List<Descriptor> descriptors) {
        ObjectNode any = NODES.objectNode().put("type", "object");
        any.putArray("required").add("type");
        ArrayNode ids = any.putObject("properties").putObject("type").putArray("enum");
        ArrayNode all = any.putArray("allOf");
        for (Descriptor type : descriptors) {
            ids.add(type.id());
            ObjectNode rule = all.addObject();
            ObjectNode condition = rule.putObject("if");
            condition.putObject("properties").putObject("type").put("const", type.id());
            condition.putArray("required").add("type");
            ObjectNode then = object(type.fields());
            then.put("title", type.displayName());
            if (!type.notes().isEmpty()) {
                then.put("description", type.notes());
            }
            if (type.ended() != null) {
                then.put("deprecated", true).put("description", type.ended());
            }
            then.withObjectProperty("properties").putObject("type");
            rule.set("then", then);
        }
        return any;
    }

    private static ObjectNode object(List<Field> fields) {
        ObjectNode object = NODES.objectNode().put("type", "object");
        ObjectNode properties = object.putObject("properties");
        ArrayNode required = object.putArray("required");
        for (Field field : fields) {
            ObjectNode value = value(field).put("title", field.label()).put("description", field.help());
            properties.set(field.name(), value);
            if (field.required()) {
                required.add(field.name());
            }
        }
        return object.put("additionalProperties", false);
    }

    private static ObjectNode value(Field field) {
        return switch (field.kind()) {
            case TEXT -> text(field);
            case TEXTS -> {
                ObjectNode array = NODES.objectNode().put("type", "array");
                array.set("items", text(field));
                yield array;
            }
            case CHOICE -> text(field);
            case NUMBER -> NODES.objectNode().put("type", "integer");
            case FLAG -> NODES.objectNode().put("type", "boolean");
            case DURATION -> NODES.objectNode().put("$ref", "#/$defs/duration");
            case SECRET ->
                field.pattern() == null ? NODES.objectNode().put("$ref", "#/$defs/secret") : secret(text(field));
            case PATH -> NODES.objectNode().put("type", "string").put("minLength", 1);
            case GROUP -> object(field.fields());
        };
    }

    private static ObjectNode text(Field field) {
        ObjectNode text = NODES.objectNode();
        if (!field.choices().isEmpty()) {
            field.choices().forEach(text.putArray("enum")::add);
            return text;
        }
        text.put("type", "string");
        if (field.pattern() != null) {
            text.put("pattern", "^(?:" + field.pattern() + ")$");
        }
        return text;
    }

    private static ObjectNode secret(ObjectNode text) {
        ObjectNode secret = NODES.objectNode();
        ArrayNode forms = secret.putArray("oneOf");
        forms.add(text.put("minLength", 1));
        for (String place : List.of("env", "file")) {
            ObjectNode object = forms.addObject().put("type", "object");
            object.putObject("properties")
                    .putObject(place)
                    .put("type", "string")
                    .put("minLength", 1);
            object.putArray("required").add(place);
            object.put("additionalProperties", false);
        }
        return secret;
    }
}
