package io.github.ddnskit.engine;

import static io.github.ddnskit.AddressFamily.IPV4;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Host;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.spi.ChangeSignal;
import io.github.ddnskit.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hints make the client look soon, and never often. */
class HintsTest extends ClientInManualTime {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_IN_A_MINUTE = 12;

    @Test
    void looksWithinAQuarterOfASecondAfterAHint() {
        DdnsClient client = start(seldom());
        int before = ip.queries();
        client.networkChanged();
        time.advance(Duration.ofMillis(99));
        assertThat(ip.queries()).isEqualTo(before);
        time.advance(Duration.ofMillis(151));
        assertThat(ip.queries()).isEqualTo(before + 1);
    }

    @Test
    void looksOnceForHintsThatComeTogether() {
        DdnsClient client = start(seldom());
        int before = ip.queries();
        for (int i = 0; i < 100; i++) {
            client.networkChanged();
        }
        time.advance(MINUTE);
        assertThat(ip.queries()).isEqualTo(before + 1);
    }

    @Test
    void followsTheLastHintOfAStormAndFewOfTheOthers() {
        DdnsClient client = start(seldom());
        int before = ip.queries();
        for (int i = 0; i < 10_000; i++) {
            client.networkChanged();
            time.advance(Duration.ofMillis(6));
        }
        assertThat(ip.queries() - before).isBetween(2, MOST_IN_A_MINUTE);
        ip.set("203.0.113.9");
        client.networkChanged();
        time.advance(Duration.ofSeconds(11));
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.9");
        int after = ip.queries();
        time.advance(Duration.ofMinutes(10));
        assertThat(ip.queries()).isEqualTo(after);
    }

    @Test
    void looksAtOnceAgainWhenAStormIsOver() {
        DdnsClient client = start(seldom());
        for (int i = 0; i < 1_000; i++) {
            client.networkChanged();
            time.advance(Duration.ofMillis(60));
        }
        time.advance(Duration.ofMinutes(2));
        for (int i = 0; i < 6; i++) {
            int before = ip.queries();
            client.networkChanged();
            time.advance(Duration.ofMillis(250));
            assertThat(ip.queries()).isEqualTo(before + 1);
        }
    }

    @Test
    void followsHintsAfterTheClockWasPutBackToo() {
        DdnsClient client = start(seldom());
        for (int i = 0; i < 1_000; i++) {
            client.networkChanged();
            time.advance(Duration.ofMillis(60));
        }
        time.jump(Duration.ofHours(-5));
        time.advance(Duration.ofSeconds(11));
        int before = ip.queries();
        client.networkChanged();
        time.advance(Duration.ofSeconds(11));
        assertThat(ip.queries()).isEqualTo(before + 1);
    }

    @Test
    void lendsItsSchedulerToSignalsAndClosesThem() {
        List<String> calls = new ArrayList<>();
        ChangeSignal signal = new ChangeSignal() {
            @Override
            public void subscribe(Runnable hint) {
                throw new AssertionError("the client has a scheduler to lend");
            }

            @Override
            public void subscribe(Runnable hint, Scheduler scheduler) {
                calls.add("subscribed");
                scheduler.schedule(Duration.ofSeconds(1), hint);
            }

            @Override
            public void close() {
                calls.add("closed");
            }
        };
        DdnsClient client = start(seldom().signal(signal));
        int before = ip.queries();
        time.advance(MINUTE);
        assertThat(ip.queries()).isEqualTo(before + 1);
        client.close();
        assertThat(calls).containsExactly("subscribed", "closed");
    }

    /** A client that looks of its own accord only once a day. */
    private DdnsClient.Builder seldom() {
        ip.set("203.0.113.8");
        return builder()
                .host(Host.of(HOME, dns).withFamilies(IPV4))
                .source(ip)
                .interval(Duration.ofDays(1))
                .allow(AddressClass.DOCUMENTATION);
    }
}
