package io.github.ddnskit.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.catalog.Catalog;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class DdnsConfigPropertiesTest {

    private static final Catalog CATALOG = Catalog.load();
    private static final String CANARY = "c2VjcmV0LWNhbmFyeS0xMjM0NQ==";
    private static final List<String> KEYS = List.of(
            "state",
            "interval",
            "sources",
            "updaters",
            "hosts",
            "allow",
            "absence",
            "type",
            "name",
            "path",
            "server",
            "key",
            "secret",
            "env",
            "file",
            "algorithm",
            "families",
            "ttl",
            "updater",
            "removeAfter",
            "onClose",
            "refreshEvery",
            "verification",
            "mode",
            "repairEvery",
            "addresses",
            "mx");
    private static final String TEMPLATE = """
            { "state": "s", "interval": "PT5M", "allow": ["private"],
              "sources": [ {"type": "fixed", "addresses": ["192.0.2.7"]} ],
              "updaters": { "office": { "type": "paper", "server": "here", "tags": ["t"], "dry": true, "ttl": 5,
                  "key": { "name": "n.", "algorithm": "round", "secret": "SECRET" } } },
              "hosts": [ { "name": "home.example.test", "updater": "office", "families": ["ipv4"] } ] }
            """.replace("SECRET", CANARY);

    @Property(tries = 500)
    void noTextMakesItThrowAnythingElse(@ForAll String text) {
        readOrRefuse(text);
    }

    @Property(tries = 1000)
    void noJsonMakesItThrowAnythingElse(@ForAll("json") String json) {
        readOrRefuse(json);
    }

    @Property(tries = 1000)
    void noCutOrDamagedConfigurationMakesItThrowAnythingElse(
            @ForAll @IntRange(max = 500) int at, @ForAll @IntRange(max = 20) int cut, @ForAll char other) {
        int start = Math.min(at, TEMPLATE.length());
        int end = Math.min(start + cut, TEMPLATE.length());
        String message = readOrRefuse(TEMPLATE.substring(0, start) + other + TEMPLATE.substring(end));
        if (start + cut < TEMPLATE.indexOf(CANARY) || start > TEMPLATE.indexOf(CANARY) + CANARY.length()) {
            assertThat(message).doesNotContain(CANARY);
        }
    }

    @Property(tries = 1000)
    void aSecretInTheWrongPlaceIsNotShown(@ForAll @IntRange(max = 40) int which, @ForAll("json") String other) {
        // Replaces one value of the configuration by the secret, and the secret by something else. Only host
        // names and addresses are quoted, unless they are the secret that also stands where it belongs.
        String[] values = TEMPLATE.replace(CANARY, "SECRET").split("(?<=[:\\[] )|(?<=\\[)(?=\")|(?=[,}\\]])");
        String replaced = values[which % values.length];
        values[which % values.length] = "\"" + CANARY + "\"";
        String json = String.join("", values);
        if (!List.of("\"home.example.test\"", "\"192.0.2.7\"").contains(replaced)) {
            assertThat(readOrRefuse(json)).doesNotContain(CANARY);
            assertThat(readOrRefuse(json.replace("\"SECRET\"", other))).doesNotContain(CANARY);
        }
        assertThat(readOrRefuse(json.replace("SECRET", CANARY))).doesNotContain(CANARY);
    }

    @Property(tries = 300)
    void aSecretOfAnyWrongShapeIsNotShown(@ForAll("shapes") String shape) {
        assertThat(readOrRefuse(TEMPLATE.replace("\"" + CANARY + "\"", shape))).doesNotContain(CANARY);
    }

    @Provide
    Arbitrary<String> json() {
        Arbitrary<String> leaf = Arbitraries.of(
                "1", "-1", "1.5", "true", "null", "\"\"", "\"PT5M\"", "\"paper\"", "\"fixed\"", "\"ipv4\"", "[]", "{}");
        return Arbitraries.recursive(() -> leaf, this::nested, 0, 4);
    }

    @Provide
    Arbitrary<String> shapes() {
        String quoted = "\"" + CANARY + "\"";
        return Arbitraries.of(
                "[" + quoted + "]",
                "{\"env\": " + quoted + "}",
                "{\"file\": " + quoted + "}",
                "{\"value\": " + quoted + "}",
                "{\"env\": [" + quoted + "]}",
                "{" + quoted + ": 1}",
                quoted + ", \"sceret\": " + quoted,
                quoted + ", " + quoted + ": 1",
                quoted + ", \"secret\": " + quoted,
                quoted + "\"",
                CANARY,
                quoted + " " + CANARY,
                "\"" + CANARY);
    }

    private Arbitrary<String> nested(Arbitrary<String> inner) {
        Arbitrary<String> member =
                Combinators.combine(Arbitraries.of(KEYS), inner).as((k, v) -> "\"" + k + "\":" + v);
        return Arbitraries.oneOf(
                inner.list().ofMaxSize(3).map(list -> "[" + String.join(",", list) + "]"),
                member.list().ofMaxSize(5).map(list -> "{" + String.join(",", list) + "}"));
    }

    /** What was said against the text; empty if nothing. */
    private static String readOrRefuse(String json) {
        try {
            DdnsConfig.parse(json, Path.of("/nonexistent"), CATALOG).close();
            return "";
        } catch (ConfigException e) {
            assertThat(e.problems()).isNotEmpty();
            assertThat(e.getCause()).isNull();
            return String.valueOf(e.getMessage());
        }
    }
}
