package io.github.ddnskit.echo;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.echo.WellKnown.Endpoint;
import io.github.ddnskit.echo.WellKnown.Kind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads a list of endpoints from JSON. Strict: a key that is not known is an error, so that a typing error is one. */
final class WellKnownReader {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Set<String> GENERAL = Set.of("id", "operator", "kind", "ipv4", "ipv6", "checked", "notes");
    private static final Map<Kind, Set<String>> FORMAT = Map.of(
            Kind.HTTP, Set.of("pointer", "key"),
            Kind.STUN, Set.of(),
            Kind.DNS, Set.of("name", "record"));

    private WellKnownReader() {}

    static List<Endpoint> read(String json) {
        JsonNode rows;
        try {
            rows = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the list of endpoints is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!rows.isArray() || rows.isEmpty()) {
            throw new IllegalArgumentException("the list of endpoints is not an array with something in it");
        }
        Map<String, Endpoint> endpoints = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            Endpoint endpoint = endpoint(rows.get(i), "[" + i + "]");
            if (endpoints.put(endpoint.id(), endpoint) != null) {
                throw new IllegalArgumentException("[" + i + "]: there are two called \"" + endpoint.id() + "\"");
            }
        }
        return new ArrayList<>(endpoints.values());
    }

    private static Endpoint endpoint(JsonNode row, String where) {
        Kind kind = kind(text(row, "kind", where), where);
        Map<String, String> format = new HashMap<>();
        row.fieldNames().forEachRemaining(key -> {
            if (FORMAT.getOrDefault(kind, Set.of()).contains(key)) {
                format.put(key, text(row, key, where));
            } else if (!GENERAL.contains(key)) {
                throw new IllegalArgumentException(where + ": \"" + key + "\" is not known for this kind");
            }
        });
        Map<AddressFamily, String> addresses = new EnumMap<>(AddressFamily.class);
        for (AddressFamily family : AddressFamily.values()) {
            String key = family.name().toLowerCase(Locale.ROOT);
            if (row.has(key)) {
                addresses.put(family, text(row, key, where));
            }
        }
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException(where + ": \"ipv4\" or \"ipv6\" must say where it is asked");
        }
        return new Endpoint(
                text(row, "id", where),
                text(row, "operator", where),
                kind,
                addresses,
                format,
                date(text(row, "checked", where), where),
                row.has("notes") ? text(row, "notes", where) : "");
    }

    private static String text(JsonNode row, String key, String where) {
        JsonNode value = row.path(key);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new IllegalArgumentException(where + ": \"" + key + "\" must be a string that is not empty");
        }
        return value.textValue();
    }

    private static Kind kind(String text, String where) {
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(where + ": \"kind\" must be http, stun or dns");
    }

    private static LocalDate date(String text, String where) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(where + ": \"checked\" must be a date such as 2026-11-22", e);
        }
    }
}
