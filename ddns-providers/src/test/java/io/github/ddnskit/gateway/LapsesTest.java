package io.github.ddnskit.gateway;

import static io.github.ddnskit.gateway.Desk.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.UpdateReport;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Names that nobody refreshes. */
class LapsesTest {

    @Test
    void namesThatNobodyRefreshesLapseAfterAWarning() throws Exception {
        try (Desk desk = new Desk(zone -> zone, builder -> builder.lapse(Duration.ofDays(30), Duration.ofDays(7)))) {
            desk.ask("/nic/update?hostname=home.example.org&myip=203.0.113.1");
            desk.clock.advance(Duration.ofDays(22));
            desk.gateway.lapse();
            assertThat(desk.events).noneMatch(GatewayEvent.Lapsing.class::isInstance);
            desk.clock.advance(Duration.ofDays(2));
            desk.gateway.lapse();
            desk.gateway.lapse();
            assertThat(desk.events)
                    .filteredOn(GatewayEvent.Lapsing.class::isInstance)
                    .hasSize(1);
            desk.ask("/nic/update?hostname=home.example.org&myip=203.0.113.1");
            desk.clock.advance(Duration.ofDays(29));
            desk.gateway.lapse();
            assertThat(desk.zone.addresses(HOME)).isEqualTo("203.0.113.1");
            desk.clock.advance(Duration.ofDays(2));
            desk.gateway.lapse();
            desk.gateway.close(); // ends what is under way
            assertThat(desk.zone.addresses(HOME)).isEmpty();
            assertThat(desk.events).hasAtLeastOneElementOfType(GatewayEvent.Lapsed.class);
        }
    }

    @Test
    void aNameThatIsRefreshedInTheLastMomentDoesNotLapse() throws Exception {
        try (Desk desk = new Desk(zone -> zone, builder -> builder.lapse(Duration.ofDays(30), Duration.ofDays(7)))) {
            desk.ask("/nic/update?hostname=home.example.org&myip=203.0.113.1");
            desk.clock.advance(Duration.ofDays(31));
            desk.gateway.lapse(); // the warning
            desk.zone.gate.drainPermits();
            var refresh = desk.submit("/nic/update?hostname=home.example.org&myip=203.0.113.1");
            while (!desk.zone.gate.hasQueuedThreads()) {
                Thread.onSpinWait();
            }
            desk.gateway.lapse();
            desk.zone.gate.release(100);
            assertThat(Desk.get(refresh)).isEqualTo("nochg 203.0.113.1");
            desk.gateway.close(); // ends what is under way
            assertThat(desk.zone.addresses(HOME)).isEqualTo("203.0.113.1");
            assertThat(desk.events).noneMatch(GatewayEvent.Lapsed.class::isInstance);
        }
    }

    @Test
    void aNameThatCouldNotBeRemovedIsTriedAgain() throws Exception {
        try (Desk desk = new Desk(zone -> zone, builder -> builder.lapse(Duration.ofDays(30), Duration.ofDays(7)))) {
            desk.ask("/nic/update?hostname=home.example.org&myip=203.0.113.1,2001:db8::1");
            desk.clock.advance(Duration.ofDays(31));
            desk.gateway.lapse(); // the warning
            desk.zone.report = done -> new UpdateReport(
                    done.ipv4(), Outcome.failed(FailureReason.UNREACHABLE, Retry.backoff(), "no answer"));
            desk.gateway.lapse();
            while (desk.events.stream().noneMatch(event -> event.toString().endsWith("is still there: no answer"))) {
                Thread.onSpinWait();
            }
            assertThat(desk.events).noneMatch(GatewayEvent.Lapsed.class::isInstance);
            desk.zone.report = done -> done;
            desk.gateway.lapse();
            desk.gateway.close(); // ends what is under way
            assertThat(desk.zone.addresses(HOME)).isEmpty();
            assertThat(desk.events).hasAtLeastOneElementOfType(GatewayEvent.Lapsed.class);
        }
    }
}
