package io.github.ddnskit.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.PeerZone;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages that no tool sends: byte for byte the same to a real server and to its personality, the same reply from both,
 * but for {@link KnownDifferences}, which must differ.
 */
final class SameRepliesTest {

    private static final long NOW = System.currentTimeMillis() / 1000;
    private static final List<RawMessage> MESSAGES = RawMessage.all(NOW);
    private static final Map<RealServer, PeerServer> RUNNING = new EnumMap<>(RealServer.class);

    @AfterAll
    static void stopServers() {
        RUNNING.values().forEach(PeerServer::close);
    }

    static Stream<Arguments> messages() {
        return Arrays.stream(RealServer.values())
                .flatMap(server -> IntStream.range(0, MESSAGES.size())
                        .filter(number -> server == RealServer.BIND || !isForBindOnly(MESSAGES.get(number)))
                        .mapToObj(number -> Arguments.of(server, MESSAGES.get(number), zone(number))));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("messages")
    void areTheServers(RealServer server, RawMessage message, PeerZone zone) {
        PeerServer real = RUNNING.computeIfAbsent(
                server,
                starting -> starting.start(IntStream.range(0, MESSAGES.size())
                        .mapToObj(SameRepliesTest::zone)
                        .toList()));
        byte[] request = message.message().apply(zone.name()).bytes();
        try (FakeAuthoritativeServer fake = server.fake(zone, Transfer.of(real.port(), zone.name()))) {
            String fromReal = reply(request, zone, real.port());
            String fromFake = reply(request, zone, fake.port());
            if (server.differsAt(message)) {
                assertThat(fromFake + after(server, zone, fake.port()))
                        .as("what is known to differ")
                        .isNotEqualTo(fromReal + after(server, zone, real.port()));
                return;
            }
            if (server == RealServer.BIND) {
                assertThat(fromReal).as("what the table expects").startsWith(message.expected());
            }
            assertThat(fromFake).isEqualTo(fromReal);
            assertThat(after(server, zone, fake.port()))
                    .as("the zone afterwards")
                    .isEqualTo(after(server, zone, real.port()));
        }
    }

    private static String reply(byte[] request, PeerZone zone, int port) {
        Wire nothing = Wire.update(zone.name());
        if (zone.updates() == PeerZone.Updates.SIGNED) {
            nothing.sign(PeerServer.key(TsigAlgorithm.HMAC_SHA256), NOW, signature -> {});
        }
        return Reply.orSilence(request, nothing, Wire.query(zone.name(), "SOA"), port);
    }

    private static String after(RealServer server, PeerZone zone, int port) {
        try {
            return server.comparable(Transfer.of(port, zone.name())).toString();
        } catch (RuntimeException unreadable) {
            return "a transfer that cannot be read";
        }
    }

    /** What is added to an answer and in which order is up to a server. */
    private static boolean isForBindOnly(RawMessage message) {
        return message.title().startsWith("a query for ");
    }

    private static PeerZone zone(int number) {
        boolean signed = MESSAGES.get(number).title().contains("sign");
        return new PeerZone(
                "www" + number + ".raw.test",
                signed ? PeerZone.Updates.SIGNED : PeerZone.Updates.ANYONE,
                UpdateScript.RECORDS);
    }
}
