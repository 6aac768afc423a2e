package io.github.ddnskit.dyndns2;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ddnskit.AddressFamily;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads dialects from JSON. Strict: a key that is not known is an error, so that a typing error is one. */
final class DialectReader {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Set<String> KEYS = Set.of(
            "id",
            "name",
            "home",
            "docs",
            "evidence",
            "checked",
            "ended",
            "notes",
            "help",
            "url",
            "ipv6Url",
            "method",
            "auth",
            "headers",
            "parameters",
            "form",
            "suffix",
            "batch",
            "registersSource",
            "wantsContact",
            "charset",
            "families",
            "other",
            "keep",
            "remove",
            "minimumInterval",
            "refresh",
            "replies",
            "onlyOwnReplies",
            "html",
            "json",
            "anyLine");

    private final JsonNode row;
    private final String where;

    private DialectReader(JsonNode row, String where) {
        this.row = row;
        this.where = where;
    }

    static Dialect one(String json) {
        return read(tree(json), "$");
    }

    static List<Dialect> all(String json) {
        JsonNode rows = tree(json);
        if (!rows.isArray()) {
            throw new IllegalArgumentException("$ is not an array");
        }
        List<Dialect> all = new ArrayList<>();
        for (JsonNode row : rows) {
            all.add(read(row, "$[" + all.size() + "]"));
        }
        return all;
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("$ is not JSON: " + e.getOriginalMessage() + " at line "
                    + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()));
        }
    }

    private static Dialect read(JsonNode row, String where) {
        if (!row.isObject()) {
            throw new IllegalArgumentException(where + " is not an object");
        }
        String id = row.path("id").asText();
        DialectReader reader = new DialectReader(row, where + (id.isEmpty() ? "" : " (" + id + ")"));
        reader.known(row, KEYS);
        return reader.dialect();
    }

    private Dialect dialect() {
        DialectBuilder builder = Dialect.builder(service());
        request(builder);
        families(builder);
        builder.pace(at("minimumInterval", this::pace));
        fixedNodes("replies").forEach((key, node) -> at("replies", () -> builder.reply(reply(key, node))));
        flag("onlyOwnReplies", builder::onlyOwnReplies);
        flag("html", builder::html);
        flag("json", builder::json);
        flag("anyLine", builder::anyLine);
        return at("", builder::build);
    }

    private Service service() {
        Service unnamed = at("id", () -> Service.of(requiredText(row, "id")));
        Map<String, String> help = fixed("help");
        help.keySet().forEach(role -> at("help", () -> role(role)));
        return new Service(
                unnamed.id(),
                optionalText("name", unnamed.name()),
                optionalText("home", ""),
                optionalText("docs", ""),
                texts("evidence"),
                at(
                        "checked",
                        () -> LocalDate.parse(
                                optionalText("checked", unnamed.checked().toString()))),
                at("ended", this::ended),
                optionalText("notes", ""),
                help);
    }

    private Service.@Nullable Ended ended() {
        JsonNode ended = row.path("ended");
        if (ended.isMissingNode()) {
            return null;
        }
        known(ended, Set.of("since", "instead"));
        return new Service.Ended(requiredText(ended, "since"), requiredText(ended, "instead"));
    }

    private void request(DialectBuilder builder) {
        text("url", builder::url);
        text("ipv6Url", builder::ipv6Url);
        text("method", builder::method);
        if (row.has("auth")) {
            builder.auth(at("auth", () -> authentication(row.path("auth"))));
        }
        fixed("headers").forEach(builder::header);
        fixed("parameters").forEach((name, value) -> at("parameters", () -> builder.parameter(name, value)));
        flag("form", builder::form);
        text("suffix", builder::suffix);
        if (row.has("batch")) {
            at("batch", () -> builder.batch(row.path("batch").asInt(0)));
        }
        flag("registersSource", builder::sourceRegistered);
        flag("wantsContact", builder::contactWanted);
        text("charset", charset -> builder.charset(Charset.forName(charset)));
    }

    private void families(DialectBuilder builder) {
        text("families", style -> builder.families(FamilyStyle.parse(style)));
        if (row.path("other").isTextual()) {
            for (AddressFamily family : AddressFamily.values()) {
                text("other", other -> builder.other(family, OtherFamily.parse(other)));
            }
        } else {
            fixed("other")
                    .forEach((family, other) ->
                            at("other", () -> builder.other(AddressFamily.parse(family), OtherFamily.parse(other))));
        }
        object("keep", Set.of("ipv4", "ipv6"), keep -> {
            byFamily("keep", keep, builder::keep);
        });
        object("remove", Set.of("ipv4", "ipv6", "both", "url", "ipv6Url"), remove -> {
            byFamily("remove", remove, builder::remove);
            if (remove.has("both")) {
                builder.removeBoth(strings(remove.path("both"), "remove.both"));
            }
            if (remove.has("url")) {
                builder.removeUrl(
                        requiredText(remove, "url"), remove.has("ipv6Url") ? requiredText(remove, "ipv6Url") : null);
            }
        });
    }

    private Pace pace() {
        Duration interval = at(
                "minimumInterval",
                () -> Duration.parse(optionalText(
                        "minimumInterval", Pace.POLITE.minimumInterval().toString())));
        String refresh = optionalText("refresh", "");
        return switch (refresh) {
            case "" -> new Pace(interval, null, false);
            case "forbidden" -> new Pace(interval, null, true);
            default -> at("refresh", () -> new Pace(interval, Duration.parse(refresh), false));
        };
    }

    private Authentication authentication(JsonNode auth) {
        if (auth.isTextual()) {
            return switch (auth.asText()) {
                case "basic" -> new Authentication.Basic(Value.of("{username}"), Value.of("{password}"));
                case "bearer" -> new Authentication.Header("Authorization", "Bearer", Value.of("{token}"));
                case "none" -> new Authentication.None();
                default -> throw new IllegalArgumentException("write basic, bearer, none, or an object");
            };
        }
        if (auth.has("username")) {
            known(auth, Set.of("username", "password"));
            return new Authentication.Basic(
                    Value.of(requiredText(auth, "username")), Value.of(requiredText(auth, "password")));
        }
        known(auth, Set.of("header", "scheme", "value"));
        return new Authentication.Header(
                requiredText(auth, "header"), auth.path("scheme").asText(), Value.of(requiredText(auth, "value")));
    }

    private static Role role(String text) {
        Role role = Value.of(text).role();
        if (role == null) {
            throw new IllegalArgumentException("\"" + text + "\" is no role: write it in braces, such as {token}");
        }
        return role;
    }

    private ReplyRule reply(String key, JsonNode node) {
        if (node.isTextual()) {
            return ReplyRule.of(key, Meaning.parse(node.asText()));
        }
        known(node, Set.of("means", "wait", "says"));
        return new ReplyRule(
                key,
                Meaning.parse(requiredText(node, "means")),
                node.has("wait") ? Duration.parse(requiredText(node, "wait")) : null,
                node.path("says").asText());
    }

    private void byFamily(String key, JsonNode node, FamilyConsumer to) {
        for (AddressFamily family : AddressFamily.values()) {
            if (node.has(family.toString())) {
                to.accept(family, strings(node.path(family.toString()), key + "." + family));
            }
        }
    }

    private interface FamilyConsumer {
        void accept(AddressFamily family, Map<String, String> fixed);
    }

    private String optionalText(String key, String otherwise) {
        return row.has(key) ? at(key, () -> requiredText(row, key)) : otherwise;
    }

    private void text(String key, Consumer<String> to) {
        if (row.has(key)) {
            at(key, () -> {
                to.accept(requiredText(row, key));
                return key;
            });
        }
    }

    private void flag(String key, Runnable to) {
        if (row.has(key)) {
            if (!row.path(key).isBoolean()) {
                throw bad(key, "is not true or false");
            }
            if (row.path(key).asBoolean()) {
                to.run();
            }
        }
    }

    private void object(String key, Set<String> keys, Consumer<JsonNode> to) {
        if (row.has(key)) {
            at(key, () -> {
                known(row.path(key), keys);
                to.accept(row.path(key));
                return key;
            });
        }
    }

    private List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        row.path(key).forEach(node -> texts.add(node.asText()));
        return texts;
    }

    private Map<String, String> fixed(String key) {
        return row.has(key) ? strings(row.path(key), key) : Map.of();
    }

    private Map<String, JsonNode> fixedNodes(String key) {
        Map<String, JsonNode> nodes = new LinkedHashMap<>();
        row.path(key).properties().forEach(field -> nodes.put(field.getKey(), field.getValue()));
        return nodes;
    }

    private Map<String, String> strings(JsonNode node, String key) {
        if (!node.isObject()) {
            throw bad(key, "is not an object of strings");
        }
        Map<String, String> strings = new LinkedHashMap<>();
        node.properties().forEach(field -> {
            if (!field.getValue().isTextual()) {
                throw bad(key + "." + field.getKey(), "is not a string");
            }
            strings.put(field.getKey(), field.getValue().asText());
        });
        return strings;
    }

    private static String requiredText(JsonNode node, String key) {
        if (!node.path(key).isTextual()) {
            throw new IllegalArgumentException("\"" + key + "\" is not there, or no string");
        }
        return node.path(key).asText();
    }

    private void known(JsonNode node, Set<String> keys) {
        if (!node.isObject()) {
            throw bad("", "is not an object");
        }
        node.fieldNames().forEachRemaining(key -> {
            if (!keys.contains(key)) {
                throw bad(
                        key,
                        "is not known here; allowed: "
                                + String.join(", ", keys.stream().sorted().toList()));
            }
        });
    }

    private <T extends @Nullable Object> T at(String key, Supplier<T> part) {
        try {
            return part.get();
        } catch (DateTimeException e) {
            throw bad(key, "is not a date such as 2026-01-31, or not a duration such as PT10M or P28D");
        } catch (IllegalArgumentException e) {
            String said = String.valueOf(e.getMessage());
            throw said.startsWith("$") ? e : bad(key, said);
        }
    }

    private IllegalArgumentException bad(String key, @Nullable String why) {
        return new IllegalArgumentException(where + (key.isEmpty() ? "" : "." + key) + ": " + why);
    }
}
