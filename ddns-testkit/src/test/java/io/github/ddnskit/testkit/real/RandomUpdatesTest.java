package io.github.ddnskit.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.PeerZone;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Hundreds of updates that were thrown together at random, sent by {@code nsupdate} to a real server and to its
 * personality: the same codes, and the same zone afterwards.
 *
 * <p>{@code -Dddnskit.random.seed=N} begins with another seed than 1, and {@code -Dddnskit.random.scripts=N} tries more.
 */
final class RandomUpdatesTest {

    private static final long FIRST_SEED = Long.getLong("ddnskit.random.seed", 1);
    private static final int SCRIPTS = Integer.getInteger("ddnskit.random.scripts", 20);
    private static final int MESSAGES = 10;

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void endAlike(RealServer server) {
        List<PeerZone> zones = LongStream.range(FIRST_SEED, FIRST_SEED + SCRIPTS)
                .mapToObj(seed -> new PeerZone(zone(seed), PeerZone.Updates.ANYONE, UpdateScript.RECORDS))
                .toList();
        try (PeerServer real = server.start(zones)) {
            for (int i = 0; i < SCRIPTS; i++) {
                endsAlike(server, real, zones.get(i), FIRST_SEED + i);
            }
        }
    }

    private static void endsAlike(RealServer server, PeerServer real, PeerZone zone, long seed) {
        RandomScript script = RandomScript.of(seed, zone.name(), MESSAGES, server::leavesOut);
        try (FakeAuthoritativeServer fake = server.fake(zone, Transfer.of(real.port(), zone.name()))) {
            CompletableFuture<List<String>> meanwhile = CompletableFuture.supplyAsync(() -> script.run(real.port()));
            List<String> onFake = script.run(fake.port());
            List<String> onReal = meanwhile.join();

            assertThat(onFake).as("the codes of seed %d: %s", seed, script).isEqualTo(onReal);
            assertThat(server.comparable(Transfer.of(fake.port(), zone.name())))
                    .as("the zone after seed %d: %s", seed, script)
                    .isEqualTo(server.comparable(Transfer.of(real.port(), zone.name())));
        }
    }

    private static String zone(long seed) {
        return "random" + seed + ".test";
    }
}
