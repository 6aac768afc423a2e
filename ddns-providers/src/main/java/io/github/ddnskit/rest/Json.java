package io.github.ddnskit.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON. What is not as documented is {@link FailureReason#BAD_REPLY}. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array(Collection<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    /** The addresses in their canonical text. */
    static ArrayNode addresses(Collection<InetAddress> addresses) {
        return array(addresses.stream().map(IpLiteral::format).toList());
    }

    /** Reads a text; what is not JSON is missing. */
    static JsonNode parse(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node == null ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    /** A text or number that must be there, as text. */
    static String text(JsonNode node, String field) throws ApiException {
        JsonNode value = node.path(field);
        if (!value.isTextual() && !value.isNumber()) {
            throw missing(field);
        }
        return value.asText();
    }

    /** A whole number that may be there. */
    static @Nullable Long number(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.canConvertToLong() ? Long.valueOf(value.asLong()) : null;
    }

    /** A whole number that may be there, be it written as a text. */
    static @Nullable Long lenientNumber(JsonNode node, String field) {
        JsonNode value = node.path(field);
        boolean digits = value.isTextual() && value.asText().matches("[0-9]{1,10}");
        return digits ? Long.valueOf(value.asText()) : number(node, field);
    }

    /** The elements of an array that must be there; a name with a slash is a path (RFC 6901). */
    static List<JsonNode> elements(JsonNode node, String field) throws ApiException {
        JsonNode value = field.isEmpty() || field.startsWith("/") ? node.at(field) : node.path(field);
        if (!value.isArray()) {
            throw missing(field);
        }
        return List.copyOf(
                (Collection<JsonNode>) ((ArrayNode) value).valueStream().toList());
    }

    /** An address of one family, in a field that must be there. */
    static InetAddress address(JsonNode node, String field, AddressFamily family) throws ApiException {
        return address(text(node, field), family);
    }

    /** An address of one family. */
    static InetAddress address(String text, AddressFamily family) throws ApiException {
        try {
            InetAddress address = IpLiteral.parse(text.strip());
            if (AddressFamily.of(address) == family) {
                return address;
            }
        } catch (IllegalArgumentException notAnAddress) {
            // said below
        }
        throw ApiException.of(
                FailureReason.BAD_REPLY,
                "an " + family.recordType() + " record holds what is not an " + family + " address");
    }

    /** Addresses of one family, in an array of texts that must be there. */
    static Set<InetAddress> addresses(JsonNode node, String field, AddressFamily family) throws ApiException {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        for (JsonNode element : elements(node, field)) {
            addresses.add(address(element.asText(), family));
        }
        return addresses;
    }

    /** Addresses of one family, in a field of each of these. */
    static Set<InetAddress> addressesOf(Iterable<JsonNode> records, String field, AddressFamily family)
            throws ApiException {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        for (JsonNode record : records) {
            addresses.add(address(record, field, family));
        }
        return addresses;
    }

    /** A name, with or without a dot at its end. */
    static Hostname hostname(String text) throws ApiException {
        try {
            return Hostname.of(text);
        } catch (IllegalArgumentException notAName) {
            throw ApiException.of(FailureReason.BAD_REPLY, "a zone has a name that is none");
        }
    }

    private static ApiException missing(String field) {
        return ApiException.of(
                FailureReason.BAD_REPLY,
                field.isEmpty() ? "the reply is not the JSON that was expected" : "the reply lacks \"" + field + "\"");
    }
}
