package io.github.ddnskit.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Many names from a file, on a real BIND. */
@TestInstance(Lifecycle.PER_CLASS)
class BulkCommandTest {

    private static final TsigKey KEY = PeerServer.key(TsigAlgorithm.HMAC_SHA256);

    @SuppressWarnings("NullAway.Init")
    private PeerServer server;

    @BeforeAll
    void start() {
        server = Named.start();
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void publishesThemAllAndForgetsTheJournal(@TempDir Path folder) throws IOException {
        String lines = IntStream.range(0, 500)
                .mapToObj(i -> "all-" + i + ".example.test, 192.0.2." + i % 250 + ", 2001:db8::" + i)
                .collect(Collectors.joining("\n"));
        Path names = Files.writeString(folder.resolve("names.csv"), "# those of the customers\n\n" + lines);
        Program program = bulk(folder, names);
        assertThat(program.err()).isEmpty();
        assertThat(program.out()).startsWith("500 published, 0 had been before, 0 failed; ");
        assertThat(program.exitCode()).isZero();
        assertThat(server.data("all-499.example.test", "A")).containsExactly("192.0.2.249");
        assertThat(server.data("all-499.example.test", "AAAA")).containsExactly("2001:db8:0:0:0:0:0:499");
        assertThat(folder.resolve("names.csv.journal")).doesNotExist();
    }

    @Test
    void goesOnWithWhatFailed(@TempDir Path folder) throws IOException {
        Path names = Files.writeString(folder.resolve("names.csv"), """
                first.example.test,192.0.2.1
                alias.example.test,192.0.2.2
                third.example.test,192.0.2.3
                """);
        Program failing = bulk(folder, names);
        assertThat(failing.exitCode()).isEqualTo(1);
        assertThat(failing.out()).startsWith("2 published, 0 had been before, 1 failed; ");
        assertThat(failing.err()).contains("line 2: ").contains("is an alias").contains("run the same again");
        assertThat(folder.resolve("names.csv.journal"))
                .hasContent("first.example.test,192.0.2.1\nthird.example.test,192.0.2.3\n");

        // as if the power had gone while the next line was being noted
        Files.writeString(folder.resolve("names.csv.journal"), "first.example.test,192.0.2.1\nthird.exa");
        Files.writeString(names, """
                first.example.test,192.0.2.1
                another.example.test,192.0.2.2
                third.example.test,192.0.2.3
                """);
        Program resumed = bulk(folder, names);
        assertThat(resumed.out()).startsWith("2 published, 1 had been before, 0 failed; ");
        assertThat(resumed.exitCode()).isZero();
        assertThat(server.data("another.example.test", "A")).containsExactly("192.0.2.2");
    }

    @Test
    void sendsNothingIfALineIsWrong(@TempDir Path folder) throws IOException {
        Path names = Files.writeString(folder.resolve("names.csv"), """
                wrong-1.example.test,192.0.2.1
                wrong-2.example.test
                wrong-3.example.test,127.0.0.1
                wrong..example.test,192.0.2.1
                wrong-5.example.test,1.2.3
                """);
        Program program = bulk(folder, names);
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.err())
                .contains("holds 4 lines that are wrong")
                .contains("line 2: write host,address")
                .contains("line 3: 127.0.0.1 is not a global address")
                .contains("line 4: ")
                .contains("line 5: ");
        assertThat(server.data("wrong-1.example.test", "A")).isEmpty();
        assertThat(bulk(folder, folder.resolve("none.csv")).err()).contains("there is no file");
    }

    private Program bulk(Path folder, Path names) throws IOException {
        Path config = Files.writeString(folder.resolve("ddns.json"), """
                { "sources": [ {"type": "fixed", "addresses": ["192.0.2.7"]} ],
                  "allow": ["documentation"],
                  "updaters": { "bind": { "type": "rfc2136", "server": "%s", "zone": "example.test",
                      "key": { "name": "%s", "secret": "%s" } } },
                  "hosts": [ { "name": "home.example.test", "updater": "bind" } ] }
                """.formatted(
                        server.address(), KEY.name(), KEY.secret().reveal()));
        return Program.run("bulk", "--config", config.toString(), names.toString());
    }
}
