package io.github.ddnskit.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.Fault;
import io.github.ddnskit.testkit.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnceCommandTest {

    @AutoClose
    private final FakeAuthoritativeServer dns = FakeAuthoritativeServer.zone("example.test")
            .key(TsigKey.parse("ddns-key.:c2VjcmV0LXNlY3JldC1zZWNyZXQ="))
            .start();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeEach
    void deviceHasAnAddress() throws IOException {
        Files.writeString(folder.resolve("address.txt"), "192.0.2.7\n");
    }

    @Test
    void publishesAndThenFindsItUnchanged() throws IOException {
        Program first = once("c2VjcmV0LXNlY3JldC1zZWNyZXQ=");
        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).contains("ok      home.example.test A 192.0.2.7");
        assertThat(dns.addresses("home.example.test")).containsExactly("192.0.2.7");

        dns.clearExchanges();
        Program second = once("c2VjcmV0LXNlY3JldC1zZWNyZXQ=");
        assertThat(second.exitCode()).isZero();
        assertThat(second.out()).contains("ok      home.example.test A 192.0.2.7");
        assertThat(dns.exchanges()).as("nothing is sent for what is unchanged").isEmpty();
    }

    @Test
    void saysWhyItFailed() throws IOException {
        dns.fault(Trigger.always().updates(), Fault.refused());
        Program program = once("c2VjcmV0LXNlY3JldC1zZWNyZXQ=");
        assertThat(program.exitCode()).isEqualTo(1);
        assertThat(program.out())
                .contains("failed  home.example.test A not published yet; next attempt")
                .contains("REFUSED");
        assertThat(dns.addresses("home.example.test")).isEmpty();
    }

    @Test
    void failsWithTheWrongSecretAndDoesNotShowIt() throws IOException {
        Program program = once("d3Jvbmctd3Jvbmctd3Jvbmc=");
        assertThat(program.exitCode()).isEqualTo(1);
        assertThat(program.out() + program.err())
                .doesNotContain("d3Jvbmctd3Jvbmctd3Jvbmc=")
                .doesNotContain("wrong-wrong");
    }

    @Test
    void failsIfNobodyKnowsTheAddress() throws IOException {
        Files.delete(folder.resolve("address.txt"));
        Program program = once("c2VjcmV0LXNlY3JldC1zZWNyZXQ=");
        assertThat(program.exitCode()).isEqualTo(1);
        assertThat(program.out()).contains("there is no file");
    }

    @Test
    void refusesAConfigurationThatIsWrong() throws IOException {
        Program program = once("");
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.err())
                .contains("$.updaters.bind.key.secret: is empty")
                .doesNotContain("\tat ");
    }

    @Test
    void saysInOneLineThatThereIsNoConfiguration() {
        Program program =
                Program.run("once", "--config", folder.resolve("no.json").toString());
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.err().lines())
                .containsExactly("ddns: the configuration " + folder.resolve("no.json") + " does not exist");
    }

    @Test
    void doesNotOverwriteTheStateOfALaterVersion() throws IOException {
        Path state = Files.writeString(folder.resolve("ddns.state"), "ddnskit-state 99\n");
        Program program = once("c2VjcmV0LXNlY3JldC1zZWNyZXQ=");
        assertThat(program.exitCode()).isEqualTo(1);
        assertThat(program.err()).startsWith("ddns: the state cannot be read: ").contains("later version");
        assertThat(state).hasContent("ddnskit-state 99");
    }

    @Test
    void saysThatItCannotRememberWhatItPublished() throws IOException {
        Files.createDirectories(folder.resolve("ddns.state.new/in-the-way")); // where the file is written first
        Program program = once("c2VjcmV0LXNlY3JldC1zZWNyZXQ=");
        assertThat(program.out())
                .contains("ok      home.example.test A")
                .containsPattern("(?m)^warning .*cannot be saved");
    }

    @Test
    @SuppressWarnings("try") // the lock is only held
    void leavesAStateAloneThatAnotherProgramUses() throws Exception {
        Path state = folder.resolve("ddns.state");
        try (StateLock other = StateLock.of(Optional.of(state))) {
            Program program = once("c2VjcmV0LXNlY3JldC1zZWNyZXQ=");
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.err()).contains("the state file " + state + " is in use by another ddns");
            assertThat(dns.exchanges()).isEmpty();
        }
        assertThat(once("c2VjcmV0LXNlY3JldC1zZWNyZXQ=").exitCode())
                .as("when the other one has ended")
                .isZero();
    }

    @Test
    void saysThatAFolderIsNoState() throws IOException {
        Path state = Files.createDirectory(folder.resolve("ddns.state"));
        assertThat(once("c2VjcmV0LXNlY3JldC1zZWNyZXQ=").err())
                .contains("the state file " + state + " is a directory: name a file");
    }

    @Test
    void saysThatTheStateWasDamaged() throws IOException {
        Files.writeString(folder.resolve("ddns.state"), "not a state\n");
        Program program = once("c2VjcmV0LXNlY3JldC1zZWNyZXQ=");
        assertThat(program.out()).containsPattern("(?m)^warning .*is damaged").contains("ddns.state.damaged");
    }

    private Program once(String secret) throws IOException {
        Path config = Files.writeString(folder.resolve("ddns.json"), """
                { "state": "ddns.state", "sources": [ {"type": "file", "path": "address.txt"} ],
                  "allow": ["documentation"],
                  "updaters": { "bind": { "type": "rfc2136", "server": "%s", "zone": "example.test",
                      "key": { "name": "ddns-key.", "secret": "%s" } } },
                  "hosts": [ { "name": "home.example.test", "updater": "bind" } ] }
                """.formatted(dns.server(), secret));
        return Program.run("once", "--config", config.toString());
    }
}
