package io.github.ddnskit.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.PeerZone;
import io.github.ddnskit.peers.Peers;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.FakeAuthoritativeServerBuilder;
import io.github.ddnskit.testkit.Personality;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts of {@code updates.txt}, run by real tools on real BIND and on the fake, end alike on both. */
final class SameUpdatesAsBindTest {

    private static final List<UpdateScript> SCRIPTS = UpdateScript.all();

    private static PeerServer bind;

    @BeforeAll
    static void startBind() {
        bind = Named.start(Stream.of("nsupdate", "knsupdate")
                .flatMap(tool -> SCRIPTS.stream().map(script -> script.zone(tool)))
                .map(zone -> new PeerZone(zone, PeerZone.Updates.SIGNED, UpdateScript.RECORDS))
                .toList());
    }

    @AfterAll
    static void stopBind() {
        if (bind != null) {
            bind.close();
        }
    }

    static List<UpdateScript> scripts() {
        return SCRIPTS;
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void nsupdateSeesTheSame(UpdateScript script) {
        endsAlike(script, "nsupdate");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void knsupdateSeesTheSame(UpdateScript script) {
        endsAlike(script, "knsupdate");
    }

    private static void endsAlike(UpdateScript script, String tool) {
        Peers.require(tool);
        String zone = script.zone(tool);
        List<String> before = Transfer.of(bind.port(), zone);
        try (FakeAuthoritativeServer fake = fakeWith(zone, before)) {
            assertThat(Transfer.of(fake.port(), zone)).as("the zone at first").isEqualTo(before);

            CompletableFuture<List<String>> meanwhile =
                    CompletableFuture.supplyAsync(() -> script.run(tool, bind.port()));
            List<String> onFake = script.run(tool, fake.port());
            List<String> onBind = meanwhile.join();

            assertThat(onFake).as("what %s says", tool).isEqualTo(onBind);
            assertThat(onBind).as("what the script expects").isEqualTo(script.expected());
            assertThat(Transfer.of(fake.port(), zone))
                    .as("the zone afterwards")
                    .isEqualTo(Transfer.of(bind.port(), zone));
        }
    }

    private static FakeAuthoritativeServer fakeWith(String zone, List<String> records) {
        FakeAuthoritativeServerBuilder builder =
                FakeAuthoritativeServer.zone(zone).personality(Personality.BIND).record(String.join("\n", records));
        PeerServer.keys().stream()
                .filter(key -> !key.equals(PeerServer.powerlessKey()))
                .forEach(builder::key);
        return builder.start();
    }
}
