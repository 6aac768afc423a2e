package io.github.ddnskit.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {

    @AutoClose
    private final FakeAuthoritativeServer newer = server(7, "192.0.2.7");

    @AutoClose
    private final FakeAuthoritativeServer older = server(5, "192.0.2.6");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void showsWhatTheServerServes() {
        Program program = Program.run("verify", "home.example.test", newer.server());
        assertThat(program.exitCode()).isZero();
        assertThat(program.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "SERVER ADDRESS STANDING SERIAL BEHIND A AAAA",
                        newer.server() + " " + newer.server() + " authoritative 7 0 192.0.2.7 (60 s) none (60 s)",
                        "caches may keep an old answer for A 60 s",
                        "caches may keep an old answer for AAAA 60 s");
    }

    @Test
    void findsTheServersOfAConfiguration() throws IOException {
        Program program = Program.run(
                "verify", "home.example.test", "--config", config().toString(), "--port", "" + newer.port());
        assertThat(program.exitCode()).isZero();
        assertThat(program.out()).contains("ns.example.test", "zone: example.test", "192.0.2.7");
    }

    @Test
    void namesAStaleServer() {
        Program program = Program.run("verify", "home.example.test", newer.server(), older.server());
        assertThat(program.exitCode()).isEqualTo(1);
        assertThat(program.out()).contains(older.server() + ": is stale, 2 behind");
    }

    @Test
    void saysTheSameToPrograms() throws IOException {
        Program program = Program.run("verify", "home.example.test", newer.server(), older.server(), "--json");
        assertThat(program.exitCode()).isEqualTo(1);
        JsonNode view = new JsonMapper().readTree(program.out());
        assertThat(view.at("/serial").asLong()).isEqualTo(7);
        assertThat(view.at("/servers/0/ipv4/addresses/0").asText()).isEqualTo("192.0.2.7");
        assertThat(view.at("/servers/1/behind").asLong()).isEqualTo(2);
        assertThat(view.at("/stale/0").asText()).isEqualTo(older.server());
        assertThat(view.at("/split")).isEmpty();
        assertThat(view.at("/cachedForSeconds/ipv4").asLong()).isEqualTo(120);
    }

    @Test
    void failsIfNobodyServesTheName() {
        Program program = Program.run("verify", "home.elsewhere.test", newer.server());
        assertThat(program.exitCode()).isEqualTo(1);
        assertThat(program.out()).contains("lame").contains("has no authority for home.elsewhere.test");
    }

    @Test
    void refusesAHostThatTheConfigurationDoesNotHave() throws IOException {
        Program program = Program.run("verify", "other.example.test", "--config", config().toString());
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.err())
                .contains("the configuration has no host other.example.test; it has home.example.test");
    }

    private Path config() throws IOException {
        return Files.writeString(folder.resolve("ddns.json"), """
                { "sources": [ {"type": "fixed", "addresses": ["192.0.2.7"]} ],
                  "updaters": { "bind": { "type": "rfc2136", "server": "%s" } },
                  "hosts": [ { "name": "home.example.test", "updater": "bind" } ] }
                """.formatted(newer.server()));
    }

    private static FakeAuthoritativeServer server(int serial, String address) {
        return FakeAuthoritativeServer.zone("example.test")
                .record("example.test. 3600 IN SOA ns.example.test. root.example.test. " + serial + " 60 60 60 60")
                .record("home.example.test. 60 IN A " + address)
                .start();
    }
}
