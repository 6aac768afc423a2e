package io.github.ddnskit.ip;

import static io.github.ddnskit.internal.Interleavings.atOnce;
import static io.github.ddnskit.internal.Interleavings.require;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.internal.Interleavings;
import io.github.ddnskit.internal.Tasks;
import io.github.ddnskit.spi.Observation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Signals, which hint from threads of their own. */
class SignalInterleavingsTest {

    @Test
    void nothingIsLookedAtAfterTheEndWhoeverSubscribesMeanwhile() {
        Interleavings.explore(() -> {
            Tasks tasks = new Tasks();
            Ticks ticks = new Ticks(Duration.ofMinutes(1), () -> true);
            atOnce(() -> ticks.subscribe(() -> {}, tasks), ticks::close);
            tasks.runAll();
            require(tasks.isEmpty(), "no look is scheduled any more");
        });
    }

    @Test
    void twoSubscribersAreToldOfOneLook() {
        Interleavings.explore(() -> {
            Tasks tasks = new Tasks();
            int[] looks = new int[1];
            int[] told = new int[2];
            Ticks ticks = new Ticks(Duration.ofMinutes(1), () -> looks[0]++ > 0);
            atOnce(() -> ticks.subscribe(() -> told[0]++, tasks), () -> ticks.subscribe(() -> told[1]++, tasks));
            tasks.runAll();
            require(looks[0] == 2, "there is one look before, and one after");
            require(told[0] == 1 && told[1] == 1, "each is told");
        });
    }

    @Test
    void whoSubscribesWhileAnAddressIsDeclaredHearsOfItOrFindsIt() {
        Interleavings.explore(() -> {
            DeclaredIpSource source = DeclaredIpSource.create();
            int[] heard = new int[2];
            boolean[] found = new boolean[1];
            atOnce(
                    () -> {
                        source.subscribe(() -> heard[0]++);
                        found[0] = source.declared(AddressFamily.IPV4) instanceof Observation.Absent;
                    },
                    () -> {
                        source.subscribe(() -> heard[1]++);
                        source.declareAbsent(AddressFamily.IPV4);
                    });
            require(heard[1] == 1, "the first to subscribe hears of it");
            require(heard[0] == 1 || found[0], "the other hears of it or finds it");
        });
    }
}
