package io.github.ddnskit.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ddns run} while a name server is down or cannot be reached, and another one works: real BIND. */
class OutageIT {

    private static final String HOST = "home.example.test";
    private static final int CHANGES = 5;
    private static final int BURST = 200;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aServerThatWasDownIsToldTheLatestAddressAndNoneOfThoseBefore() throws Exception {
        Path address = Files.writeString(folder.resolve("address.txt"), "203.0.113.1\n");
        try (PeerServer bind = Named.start()) {
            Path config = DdnsJarIT.config(folder, bind.address(), HOST);
            try (DdnsProcess ddns = run(config)) {
                ddns.await(line -> line.endsWith(HOST + " A is now 203.0.113.1"));
                bind.stop();
                DdnsProcess.replace(address, "203.0.113.2\n");
                ddns.await(line -> line.contains(HOST + " A was not updated"));
                DdnsProcess.replace(address, "203.0.113.3\n");
                ddns.await(line -> line.contains("the ipv4 address is 203.0.113.3"));
                bind.restart();
                ddns.await(line -> line.endsWith(HOST + " A is now 203.0.113.3"));
                assertThat(bind.data(HOST, "A")).containsExactly("203.0.113.3");
                ddns.terminate();
                assertThat(ddns.exitCode()).isZero();
            }
        }
    }

    @Test
    void aServerThatSwallowsEverythingMakesNobodyElseLateNeitherDoesABurstOfChanges() throws Exception {
        Path address = Files.writeString(folder.resolve("address.txt"), "203.0.113.1\n");
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (PeerServer bind = Named.start();
                ServerSocket blackHole = new ServerSocket(0, 50, loopback);
                DatagramSocket sameForUdp = new DatagramSocket(blackHole.getLocalPort(), loopback)) {
            Path config = DdnsJarIT.config(folder, bind.address(), HOST);
            Files.writeString(
                    config,
                    Files.readString(config)
                            .replace(
                                    "\"updaters\": {",
                                    "\"updaters\": { \"hole\": { \"type\": \"rfc2136\", \"timeout\": \"PT1H\","
                                            + " \"zone\": \"example.test\", \"server\": \"127.0.0.1:"
                                            + sameForUdp.getLocalPort() + "\" },")
                            .replace(
                                    "\"hosts\": [",
                                    "\"hosts\": [ { \"name\": \"lost.example.test\", \"updater\": \"hole\" },"));
            try (DdnsProcess ddns = run(config)) {
                for (int i = 1; i <= CHANGES; i++) {
                    String now = "203.0.113." + i;
                    DdnsProcess.replace(address, now + "\n");
                    ddns.await(line -> line.endsWith(HOST + " A is now " + now));
                    assertThat(bind.data(HOST, "A")).containsExactly(now);
                }
                for (int i = CHANGES + 1; i <= BURST; i++) {
                    DdnsProcess.replace(address, "203.0.113." + i + "\n");
                }
                ddns.await(line -> line.endsWith(HOST + " A is now 203.0.113." + BURST));
                assertThat(bind.data(HOST, "A")).containsExactly("203.0.113." + BURST);
                ddns.terminate(); // although one request is still on its way
                assertThat(ddns.exitCode()).isZero();
                assertThat(numbers(ddns.everything()))
                        .as("never an older address after a newer one")
                        .isSorted()
                        .doesNotHaveDuplicates();
                assertThat(ddns.everything()).noneMatch(line -> line.contains("lost.example.test"));
            }
        }
    }

    private static DdnsProcess run(Path config) throws Exception {
        return DdnsProcess.start(List.of(), "run", "--config", config.toString());
    }

    /** The last octets of what was published. */
    private static Stream<Integer> numbers(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains(" A is now "))
                .map(line -> Integer.valueOf(line.substring(line.lastIndexOf('.') + 1)));
    }
}
