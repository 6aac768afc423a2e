package io.github.ddnskit.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.PeerZone;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What real servers made of random updates was written down, so that their personalities can be held to it where no server
 * is installed, and quickly. {@code -Dddnskit.rewrite} asks the servers anew.
 */
final class RecordedOutcomesTest {

    private static final Path FILE = Path.of("src/test/resources/io/github/ddnskit/testkit/real/outcomes.txt");
    private static final int SCRIPTS = 15;
    private static final int MESSAGES = 10;

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void areThoseOfThePersonality(RealServer server) throws IOException {
        List<String> onFake = new ArrayList<>();
        for (int seed = 1; seed <= SCRIPTS; seed++) {
            PeerZone zone = zone(seed);
            try (FakeAuthoritativeServer fake = server.fake(zone, records(zone))) {
                onFake.add(outcome(server, seed, fake.port()));
            }
        }
        if (System.getProperty("ddnskit.rewrite") != null) {
            record(server);
        }
        assertThat(recorded(server)).isEqualTo(onFake);
    }

    private static String outcome(RealServer server, int seed, int port) {
        String zone = zone(seed).name();
        RandomScript script = RandomScript.of(seed, zone, MESSAGES, server::leavesOut);
        List<String> codes = Commands.run(script, port);
        CRC32 sum = new CRC32();
        server.comparable(Transfer.of(port, zone)).stream()
                // the serial of PowerDNS tells the day
                .map(line -> line.replaceFirst("(?i)( SOA \\S+ \\S+) 20\\d{8}\\b", "$1"))
                .forEach(line -> sum.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
        return "%s %d %s %08x".formatted(server, seed, String.join(",", codes), sum.getValue());
    }

    private static void record(RealServer server) throws IOException {
        List<String> lines = new ArrayList<>(Files.exists(FILE) ? Files.readAllLines(FILE) : List.of());
        lines.removeIf(line -> line.startsWith(server + " "));
        List<PeerZone> zones = new ArrayList<>();
        for (int seed = 1; seed <= SCRIPTS; seed++) {
            zones.add(zone(seed));
        }
        try (PeerServer real = server.start(zones)) {
            for (int seed = 1; seed <= SCRIPTS; seed++) {
                lines.add(outcome(server, seed, real.port()));
            }
        }
        Files.write(FILE, lines);
    }

    private static List<String> recorded(RealServer server) throws IOException {
        return Files.readAllLines(FILE).stream()
                .filter(line -> line.startsWith(server + " "))
                .toList();
    }

    private static PeerZone zone(int seed) {
        return new PeerZone("random" + seed + ".test", PeerZone.Updates.ANYONE, UpdateScript.RECORDS);
    }

    /** As {@link PeerZone} has them. */
    private static List<String> records(PeerZone zone) {
        List<String> lines = new ArrayList<>(List.of(
                "$ORIGIN " + zone.name() + ".",
                "$TTL 3600",
                "@ SOA ns1 hostmaster 1 3600 600 86400 60",
                "@ NS ns1",
                "ns1 A 127.0.0.1"));
        lines.addAll(zone.records());
        return lines;
    }
}
