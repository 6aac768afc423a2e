package io.github.ddnskit.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON text (RFC 8259) into a tree. Unlike Jackson's own reader of trees it reports every key that stands twice,
 * and its messages quote nothing of the text.
 */
final class JsonText {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final Problems problems;

    private JsonText(JsonParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /** The tree, or null if the text is not JSON. */
    static @Nullable JsonNode read(String text, Problems problems) {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            return new JsonText(parser, problems).document();
        } catch (JsonEOFException e) {
            problems.add(
                    "$",
                    "is not JSON: it ends too early, " + where(e.getLocation())
                            + "; a quote, brace or bracket is not closed");
        } catch (JsonProcessingException e) {
            problems.add(
                    "$",
                    "is not JSON " + where(e.getLocation()) + ": look there, and just before it, for a comma,"
                            + " quote, brace or bracket that is missing or too many");
        } catch (IOException e) {
            throw new UncheckedIOException("a string is always readable", e);
        }
        return null;
    }

    private @Nullable JsonNode document() throws IOException {
        if (parser.nextToken() == null) {
            problems.add("$", "is empty; a JSON object is needed");
            return null;
        }
        JsonNode tree = value("$");
        if (parser.nextToken() != null) {
            problems.add("$", "goes on after its end " + where(parser.currentTokenLocation()));
        }
        return tree;
    }

    private JsonNode value(String path) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(path);
            case START_ARRAY -> array(path);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(token == JsonToken.VALUE_TRUE);
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? NODES.numberNode(parser.getBigIntegerValue())
                        : NODES.numberNode(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            default -> NODES.nullNode();
        };
    }

    private ObjectNode object(String path) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String member = Problems.member(path, key);
            if (object.has(key)) {
                problems.add(member, "stands there twice, the second time " + where(parser.currentTokenLocation()));
            }
            parser.nextToken();
            object.set(key, value(member));
        }
        return object;
    }

    private ArrayNode array(String path) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(Problems.element(path, array.size())));
        }
        return array;
    }

    private static String where(JsonLocation location) {
        return "at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
