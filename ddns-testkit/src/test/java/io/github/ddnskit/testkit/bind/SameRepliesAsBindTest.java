package io.github.ddnskit.testkit.bind;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.PeerZone;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that no tool sends: byte for byte the same to real BIND and to the fake, the same reply from both. */
final class SameRepliesAsBindTest {

    private static final List<RawMessage> MESSAGES = RawMessage.all(System.currentTimeMillis() / 1000);

    private static PeerServer bind;

    @BeforeAll
    static void startBind() {
        bind = Named.start(IntStream.range(0, MESSAGES.size())
                .mapToObj(number -> new PeerZone(zone(number), PeerZone.Updates.ANYONE, UpdateScript.RECORDS))
                .toList());
    }

    @AfterAll
    static void stopBind() {
        if (bind != null) {
            bind.close();
        }
    }

    static Stream<Arguments> messages() {
        return IntStream.range(0, MESSAGES.size()).mapToObj(number -> Arguments.of(MESSAGES.get(number), zone(number)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void isAnsweredAlike(RawMessage message, String zone) {
        byte[] request = message.message().apply(zone).bytes();
        FakeAuthoritativeServer.Builder builder = FakeAuthoritativeServer.zone(zone)
                .record(String.join("\n", Transfer.of(bind.port(), zone)))
                .allowUnsigned();
        PeerServer.keys().forEach(builder::key);
        try (FakeAuthoritativeServer fake = builder.start()) {
            String fromBind = ask(message, request, zone, bind.port());
            String fromFake = ask(message, request, zone, fake.port());

            assertThat(fromBind).as("what the table expects").startsWith(message.expected());
            assertThat(fromFake).isEqualTo(fromBind);
            assertThat(Transfer.of(fake.port(), zone))
                    .as("the zone afterwards")
                    .isEqualTo(Transfer.of(bind.port(), zone));
        }
    }

    private static String ask(RawMessage message, byte[] request, String zone, int port) {
        return message.expected().equals(Reply.SILENCE)
                ? Reply.toSilence(request, zone, port)
                : Reply.to(request, port);
    }

    private static String zone(int number) {
        return "www" + number + ".raw.test";
    }
}
