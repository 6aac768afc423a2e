package io.github.ddnskit.dyndns2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.UpdaterIdentity;
import io.github.ddnskit.testkit.ManualTime;
import io.github.ddnskit.testkit.ScriptedIpSource;
import io.github.ddnskit.testkit.provider.FakeDyndns2;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * How often each service of the catalogue is asked, over months and years. One client updates all of them at once, each with
 * an updater of its own.
 */
@Execution(ExecutionMode.CONCURRENT)
class PolicyOfEveryRowTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @AutoClose
    private final Lab lab = new Lab();

    private final ManualTime time = ManualTime.create();
    private final ScriptedIpSource ip = ScriptedIpSource.create();
    private final Map<Dialect, FakeDyndns2> services = new LinkedHashMap<>();

    private DdnsClient.Builder client(Duration interval) {
        return DdnsClient.builder()
                .clock(time.clock())
                .scheduler(time.scheduler())
                .random(new Random(1))
                .source(ip)
                .allow(AddressClass.DOCUMENTATION)
                .interval(interval);
    }

    /** A client of every service, with one name at each. */
    private DdnsClient startAll(Duration interval) {
        ip.set("203.0.113.8", "2001:db8::8");
        DdnsClient.Builder client = client(interval);
        for (Dialect row : Lab.alive()) {
            services.put(row, lab.serveToo(row));
            Dyndns2Updater updater = lab.updaterToo(row).clock(time.clock()).build();
            // A name can be with one updater only, and some services share a domain.
            Hostname name = Lab.name(row, row.id());
            services.get(row).host(name);
            client.host(new Host(name, updater, lab.families(row), RecordOptions.defaults()));
        }
        DdnsClient started = client.build();
        started.start();
        time.advance(MINUTE);
        return started;
    }

    private Map<String, Integer> requests() {
        Map<String, Integer> requests = new LinkedHashMap<>();
        services.forEach(
                (row, service) -> requests.put(row.id(), service.exchanges().size()));
        return requests;
    }

    private void moveTo(int last) {
        lab.callsFrom(last);
        ip.set("203.0.113." + last, "2001:db8::" + last);
    }

    @Test
    void afterBadCredentialsNothingIsSentForAYear() {
        DdnsClient client = startAll(DAY);
        Map<String, Integer> before = requests();
        assertThat(before.values()).allMatch(count -> count > 0);
        services.values().forEach(FakeDyndns2::rejectCredentials);
        moveTo(9);
        time.advance(DAY.plus(MINUTE));
        Map<String, Integer> rejected = requests();
        services.forEach(
                (row, service) -> assertThat(count(rejected, row)).as(row.id()).isEqualTo(count(before, row) + 1));
        for (int day = 0; day < 365; day++) {
            moveTo(10 + day % 2);
            time.advance(DAY);
        }
        assertThat(requests()).isEqualTo(rejected);
        client.close();
    }

    @Test
    void aRefreshHappensWhereItIsWantedAndNowhereElse() {
        DdnsClient client = startAll(Duration.ofHours(6));
        Map<String, Integer> before = requests();
        time.advance(Duration.ofDays(100));
        Map<String, Integer> after = requests();
        services.forEach((row, service) -> {
            Duration every = row.pace().refreshEvery();
            int each = count(before, row);
            int refreshes = every == null ? 0 : (int) (Duration.ofDays(100).toHours() / every.toHours());
            assertThat(count(after, row) - each)
                    .as("%s wants %s", row.id(), every)
                    .isBetween(refreshes == 0 ? 0 : (refreshes - 1) * each, refreshes * each);
        });
        client.close();
    }

    @Test
    void aServiceThatIsNotAvailableIsLeftAloneAsLongAsItSays() {
        DdnsClient client = startAll(MINUTE);
        time.advance(DAY);
        Map<Dialect, Duration> waits = new LinkedHashMap<>();
        services.forEach((row, service) -> row.replies().rules().stream()
                .filter(rule -> rule.meaning() == Meaning.UNAVAILABLE)
                .findFirst()
                .ifPresent(rule -> {
                    assertThat(service.failNext(Meaning.UNAVAILABLE)).isTrue();
                    waits.put(row, rule.pause() == null ? Duration.ofMinutes(30) : rule.pause());
                }));
        Map<String, Integer> before = requests();
        moveTo(9);
        for (int minute = 0; minute < 90; minute++) {
            time.advance(MINUTE);
            Duration passed = MINUTE.multipliedBy(minute);
            waits.forEach((row, wait) -> {
                if (passed.compareTo(wait) < 0) {
                    assertThat(requests(row) - count(before, row))
                            .as("%s %s", row.id(), passed)
                            .isEqualTo(1);
                }
            });
        }
        services.forEach((row, service) -> assertThat(requests(row))
                .as(row.id())
                .isGreaterThan(count(before, row) + (waits.containsKey(row) ? 1 : 0)));
        client.close();
    }

    private static int count(Map<String, Integer> requests, Dialect row) {
        return requests.getOrDefault(row.id(), 0);
    }

    private int requests(Dialect row) {
        return services.getOrDefault(row, FakeDyndns2.of(row)).exchanges().size();
    }

    @Test
    void anUnknownNameStopsThatNameOnly() {
        ip.set("203.0.113.8", "2001:db8::8");
        DdnsClient.Builder builder = client(DAY);
        for (Dialect row : Lab.alive()) {
            boolean several = row.namesHost()
                    && row.replies().rules().stream().anyMatch(rule -> rule.meaning() == Meaning.NO_HOST);
            if (several) {
                Hostname known = Lab.name(row, row.id());
                services.put(row, lab.serveToo(row).host(known));
                Dyndns2Updater updater = lab.updaterToo(row).clock(time.clock()).build();
                for (Hostname name : List.of(Lab.name(row, row.id() + "-unknown"), known)) {
                    builder.host(new Host(name, updater, lab.families(row), RecordOptions.defaults()));
                }
            }
        }
        DdnsClient client = builder.build();
        client.start();
        time.advance(Duration.ofHours(1));
        Map<Dialect, Long> asked = new LinkedHashMap<>();
        services.forEach((row, service) -> asked.put(row, unknown(row, service)));
        asked.forEach((row, count) -> assertThat(count).as(row.id()).isBetween(1L, 2L));
        for (int day = 0; day < 2; day++) {
            moveTo(9 + day % 2);
            time.advance(DAY);
        }
        services.forEach((row, service) -> {
            assertThat(unknown(row, service)).as(row.id()).isEqualTo(asked.get(row));
            for (AddressFamily family : lab.families(row)) {
                assertThat(service.addresses(Lab.name(row, row.id()), family))
                        .as("%s keeps up", row.id())
                        .singleElement()
                        .satisfies(address -> assertThat(address.getAddress())
                                .endsWith((byte) (family == AddressFamily.IPV4 ? 10 : 16)));
            }
        });
        client.close();
    }

    private static long unknown(Dialect row, FakeDyndns2 service) {
        String name = row.id() + "-unknown";
        return service.exchanges().stream()
                .filter(exchange ->
                        (exchange.target() + exchange.body() + exchange.basic().orElse("")).contains(name))
                .count();
    }

    /** What the client sends follows from nothing but what an updater says it can do. */
    @Test
    void anAddressThatFlapsIsNotSentMoreOftenThanTheServiceAllows() {
        Map<Pace, CountingUpdater> updaters = new LinkedHashMap<>();
        for (Dialect row : Lab.alive()) {
            try (Dyndns2Updater updater = lab.updater(row).build()) {
                assertThat(updater.capabilities().minimumInterval())
                        .as(row.id())
                        .isEqualTo(row.pace().minimumInterval())
                        .isGreaterThanOrEqualTo(MINUTE);
                Capabilities capabilities = updater.capabilities();
                Pace pace = new Pace(capabilities.minimumInterval(), capabilities.familiesIndependent());
                updaters.computeIfAbsent(pace, one -> new CountingUpdater(capabilities));
            }
        }
        DdnsClient.Builder builder = client(MINUTE);
        int number = 0;
        for (CountingUpdater updater : updaters.values()) {
            builder.host("host" + number++ + ".example.org", updater);
        }
        ip.set("203.0.113.8", "2001:db8::8");
        DdnsClient client = builder.build();
        client.start();
        for (int minute = 0; minute < 30 * 24 * 60; minute++) {
            ip.set("203.0.113." + (8 + minute % 2), "2001:db8::" + (8 + minute % 2));
            time.advance(MINUTE);
        }
        client.close();
        updaters.forEach((pace, updater) -> {
            Duration least = pace.minimumInterval();
            assertThat(updater.sent.size()).as("%s", pace).isGreaterThan(10);
            for (int i = 1; i < updater.sent.size(); i++) {
                assertThat(Duration.between(updater.sent.get(i - 1), updater.sent.get(i)))
                        .as("%s", pace)
                        .isGreaterThanOrEqualTo(least);
            }
        });
    }

    /** What decides how often an address that changes is sent. */
    private record Pace(Duration minimumInterval, boolean familiesIndependent) {}

    private final class CountingUpdater implements DnsUpdater {
        private final Capabilities capabilities;
        private final List<Instant> sent = new ArrayList<>();

        private CountingUpdater(Capabilities capabilities) {
            this.capabilities = capabilities;
        }

        @Override
        public Capabilities capabilities() {
            return capabilities;
        }

        @Override
        public UpdaterIdentity identity() {
            return UpdaterIdentity.of("counting:" + System.identityHashCode(this));
        }

        @Override
        public UpdateReport update(Update update) {
            sent.add(time.now());
            return UpdateReport.published(update);
        }
    }
}
