package io.github.ddnskit.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.FakeAuthoritativeServerBuilder;
import io.github.ddnskit.testkit.Personality;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The codes that BIND is known to answer, for where BIND is not installed. */
final class RepliesWithoutBindTest {

    private static final String ZONE = "www.raw.test";

    static List<RawMessage> messages() {
        return RawMessage.all(System.currentTimeMillis() / 1000).stream()
                .filter(message -> !message.expected().isEmpty())
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void areThoseOfBind(RawMessage message) {
        FakeAuthoritativeServerBuilder builder = FakeAuthoritativeServer.zone(ZONE)
                .record("$ORIGIN " + ZONE + ".\n" + String.join("\n", UpdateScript.RECORDS))
                .personality(Personality.BIND)
                .allowUnsigned();
        PeerServer.keys().forEach(builder::key);
        byte[] request = message.message().apply(ZONE).bytes();
        try (FakeAuthoritativeServer fake = builder.start()) {
            String before = fake.zoneText();
            String reply = message.expected().equals(Reply.SILENCE)
                    ? Reply.orSilence(request, Wire.update(ZONE), Wire.query(ZONE, "SOA"), fake.port())
                    : Reply.to(request, fake.port());

            assertThat(reply).startsWith(message.expected());
            if (!message.expected().equals("NOERROR")) {
                assertThat(fake.zoneText()).isEqualTo(before);
            }
        }
    }
}
