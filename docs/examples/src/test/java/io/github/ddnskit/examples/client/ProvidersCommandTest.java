package io.github.ddnskit.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.config.ConfigSchema;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProvidersCommandTest {

    @Test
    void listsAllTypes() {
        Program program = Program.run("providers");
        assertThat(program.exitCode()).isZero();
        assertThat(program.out().lines())
                .containsSubsequence(
                        "UPDATERS",
                        "  rfc2136              DNS UPDATE (RFC 2136)",
                        "SOURCES",
                        "  interface            Network interface");
    }

    @Test
    void describesOneTypeWithItsFields() {
        Program program = Program.run("providers", "rfc2136");
        assertThat(program.exitCode()).isZero();
        assertThat(program.out().lines())
                .contains(
                        "rfc2136: DNS UPDATE (RFC 2136)",
                        "https://www.rfc-editor.org/info/rfc2136",
                        "server: a string",
                        "key.secret (required): a string, {\"env\": NAME} or {\"file\": PATH}",
                        "  Secret: The secret of the key in Base64, as the server shows it.")
                .anyMatch(line -> line.startsWith("key.algorithm: hmac-md5, "));
    }

    @Test
    void speaksJapanese() {
        assertThat(Program.run("providers", "--lang", "ja").out()).contains("  interface            ネットワークインターフェース");
        assertThat(Program.run("providers", "fixed", "--lang", "ja-JP").out())
                .contains("fixed: 固定アドレス", "  アドレス: 変わることのないIPv4アドレスとIPv6アドレス。");
        assertThat(Program.run("providers", "fixed", "--lang", "xx").out()).contains("Fixed addresses");
    }

    @Test
    void printsJsonForPrograms() throws IOException {
        JsonNode all =
                new ObjectMapper().readTree(Program.run("providers", "--json").out());
        assertThat(all.path("updaters").findValuesAsText("id")).contains("rfc2136");
        assertThat(all.path("sources")).hasSizeGreaterThan(3);
        JsonNode one = new ObjectMapper()
                .readTree(Program.run("providers", "rfc2136", "--json").out());
        assertThat(one.path("updaters")).hasSize(1);
        assertThat(one.path("sources")).isEmpty();
    }

    @Test
    void printsTheSchemaOfAConfiguration() {
        assertThat(Program.run("providers", "--schema").out()).isEqualTo(ConfigSchema.of(Catalog.load()));
    }
}
