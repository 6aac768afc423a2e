package io.github.ddnskit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void doublesItsLimitUpToTheCap() {
        Backoff backoff = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(1));
        assertThat(backoff.limit(1)).isEqualTo(Duration.ofSeconds(10));
        assertThat(backoff.limit(3)).isEqualTo(Duration.ofSeconds(40));
        assertThat(backoff.limit(4)).isEqualTo(Duration.ofMinutes(1));
        assertThat(backoff.limit(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(1));
    }

    @Property
    void waitsBetweenASecondAndTheLimit(@ForAll @IntRange(min = 1) int failures, @ForAll long seed) {
        Backoff backoff = Backoff.standard();
        assertThat(backoff.delay(failures, new Random(seed))).isBetween(Duration.ofSeconds(1), backoff.limit(failures));
    }

    @Test
    void spreadsOverTheWholeOfTheLimit() {
        Random random = new Random(1);
        long early = java.util.stream.IntStream.range(0, 1000)
                .filter(i -> Backoff.standard().delay(1, random).compareTo(Duration.ofMillis(5500)) < 0)
                .count();
        assertThat(early).isBetween(400L, 600L);
    }

    @Test
    void refusesLimitsThatMakeNoSense() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofMinutes(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(Duration.ofMinutes(2), Duration.ofMinutes(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
