package io.github.ddnskit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** When faults strike. */
final class TriggersTest {

    private final ManualTime time = ManualTime.create();
    private final FakeAuthoritativeServer server = FakeAuthoritativeServer.zone("example.test")
            .allowUnsigned()
            .record("www.example.test 300 IN A 192.0.2.1")
            .time(time)
            .start();
    private final DnsClient client = new DnsClient(server);

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void theThirdQueryAndNoOther() {
        server.fault(Trigger.nth(3).queries(), Fault.servfail());
        client.ask(DnsClient.add("example.test", "home.example.test", "192.0.2.7"));

        assertThat(codes(5)).containsExactly("NOERROR", "NOERROR", "SERVFAIL", "NOERROR", "NOERROR");
    }

    @Test
    void twoAfterTheFirst() {
        server.fault(Trigger.next(2).after(1), Fault.servfail());

        assertThat(codes(4)).containsExactly("NOERROR", "SERVFAIL", "SERVFAIL", "NOERROR");
    }

    @Test
    void chanceIsTheSameInEachRun() {
        server.fault(Trigger.always().withProbability(0.3, 7), Fault.servfail());
        List<String> once = codes(200);
        server.clearFaults();
        server.fault(Trigger.always().withProbability(0.3, 7), Fault.servfail());
        List<String> again = codes(200);
        server.clearFaults();
        server.fault(Trigger.always().withProbability(0.3, 8), Fault.servfail());
        List<String> otherwise = codes(200);

        assertThat(once.stream().filter("SERVFAIL"::equals).count()).isBetween(30L, 90L);
        assertThat(again).isEqualTo(once);
        assertThat(otherwise).isNotEqualTo(once);
    }

    @Test
    void nextCountsWhatChanceStrikes() {
        server.fault(Trigger.next(3).withProbability(0.5, 1), Fault.servfail());

        assertThat(codes(50).stream().filter("SERVFAIL"::equals)).hasSize(3);
    }

    @Test
    void aWindowOpensAndCloses() {
        Instant start = time.now();
        server.fault(Trigger.always().between(start.plusSeconds(60), start.plusSeconds(120)), Fault.servfail());

        assertThat(codes(1)).containsExactly("NOERROR");
        time.advance(Duration.ofSeconds(60));
        assertThat(codes(2)).containsExactly("SERVFAIL", "SERVFAIL");
        time.advance(Duration.ofSeconds(60));
        assertThat(codes(1)).containsExactly("NOERROR");
    }

    @Test
    void aSilentQuotaDropsWhatIsTooMuchAndLaterNoMore() {
        server.fault(Trigger.always().updates().beyond(2), Fault.loseRequest());
        server.fault(Trigger.always().updates(), Fault.delay(Duration.ofSeconds(1)));
        for (int i = 1; i <= 4; i++) {
            client.send(DnsClient.add("example.test", "home" + i + ".example.test", "192.0.2.7"));
        }
        assertThat(client.hearsNothing()).isTrue();

        time.advance(Duration.ofSeconds(1));
        client.receive();
        client.receive();
        client.send(DnsClient.add("example.test", "home5.example.test", "192.0.2.7"));
        assertThat(client.hearsNothing()).isTrue();

        assertThat(IntStream.rangeClosed(1, 5)
                        .filter(i ->
                                !server.addresses("home" + i + ".example.test").isEmpty()))
                .containsExactly(1, 2, 5);
        assertThat(server.counts().unanswered()).isEqualTo(2);
    }

    @Test
    void faultsCanBePlannedWhileMessagesCome() {
        server.fault(Trigger.always(), Fault.servfail());
        assertThat(codes(1)).containsExactly("SERVFAIL");
        server.clearFaults();
        assertThat(codes(1)).containsExactly("NOERROR");
        server.failNext(1, Fault.refused());
        assertThat(codes(2)).containsExactly("REFUSED", "NOERROR");
    }

    @Test
    void refusesNonsense() {
        Instant now = time.now();
        assertThatThrownBy(() -> Trigger.nth(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Trigger.always().after(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Trigger.always().beyond(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Trigger.always().between(now, now)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Trigger.always().withProbability(1.5, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Trigger.always().withProbability(Double.NaN, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> codes(int queries) {
        return IntStream.range(0, queries)
                .mapToObj(
                        i -> Rcode.string(client.ask("www.example.test", Type.A).getRcode()))
                .toList();
    }
}
