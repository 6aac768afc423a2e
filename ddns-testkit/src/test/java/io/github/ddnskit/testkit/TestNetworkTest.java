package io.github.ddnskit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.dyndns2.Dialect;
import io.github.ddnskit.dyndns2.Dyndns2Updater;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.ip.NatPmpIpSource;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.testkit.gateway.HomeNetwork;
import io.github.ddnskit.testkit.provider.FakeDyndns2;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** All fakes at once, in one time. */
final class TestNetworkTest {

    @Test
    void anAddressGoesFromTheRouterToTheNameServerAndAProvider() throws Exception {
        Hostname home = Hostname.of("home.example.org");
        FakeDyndns2 service = FakeDyndns2.of(Dialect.of("dyn")).host(home);
        try (TestNetwork net = TestNetwork.start();
                Rfc2136Updater bind = Rfc2136Updater.builder()
                        .server(net.dns().server())
                        .zone("example.test")
                        .tsig(net.key())
                        .clock(net.time().clock())
                        .build();
                Dyndns2Updater dyndns2 = Dyndns2Updater.builder()
                        .dialect(Dialect.of("dyn"))
                        .username("user")
                        .password(Secret.of("password"))
                        .http(net.dyndns2(service))
                        .build()) {
            net.home().connect("203.0.113.8");
            Observation found = NatPmpIpSource.at(net.home().gateway().ipv4())
                    .observe(Query.of(AddressFamily.IPV4, Duration.ofSeconds(20)));
            Goal goal = Goal.publish(((Observation.Found) found).addresses());

            assertThat(bind.update(Update.of(Hostname.of("home.example.test"), goal, Goal.keep()))
                            .ipv4())
                    .isInstanceOf(Outcome.Published.class);
            assertThat(dyndns2.update(Update.of(home, goal, Goal.remove())).ipv4())
                    .isInstanceOf(Outcome.Published.class);

            net.dns().awaitRecord("home.example.test", "A", "203.0.113.8");
            assertThat(service.addresses(home, AddressFamily.IPV4)).containsExactly(IpLiteral.parse("203.0.113.8"));
            assertThat(net.route53().batches()).isEmpty();
        }
    }

    @Test
    void theSituationIsChosenBeforeTheHomeIsThere() {
        try (TestNetwork net = TestNetwork.start().home(HomeNetwork::carrierGradeNat)) {
            net.home();
            assertThatThrownBy(() -> net.home(HomeNetwork::doubleNat))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("already");
        }
    }

    @Test
    void timeTellsWhatIsScheduled() {
        ManualTime time = ManualTime.create();
        assertThat(time.nextTask()).isEmpty();
        assertThat(time.advanceToNextTask()).isFalse();
        StringBuilder done = new StringBuilder();
        time.scheduler().schedule(Duration.ofHours(2), () -> done.append("late "));
        time.scheduler().schedule(Duration.ofHours(1), () -> done.append("early "));
        time.scheduler()
                .schedule(Duration.ofHours(3), () -> done.append("never "))
                .cancel();

        assertThat(time.scheduled()).containsExactly(Duration.ofHours(1), Duration.ofHours(2));
        assertThat(time.nextTask()).contains(time.now().plus(Duration.ofHours(1)));
        assertThat(time.advanceToNextTask()).isTrue();
        assertThat(done).hasToString("early ");
        assertThat(time.advanceToNextTask()).isTrue();
        assertThat(time.advanceToNextTask()).isFalse();
        assertThat(done).hasToString("early late ");
        assertThat(time.scheduledSoFar()).isEqualTo(3);
    }
}
