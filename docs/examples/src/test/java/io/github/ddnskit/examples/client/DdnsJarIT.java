package io.github.ddnskit.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.rfc2136.AuthoritativeObserver;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a user starts it, against real BIND. */
class DdnsJarIT {

    static final TsigKey KEY = PeerServer.key(TsigAlgorithm.HMAC_SHA256);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void runFollowsAnAddressUntilSigterm() throws Exception {
        try (PeerServer bind = Named.start()) {
            Path address = Files.writeString(folder.resolve("address.txt"), "203.0.113.1\n2001:db8::1\n");
            Path config = config(folder, bind, "home.example.test");
            try (DdnsProcess ddns = DdnsProcess.start(List.of(), "run", "--config", config.toString())) {
                ddns.await(line -> line.endsWith("home.example.test A is now 203.0.113.1"));
                assertThat(bind.data("home.example.test", "A")).containsExactly("203.0.113.1");
                DdnsProcess.replace(address, "203.0.113.2\n2001:db8::1\n");
                ddns.await(line -> line.endsWith("home.example.test A is now 203.0.113.2"));
                assertThat(bind.data("home.example.test", "A")).containsExactly("203.0.113.2");
                assertThat(bind.data("home.example.test", "AAAA")).containsExactly("2001:db8:0:0:0:0:0:1");
                ddns.terminate();
                assertThat(ddns.exitCode()).isZero();
            }
        }
    }

