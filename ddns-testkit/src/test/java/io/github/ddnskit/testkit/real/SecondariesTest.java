package io.github.ddnskit.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ddnskit.peers.Knotd;
import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.PeerZone;
import io.github.ddnskit.peers.Primary;
import io.github.ddnskit.peers.Tool;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.testkit.Exchange;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.FakeZone;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real servers are secondaries of the fake: they fetch its zone, hear of an update, and fetch what changed. */
final class SecondariesTest {

    private static final TsigKey KEY = PeerServer.key(TsigAlgorithm.HMAC_SHA256);
    private static final String ZONE = "example.test";

    @ParameterizedTest
    @EnumSource(names = "POWERDNS", mode = EnumSource.Mode.EXCLUDE)
    void keepUp(RealServer kind) {
        String hosts = IntStream.range(0, 1000)
                .mapToObj("host%d.example.test 60 A 192.0.2.1"::formatted)
                .collect(Collectors.joining("\n"));
        FakeZone zone = FakeZone.of(ZONE).key(KEY).signedTransfersOnly().record(hosts);
        try (FakeAuthoritativeServer fake =
                        FakeAuthoritativeServer.serving(zone).start();
                PeerServer secondary = start(kind, new Primary(fake.port(), KEY))) {
            assertThat(secondary.data("host999.example.test", "A")).containsExactly("192.0.2.1");
            assertThat(Transfer.of(secondary.port(), ZONE)).hasSize(1003);

            fake.addSecondary("127.0.0.1", secondary.port());
            fake.clearExchanges();
            update(fake, "update add new.example.test 60 A 192.0.2.7", "update delete host1.example.test A");
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() ->
                            assertThat(secondary.data("new.example.test", "A")).containsExactly("192.0.2.7"));
            update(fake, "update delete new.example.test A 192.0.2.7");
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() ->
                            assertThat(secondary.data("new.example.test", "A")).isEmpty());

            assertThat(Transfer.of(secondary.port(), ZONE)).isEqualTo(lines(fake));
            List<Exchange> transfers = fake.exchanges().stream()
                    .filter(exchange -> exchange.question().type().endsWith("XFR"))
                    .toList();
            assertThat(transfers).isNotEmpty().allSatisfy(exchange -> {
                assertThat(exchange.question().type()).isEqualTo("IXFR");
                assertThat(exchange.replies()).as("only what changed").hasSize(1);
            });
        }
    }

    private static PeerServer start(RealServer kind, Primary primary) {
        List<PeerZone> zones = List.of(new PeerZone(ZONE, PeerZone.Updates.NOBODY, List.of()));
        return kind == RealServer.BIND ? Named.start(primary, zones) : Knotd.start(primary, zones);
    }

    private static List<String> lines(FakeAuthoritativeServer fake) {
        return fake.zoneText().lines().sorted().toList();
    }

    private static void update(FakeAuthoritativeServer fake, String... commands) {
        String script =
                "server 127.0.0.1 " + fake.port() + "\nzone " + ZONE + "\n" + String.join("\n", commands) + "\nsend\n";
        String option = KEY.algorithm() + ":" + KEY.name() + ":" + KEY.secret().reveal();
        assertThat(Tool.runWith(script, "nsupdate", "-y", option).stderr()).isEmpty();
    }
}
