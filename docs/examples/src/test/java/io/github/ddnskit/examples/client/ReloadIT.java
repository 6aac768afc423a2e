package io.github.ddnskit.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ddns run} while somebody edits its configuration, against real BIND. */
class ReloadIT {

    private static final String HOST = "\"hosts\": [";
    private static final String SECOND = "\"hosts\": [ { \"name\": \"shop.example.test\", \"updater\": \"bind\" }, ";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void goesOnAsTheFileSaysNowOrAsBeforeIfThatIsWrong() throws Exception {
        Path address = Files.writeString(folder.resolve("address.txt"), "203.0.113.1\n");
        try (PeerServer bind = Named.start()) {
            Path file = DdnsJarIT.config(folder, bind.address(), "home.example.test");
            String first = Files.readString(file);
            try (DdnsProcess ddns = DdnsProcess.start(List.of(), "run", "--config", file.toString())) {
                ddns.await(line -> line.endsWith("home.example.test A is now 203.0.113.1"));

                DdnsProcess.replace(file, first.replace(HOST, SECOND));
                ddns.awaitAll(List.of(
                        line -> line.endsWith("the configuration was read again, with 2 hosts"),
                        line -> line.endsWith("shop.example.test A is now 203.0.113.1")));
                assertThat(bind.data("shop.example.test", "A")).containsExactly("203.0.113.1");

                String wrong = first.replace("PT1S", "often").replace("\"secret\"", "\"sceret\"");
                DdnsProcess.replace(file, wrong);
                ddns.awaitAll(List.of(
                        line -> line.equals("ddns: " + file + ": $.interval: must be a duration such as \"PT5M\""),
                        line -> line.startsWith("ddns: " + file + ": $.updaters.bind.key.sceret: is not known here")));
                DdnsProcess.replace(address, "203.0.113.2\n");
                ddns.awaitAll(List.of(
                        line -> line.endsWith("home.example.test A is now 203.0.113.2"),
                        line -> line.endsWith("shop.example.test A is now 203.0.113.2")));

                DdnsProcess.replace(file, first.replace("ddns.state", "another.state"));
                ddns.hangUp();
                ddns.await(line -> line.equals(
                        "ddns: " + file + ": $.state: cannot change while the program runs: restart it for that"));

                DdnsProcess.replace(file, first);
                ddns.hangUp();
                ddns.await(line -> line.endsWith("the configuration was read again, with 1 host"));
                DdnsProcess.replace(address, "203.0.113.3\n");
                ddns.await(line -> line.endsWith("home.example.test A is now 203.0.113.3"));
                assertThat(bind.data("shop.example.test", "A"))
                        .as("which is nobody's any more")
                        .containsExactly("203.0.113.2");
                ddns.terminate();
                assertThat(ddns.exitCode()).isZero();
                String secret = DdnsJarIT.KEY.secret().reveal();
                assertThat(ddns.everything())
                        .noneMatch(line -> line.contains(secret))
                        .filteredOn(line -> line.contains("home.example.test A is now"))
                        .as("nothing is sent again only because the file is read again")
                        .hasSize(3);
            }
            assertThat(folder.resolve("ddns.state")).exists();
            assertThat(folder.resolve("another.state")).doesNotExist();
        }
    }

    @Test
    void removesWhatItPublishedWhenItIsToldToAndGuardsItUntilThen() throws Exception {
        Files.writeString(folder.resolve("address.txt"), "203.0.113.1\n");
        try (PeerServer bind = Named.start()) {
            Path file = DdnsJarIT.config(folder, bind.address(), "home.example.test");
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replaceFirst(
                                    "\\{",
                                    "{ \"onClose\": \"withdraw\","
                                            + " \"verification\": {\"mode\": \"guard\", \"every\": \"PT1S\"},"));
            try (DdnsProcess once = DdnsProcess.start(List.of(), "once", "--config", file.toString())) {
                assertThat(once.exitCode()).isZero();
            }
            assertThat(bind.data("home.example.test", "A"))
                    .as("a single look leaves behind what it published")
                    .containsExactly("203.0.113.1");
            try (DdnsProcess ddns = DdnsProcess.start(List.of(), "run", "--config", file.toString())) {
                DdnsProcess.replace(folder.resolve("address.txt"), "203.0.113.2\n");
                ddns.await(line -> line.contains("home.example.test A is seen in DNS as 203.0.113.2"));
                ddns.terminate();
                assertThat(ddns.exitCode()).isZero();
            }
            assertThat(bind.data("home.example.test", "A")).isEmpty();
        }
    }
}
