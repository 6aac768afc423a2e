package io.github.ddnskit.dyndns2;

import static io.github.ddnskit.AddressFamily.IPV4;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Host;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.policy.DetectionPolicy;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.UpdaterIdentity;
import io.github.ddnskit.testkit.ManualTime;
import io.github.ddnskit.testkit.ScriptedIpSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A month in which the address changes every minute. How often a client sends an address follows from nothing but the
 * interval that the updater demands, so one counter stands for all rows that demand the same.
 */
class MonthOfFlappingTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MINUTES_OF_A_MONTH = 30 * 24 * 60;

    private final ManualTime time = ManualTime.create();
    private final ScriptedIpSource ip = ScriptedIpSource.create();
    private final Map<Duration, Counter> counters = new LinkedHashMap<>();

    @Test
    void noServiceIsAskedMoreOftenThanItAllows() {
        try (Lab lab = new Lab()) {
            for (Dialect row : Lab.alive()) {
                try (Dyndns2Updater updater = lab.updater(row).build()) {
                    Capabilities capabilities = updater.capabilities();
                    counters.computeIfAbsent(capabilities.minimumInterval(), interval -> new Counter(capabilities));
                }
            }
        }
        DdnsClient.Builder builder = DdnsClient.builder()
                .clock(time.clock())
                .scheduler(time.scheduler())
                .source(ip)
                .allow(AddressClass.DOCUMENTATION)
                .detection(DetectionPolicy.standard().withHold(Duration.ZERO))
                .interval(MINUTE);
        counters.values()
                .forEach(counter -> builder.host(Host.of("host" + counter.number + ".example.org", counter)
                        .withFamilies(IPV4)));
        try (DdnsClient client = builder.build()) {
            ip.set("203.0.113.8");
            client.start();
            for (int minute = 0; minute < MINUTES_OF_A_MONTH; minute++) {
                ip.set("203.0.113." + (8 + minute % 2));
                time.advance(MINUTE);
            }
        }
        counters.forEach((interval, counter) -> {
            assertThat(counter.sent).as("%s", interval).hasSizeGreaterThan(10);
            for (int i = 1; i < counter.sent.size(); i++) {
                assertThat(Duration.between(counter.sent.get(i - 1), counter.sent.get(i)))
                        .as("%s", interval)
                        .isGreaterThanOrEqualTo(interval);
            }
        });
    }

    private final class Counter implements DnsUpdater {
        private final int number = counters.size();
        private final Capabilities capabilities;
        private final List<Instant> sent = new ArrayList<>();

        private Counter(Capabilities capabilities) {
            this.capabilities = capabilities;
        }

        @Override
        public Capabilities capabilities() {
            return capabilities;
        }

        @Override
        public UpdaterIdentity identity() {
            return UpdaterIdentity.of("counting:" + number);
        }

        @Override
        public UpdateReport update(Update update) {
            sent.add(time.now());
            return UpdateReport.published(update);
        }
    }
}
