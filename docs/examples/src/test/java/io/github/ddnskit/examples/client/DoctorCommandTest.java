package io.github.ddnskit.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

    private static final String SECRET = "c2VjcmV0LXNlY3JldC1zZWNyZXQ=";

    @AutoClose
    private final FakeAuthoritativeServer dns = FakeAuthoritativeServer.zone("example.test")
            .key(TsigKey.parse("ddns-key.:" + SECRET))
            .start();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void hasNothingToSayAboutAHostThatIsWell() throws IOException {
        config(SECRET, "192.0.2.7");
        assertThat(Program.run("once", "--config", config().toString()).exitCode())
                .isZero();
        Program program = doctor();
        assertThat(program.exitCode()).as(program.out()).isZero();
        assertThat(program.out())
                .contains("ns.example.test", "192.0.2.7", "authoritative")
                .contains("note     The record was changed a short while ago. [old-answers]")
                .endsWith("home.example.test: nothing needs to be done\n");
    }

    @Test
    void saysWhatIsWrongAndWhatToDo() throws IOException {
        config(SECRET, "192.0.2.7");
        Program.run("once", "--config", config().toString());
        config(SECRET, "192.0.2.8");
        dns.clearExchanges();
        Program program = doctor();
        assertThat(program.exitCode()).isEqualTo(1);
        assertThat(program.out()).contains("""
                        fault    The name leads to another address than this device has. [wrong-address]
                                 the A record of home.example.test is 192.0.2.7, and this device has 192.0.2.8
                              -> Run the client""");
        assertThat(program.out()).endsWith("home.example.test: 1 of 2 findings need somebody to act\n");
        assertThat(dns.exchanges())
                .isNotEmpty()
                .noneMatch(exchange -> exchange.question().isUpdate());
    }

    @Test
    void speaksJapanese() throws IOException {
        config(SECRET, "192.0.2.7");
        Program program = doctor("--lang", "ja");
        assertThat(program.exitCode()).isEqualTo(1);
        assertThat(program.out())
                .contains("fault    この名前にはアドレスのレコードがありません。 [name-missing]")
                .contains("件に対処が必要です");
    }

    @Test
    void findsAKeyThatTheServerDoesNotAcceptAndNeverShowsIt() throws IOException {
        String wrong = "d3JvbmctY2FuYXJ5LXNlY3JldA==";
        config(wrong, "192.0.2.7");
        Program program = doctor();
        assertThat(program.out()).contains("[key-wrong]");
        assertThat(program.out() + program.err()).doesNotContain(wrong).doesNotContain("wrong-canary-secret");
    }

    @Test
    void saysTheSameToPrograms() throws IOException {
        config(SECRET, "192.0.2.7");
        JsonNode diagnosis = new JsonMapper().readTree(doctor("--json").out());
        assertThat(diagnosis.at("/host").asText()).isEqualTo("home.example.test");
        assertThat(diagnosis.at("/healthy").asBoolean()).isFalse();
        assertThat(diagnosis.at("/findings/0/kind").asText()).isEqualTo("name-missing");
        assertThat(diagnosis.at("/findings/0/severity").asText()).isEqualTo("fault");
        assertThat(diagnosis.at("/findings/0/values/0").asText()).isEqualTo("home.example.test");
        assertThat(diagnosis.at("/findings/0/advice").asText()).isNotEmpty();
        assertThat(diagnosis.at("/published/zone").asText()).isEqualTo("example.test");
    }

    @Test
    void refusesAHostThatTheConfigurationDoesNotHave() throws IOException {
        config(SECRET, "192.0.2.7");
        Program program = Program.run("doctor", "other.example.test", "--config", config().toString());
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.err()).contains("the configuration has no host other.example.test");
    }

    private Program doctor(String... more) {
        String[] line = {
            "doctor",
            "home.example.test",
            "--config",
            config().toString(),
            "--resolver",
            dns.server(),
            "--port",
            Integer.toString(dns.port())
        };
        return Program.run(Stream.of(line, more).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private Path config() {
        return folder.resolve("ddns.json");
    }

    private void config(String secret, String address) throws IOException {
        Files.writeString(config(), """
                { "state": "ddns.state", "allow": ["documentation"],
                  "sources": [ {"type": "fixed", "addresses": ["%s"]} ],
                  "updaters": { "bind": { "type": "rfc2136", "server": "%s", "zone": "example.test",
                      "key": { "name": "ddns-key.", "secret": "%s" } } },
                  "hosts": [ { "name": "home.example.test", "updater": "bind" } ] }
                """.formatted(address, dns.server(), secret));
    }
}
