package io.github.ddnskit.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.github.ddnskit.catalog.Catalog;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema against a validator that knows nothing of us, and against our own reader. */
@ResourceLock(PaperUpdaterFactory.LOCK)
class ConfigSchemaTest {

    private static final Catalog CATALOG = Catalog.load();
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(ConfigSchema.of(CATALOG), InputFormat.JSON);

    private static final String WHOLE = """
            { "$schema": "ddns.schema.json", "state": "ddns.state", "interval": "PT1H30M",
              "sources": [ {"type": "interface", "name": "eth0"}, {"type": "file", "path": "address.txt"} ],
              "updaters": { "office": { "type": "paper", "server": "here", "ttl": 60, "dry": true, "wait": "-PT0.5S",
                  "log": "sub/log", "tags": ["a", "b"], "code": "1234", "colours": ["red"],
                  "key": { "name": "n", "algorithm": "round", "secret": {"env": "PATH"}, "pin": "9876" } },
                "home": { "type": "paper", "server": "there" } },
              "hosts": [ { "name": "home.example.test", "updater": "office", "families": ["ipv4", "ipv6"],
                  "ttl": 120, "wildcard": true, "mx": "mail.example.test" } ],
              "allow": ["private"], "absence": {"removeAfter": "P1DT1H"}, "onClose": "keep",
              "minimumInterval": "PT10M", "refreshEvery": "P20D",
              "verification": {"mode": "guard", "patience": "PT2M", "every": "PT1H", "repairEvery": "PT30M"} }
            """;

    @Test
    void isItselfASchema() {
        JsonSchema meta = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(meta.validate(ConfigSchema.of(CATALOG), InputFormat.JSON)).isEmpty();
    }

    @Test
    void acceptsWhateverTheReaderReads() throws ConfigException {
        assertThat(problems(WHOLE)).isEmpty();
        DdnsConfig.parse(WHOLE, Path.of(""), CATALOG).close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "interval"              | "interwall"                 | $
            "PT1H30M"               | "5 minutes"                 | $.interval
            "PT1H30M"               | "PT"                        | $.interval
            "PT1H30M"               | "P"                         | $.interval
            "state": "ddns.state"   | "state": ""                 | $.state
            "state": "ddns.state"   | "state": null               | $.state
            "type": "interface"     | "type": "interfaze"         | $.sources[0].type
            "type": "interface",    |                             | $.sources[0]
            "type": "file"          | "type": "command"           | $.sources[1]
            "path": "address.txt"   | "path": 5                   | $.sources[1].path
            "server": "there"       | "sever": "there"            | $.updaters.home
            "ttl": 60               | "ttl": "60"                 | $.updaters.office.ttl
            "ttl": 60               | "ttl": 60.5                 | $.updaters.office.ttl
            "dry": true             | "dry": "yes"                | $.updaters.office.dry
            "-PT0.5S"               | "PT1D"                      | $.updaters.office.wait
            ["a", "b"]              | ["a", "B"]                  | $.updaters.office.tags[1]
            ["a", "b"]              | "a"                         | $.updaters.office.tags
            "1234"                  | "12345"                     | $.updaters.office.code
            ["red"]                 | ["blue"]                    | $.updaters.office.colours[0]
            "name": "n",            |                             | $.updaters.office.key
            "round"                 | "oval"                      | $.updaters.office.key.algorithm
            {"env": "PATH"}         | ""                          | $.updaters.office.key.secret
            {"env": "PATH"}         | {"env": 1}                  | $.updaters.office.key.secret
            {"env": "PATH"}         | {"env": "A", "file": "b"}   | $.updaters.office.key.secret
            "9876"                  | "secret"                    | $.updaters.office.key.pin
            "updater": "office",    |                             | $.hosts[0]
            ["ipv4", "ipv6"]        | ["ipv5"]                    | $.hosts[0].families[0]
            "ttl": 120              | "ttl": -1                   | $.hosts[0].ttl
            "wildcard": true        | "wildcard": 1               | $.hosts[0].wildcard
            ["private"]             | ["privat"]                  | $.allow[0]
            "removeAfter"           | "removeafter"               | $.absence
            "keep"                  | "kept"                      | $.onClose
            "P20D"                  | 20                          | $.refreshEvery
            "mode": "guard",        |                             | $.verification
            "guard"                 | "watch"                     | $.verification.mode
            "repairEvery"           | "repair"                    | $.verification
            "hosts": [              | "hosts": [], "x": [         | $.hosts
            """)
    void refusesWhatTheReaderRefuses(String right, String wrong, String place) {
        assertThat(WHOLE).contains(right);
        String json = WHOLE.replace(right, wrong == null ? "" : wrong);
        assertThat(problems(json))
                .extracting(problem -> problem.getInstanceLocation().toString())
                .anyMatch(found -> found.startsWith(place));
        assertThat(json).satisfies(refused -> {
            try {
                DdnsConfig.parse(refused, Path.of(""), CATALOG).close();
                throw new AssertionError("the reader reads it");
            } catch (ConfigException expected) {
                // both refuse it
            }
        });
    }

    private static Set<ValidationMessage> problems(String json) {
        return SCHEMA.validate(json, InputFormat.JSON);
    }
}
