package io.github.ddnskit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.gateway.MemoryAccountStore;
import io.github.ddnskit.gateway.UpdateGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ResourceLock(PaperUpdaterFactory.LOCK)
class GatewayConfigTest {

    private static final String WHOLE = """
            { "listen": "[::1]:8443", "status": "127.0.0.1:0", "plainHttp": true, "requireUserAgent": true,
              "tls": {"keystore": "keys.p12", "password": "opens-it"},
              "accounts": "accounts.json", "state": "gateway.state", "audit": "audit.log",
              "proxies": ["10.0.0.0/8", "fd00::/8"], "lapse": {"after": "P30D", "warning": "P7D"},
              "limits": {"perHost": 5, "perAccount": 50, "perNetwork": 500, "wrongPasswords": 3},
              "updaters": { "office": { "type": "paper", "server": "here" } },
              "zones": [ { "name": "dyn.example.org", "updater": "office", "ttl": 60, "families": ["ipv4"],
                  "allow": ["private"], "removal": true, "reserved": ["ns1.dyn.example.org"],
                  "window": "PT0.005S", "most": 10 } ] }
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @AfterEach
    void everyUpdaterIsClosedInTheEnd() {
        assertThat(PaperUpdaterFactory.OPEN).hasValue(0);
    }

    @Test
    void readsEverythingThatAFileMayHold() throws Exception {
        try (GatewayConfig config = GatewayConfig.parse(WHOLE, folder, Catalog.load())) {
            assertThat(config.listen().getPort()).isEqualTo(8443);
            assertThat(config.status()).isPresent();
            assertThat(config.accounts()).isEqualTo(folder.resolve("accounts.json"));
            assertThat(config.state()).contains(folder.resolve("gateway.state"));
            assertThat(config.audit()).contains(folder.resolve("audit.log"));
            try (UpdateGateway gateway =
                    config.gateway().accounts(MemoryAccountStore.of()).build()) {
                assertThat(gateway.status().zones())
                        .extracting(zone -> zone.zone())
                        .containsExactly("dyn.example.org");
            }
            assertThatThrownBy(config::gateway).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(config::tls).hasMessageContaining("keys.p12").hasMessageNotContaining("opens-it");
            Files.writeString(folder.resolve("keys.p12"), "no key store");
            assertThatThrownBy(config::tls)
                    .hasMessageContaining("cannot be read")
                    .hasMessageNotContaining("opens-it");
        }
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        String wrong = WHOLE.replace("[::1]:8443", "everywhere")
                .replace("10.0.0.0/8", "10.0.0.1/8")
                .replace("\"perHost\": 5", "\"perHost\": 0")
                .replace("\"warning\": \"P7D\"", "\"warning\": \"P70D\"")
                .replace("\"updater\": \"office\"", "\"updater\": \"offic\"")
                .replace("\"audit\"", "\"audti\"");
        ConfigException e =
                catchThrowableOfType(ConfigException.class, () -> GatewayConfig.parse(wrong, folder, Catalog.load()));
        assertThat(e.problems())
                .extracting(ConfigException.Problem::path)
                .containsExactlyInAnyOrder(
                        "$.audti", "$.zones[0].updater", "$.listen", "$.proxies[0]", "$.limits.perHost", "$.lapse");
        assertThat(e).hasMessageNotContaining("opens-it");
    }

    @Test
    void saysWhatIsWrongWithAZone() {
        for (String[] change : new String[][] {
            {"\"ttl\": 60", "\"ttl\": -1", "TTL"},
            {"\"dyn.example.org\"", "\"dyn..example.org\"", "empty label"},
            {"\"PT0.005S\"", "\"PT5S\"", "at most a second"},
            {"ns1.dyn", "ns 1.dyn", "not a host name"}
        }) {
            assertThatThrownBy(() -> GatewayConfig.parse(WHOLE.replace(change[0], change[1]), folder, Catalog.load()))
                    .hasMessageContaining("$.zones[0]")
                    .hasMessageContaining(change[2]);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "audit"                | "audti"
            "listen"               | "lisen"
            "zones"                | "hosts"
            "perHost": 5           | "perHost": 0
            "ttl": 60              | "ttl": -1
            "ttl": 60              | "ttl": "60"
            "P7D"                  | "a week"
            "ipv4"                 | "ipv5"
            "most": 10             | "most": 0
            "type"                 | "tpye"
            """)
    void whatTheSchemaRefusesTheReaderRefusesToo(String from, String to) {
        Catalog catalog = Catalog.load();
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(ConfigSchema.ofGateway(catalog), InputFormat.JSON);
        assertThat(schema.validate(WHOLE, InputFormat.JSON)).isEmpty();
        String wrong = WHOLE.replace(from, to);
        assertThat(schema.validate(wrong, InputFormat.JSON)).isNotEmpty();
        assertThatThrownBy(() -> GatewayConfig.parse(wrong, folder, catalog)).isInstanceOf(ConfigException.class);
    }
}