    @Test
    void runRefusesAWrongConfiguration() throws Exception {
        Path config = Files.writeString(folder.resolve("ddns.json"), "{");
        try (DdnsProcess ddns = DdnsProcess.start(List.of(), "run", "--config", config.toString())) {
            ddns.await(line -> line.startsWith("ddns: the configuration " + config + " is not JSON"));
            assertThat(ddns.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void onceEndsWithTheStatusOfWhatItDid() throws Exception {
        try (PeerServer bind = Named.start()) {
            Files.writeString(folder.resolve("address.txt"), "203.0.113.1\n");
            Path config = config(folder, bind, "home.example.test");
            try (DdnsProcess ddns = DdnsProcess.start(List.of(), "once", "--config", config.toString())) {
                assertThat(ddns.exitCode()).isZero();
            }
            assertThat(bind.data("home.example.test", "A")).containsExactly("203.0.113.1");
            bind.stop();
            Files.writeString(folder.resolve("address.txt"), "203.0.113.2\n");
            try (DdnsProcess ddns = DdnsProcess.start(List.of(), "once", "--config", config.toString())) {
                ddns.await(line -> line.startsWith("failed  home.example.test A 203.0.113.1; next attempt"));
                assertThat(ddns.exitCode()).isEqualTo(1);
            }
        }
    }

    @Test
    void serveTakesUpdatesFromOnceUntilSigterm() throws Exception {
        String key = KEY.algorithm() + ":" + KEY.name() + ":" + KEY.secret().reveal();
        try (DdnsProcess server = DdnsProcess.start(
                List.of(), "serve", "--listen", "127.0.0.1:0", "--zone", "example.test", "--key", key)) {
            String ready = server.await(line -> true);
            assertThat(ready).matches("ddns: serving example.test on 127\\.0\\.0\\.1:[0-9]+ \\(udp, tcp\\)");
            String address = ready.replaceAll(".* on (\\S+) .*", "$1");
            Files.writeString(folder.resolve("address.txt"), "203.0.113.1\n");
            Path config = config(folder, address, "home.example.test");
            assertThat(Program.run("once", "--config", config.toString()).exitCode())
                    .isZero();
            try (AuthoritativeObserver observer = AuthoritativeObserver.at(address)) {
                assertThat(observer.observe(Hostname.of("home.example.test")).of(AddressFamily.IPV4))
                        .asString()
                        .startsWith("203.0.113.1");
            }
            server.terminate();
            assertThat(server.exitCode()).isZero();
        }
    }

    @Test
    void serveGoesWrongAsAskedAndPrintsItsZonesAtTheEnd() throws Exception {
        Path zone = Files.writeString(folder.resolve("child.zone"), "www 60 IN A 203.0.113.9\n");
        try (DdnsProcess server = DdnsProcess.start(
                List.of(),
                "serve",
                "--listen=127.0.0.1:0",
                "--zone=example.test",
                "--zone=child.example.test",
                "--zone-file=child.example.test=" + zone,
                "--key=" + KEY.algorithm() + ":" + KEY.name() + ":"
                        + KEY.secret().reveal(),
                "--personality=BIND",
                "--tls=0",
                "--tls-certificate=" + folder.resolve("ca.pem"),
                "--fault=next:1,updates=servfail",
                "--log-exchanges",
                "--print-zone")) {
            String ready = server.await(line -> true);
            assertThat(ready).endsWith("(tls)");
            assertThat(folder.resolve("ca.pem")).content().startsWith("-----BEGIN CERTIFICATE-----");
            String address = ready.replaceAll(".* on (\\S+) \\(udp.*", "$1");
            Files.writeString(folder.resolve("address.txt"), "203.0.113.1\n");
            String config = config(folder, address, "home.example.test").toString();
            assertThat(Program.run("once", "--config", config).exitCode()).isNotZero();
            server.await(line -> line.contains("UPDATE example.test of home.example.test")
                    && line.endsWith("SERVFAIL (RCODE SERVFAIL)"));
            Files.deleteIfExists(folder.resolve("ddns.state")); // in which stands to wait
            assertThat(Program.run("once", "--config", config).exitCode()).isZero();
            server.await(line -> line.contains("UPDATE example.test") && line.endsWith(": NOERROR"));
            server.terminate();
            server.await(line -> line.equals("home.example.test. 60 IN A 203.0.113.1"));
            server.await(line -> line.equals("www.child.example.test. 60 IN A 203.0.113.9"));
            assertThat(server.exitCode()).isZero();
        }
    }

    @Test
    void takesTheSecretFromTheEnvironmentAndNeverShowsIt() throws Exception {
        try (PeerServer bind = Named.start()) {
            Files.writeString(folder.resolve("address.txt"), "203.0.113.1\n");
            Path config = config(folder, bind, "home.example.test");
            String secret = KEY.secret().reveal();
            Files.writeString(
                    config, Files.readString(config).replace("\"" + secret + "\"", "{\"env\": \"TSIG_SECRET\"}"));
            String[] once = {"once", "--config", config.toString(), "--log-level", "debug"};
            try (DdnsProcess ddns = DdnsProcess.start(Map.of("TSIG_SECRET", secret), List.of(), once)) {
                ddns.await(line -> line.startsWith("ok      home.example.test A 203.0.113.1"));
                assertThat(ddns.exitCode()).isZero();
                assertThat(ddns.output()).noneMatch(line -> line.contains(secret));
            }
            try (DdnsProcess ddns = DdnsProcess.start(Map.of(), List.of(), once)) {
                ddns.await(line -> line.contains("$.updaters.bind.key.secret.env"));
                assertThat(ddns.exitCode()).isEqualTo(2);
            }
        }
    }

    @Test
    void tellsTheVersionOfTheBuild() throws Exception {
        try (DdnsProcess ddns = DdnsProcess.start(List.of(), "--version")) {
            assertThat(ddns.await(line -> true)).matches("ddns [0-9]+\\.[0-9]+\\.[0-9]+.*");
            assertThat(ddns.exitCode()).isZero();
        }
    }

    @Test
    void speaksJapaneseInEveryModule() throws Exception {
        try (DdnsProcess ddns = DdnsProcess.start(List.of(), "providers", "--json", "--lang", "ja")) {
            ddns.await(line -> line.contains(escaped("ネームサーバー")));
            ddns.await(line -> line.contains(escaped("固定アドレス")));
            assertThat(ddns.exitCode()).isZero();
        }
    }

    private static String escaped(String text) {
        return text.chars().mapToObj("\\u%04X"::formatted).collect(Collectors.joining());
    }

    private static Path config(Path folder, PeerServer bind, String host) throws IOException {
        return config(folder, bind.address(), host);
    }

    /** A configuration that looks at {@code address.txt} in the folder every second. */
    static Path config(Path folder, String server, String host) throws IOException {
        return Files.writeString(folder.resolve("ddns.json"), """
                { "state": "ddns.state", "interval": "PT1S", "allow": ["documentation"],
                  "sources": [ {"type": "file", "path": "address.txt"} ],
                  "updaters": { "bind": { "type": "rfc2136", "server": "%s", "zone": "example.test",
                      "key": { "name": "%s", "algorithm": "%s", "secret": "%s" } } },
                  "hosts": [ { "name": "%s", "updater": "bind" } ] }
                """.formatted(
                        server, KEY.name(), KEY.algorithm(), KEY.secret().reveal(), host));
    }
}
