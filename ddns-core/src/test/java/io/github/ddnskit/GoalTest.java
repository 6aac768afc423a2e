package io.github.ddnskit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GoalTest {

    private static final Hostname HOST = Hostname.of("home.example.org");

    @Test
    void publishesAddressesOfOneFamily() {
        assertThat(Goal.publish("192.0.2.1", "192.0.2.2")).hasToString("publish 192.0.2.1, 192.0.2.2");
        assertThatThrownBy(Goal::publish).hasMessageContaining("use Goal.remove()");
        assertThatThrownBy(() -> Goal.publish("192.0.2.1", "2001:db8::1")).hasMessageContaining("both");
    }

    @Test
    void isRefusedForTheWrongFamily() {
        assertThatThrownBy(() -> Update.of(HOST, Goal.publish("2001:db8::1"), Goal.keep()))
                .hasMessage("the goal for ipv4 is to publish 2001:db8::1");
    }

    @Test
    void isReachedByTheOutcomeThatFitsIt() {
        Update update = Update.of(HOST, Goal.publish("192.0.2.1"), Goal.remove());
        assertThat(UpdateReport.published(update))
                .isEqualTo(new UpdateReport(
                        new Outcome.Published(Set.of(io.github.ddnskit.ip.IpLiteral.parse("192.0.2.1"))),
                        new Outcome.Published(Set.of())));
        Outcome.Failed failure = Outcome.failed(FailureReason.REFUSED, Retry.backoff(), "no");
        assertThat(UpdateReport.failed(Update.of(HOST, Goal.publish("192.0.2.1"), Goal.keep()), failure))
                .isEqualTo(new UpdateReport(failure, Outcome.kept()));
    }

    @Test
    void takesATimeToLiveOfWholeSeconds() {
        assertThat(RecordOptions.defaults().withTtl(Duration.ofSeconds(60)).ttl())
                .isEqualTo(Duration.ofSeconds(60));
        for (Duration bad : new Duration[] {Duration.ofMillis(1500), Duration.ofSeconds(-1), Duration.ofDays(36500)}) {
            assertThatThrownBy(() -> RecordOptions.defaults().withTtl(bad)).hasMessageContaining("whole seconds");
        }
    }

    @Test
    void writesOnlyTheOptionsThatDifferFromTheDefaults() {
        assertThat(RecordOptions.defaults()).hasToString("default");
        assertThat(RecordOptions.defaults()
                        .withTtl(Duration.ofMinutes(1))
                        .withWildcard(true)
                        .withMailExchanger(HOST))
                .hasToString("ttl=60 wildcard mx=home.example.org");
    }
}
