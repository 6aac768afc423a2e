package io.github.ddnskit.route53;

import static io.github.ddnskit.route53.Route53Scene.ipv4;
import static io.github.ddnskit.route53.Route53Scene.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.testkit.provider.Route53Set;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class BatchesTest {

    @AutoClose
    private final Route53Scene scene = new Route53Scene();

    private final Route53Updater updater = scene.builder().build();

    @Test
    void carriesAHundredHostsInOneBatchAndReadsThemInFewPages() throws Exception {
        List<Update> updates = hosts(100, "192.0.2.7");
        assertThat(updater.updateAll(updates)).allMatch(report -> report.ipv4() instanceof Outcome.Published);
        assertThat(updater.updateAll(hosts(100, "192.0.2.8"))).hasSize(100);
        assertThat(scene.route53.batches()).hasSize(2);
        assertThat(scene.route53.exchanges().stream()
                        .filter(one -> one.path().endsWith("/rrset"))
                        .count())
                .as("pages read")
                .isLessThan(8);
        assertThat(IntStream.range(0, 100))
                .allSatisfy(i -> assertThat(scene.route53.values("h" + i + ".example.org", "A"))
                        .containsExactly("192.0.2.8"));
    }

    @Test
    void readsHostsAmongManyOthersInWhateverOrder() throws Exception {
        for (int i = 0; i < 120; i++) {
            scene.put("h" + i + "-x.example.org", "A", 60, "198.51.100.1");
            scene.put("x.h" + i + ".example.org", "TXT", 60, "\"x\"");
        }
        List<Update> updates = hosts(60, "192.0.2.7");
        assertThat(updater.updateAll(updates)).allMatch(report -> report.ipv4() instanceof Outcome.Published);
        assertThat(updater.updateAll(updates)).allMatch(report -> report.ipv4() instanceof Outcome.Unchanged);
    }

    @Test
    void splitsWhereALimitWouldBeExceeded() throws Exception {
        // 30 old and 30 new addresses for each host are 2,400 records in all: sixteen hosts to a batch
        List<Update> updates = new ArrayList<>();
        for (int host = 0; host < 40; host++) {
            String name = "h" + host + ".example.org";
            scene.put(name, "AAAA", 60, addresses(host, 0, 30));
            updates.add(update(name, Goal.keep(), Goal.publish(addresses(host, 1, 30))));
        }
        assertThat(updater.updateAll(updates)).allMatch(report -> report.ipv6() instanceof Outcome.Published);
        assertThat(scene.route53.batches().size()).isBetween(3, 6);
        assertThat(scene.route53.values("h39.example.org", "AAAA")).hasSize(30);
    }

    @Test
    void saysSoIfOneSetAloneExceedsTheLimit() throws Exception {
        scene.put("h.example.org", "A", 60, "192.0.2.1");
        String[] many = IntStream.range(0, 1000)
                .mapToObj(i -> "198.51." + i / 250 + "." + i % 250)
                .toArray(String[]::new);
        List<UpdateReport> reports =
                updater.updateAll(List.of(ipv4("h.example.org", many), ipv4("other.example.org", "192.0.2.7")));
        assertThat(reports.get(0).ipv4()).satisfies(outcome -> {
            assertThat(((Outcome.Failed) outcome).reason()).isEqualTo(FailureReason.UNSUPPORTED);
            assertThat(((Outcome.Failed) outcome).retry()).isEqualTo(Retry.never());
        });
        assertThat(reports.get(1).ipv4()).isInstanceOf(Outcome.Published.class);
    }

    @Test
    void publishesAllOtherHostsIfABatchIsRefusedBecauseOfOne() throws Exception {
        for (boolean bare : new boolean[] {false, true}) {
            scene.route53.bareErrors(bare);
            scene.route53.clear();
            String theirs = bare ? "203.0.113.2" : "203.0.113.1";
            String ours = bare ? "192.0.2.8" : "192.0.2.7";
            scene.route53.beforeNextChange(() -> scene.put("h37.example.org", "A", 60, theirs));
            List<UpdateReport> reports = updater.updateAll(hosts(100, ours));
            assertThat(IntStream.range(0, 100).filter(i -> reports.get(i).ipv4() instanceof Outcome.Failed))
                    .containsExactly(37);
            assertThat(((Outcome.Failed) reports.get(37).ipv4()).reason()).isEqualTo(FailureReason.CONFLICT);
            assertThat(scene.route53.values("h36.example.org", "A")).containsExactly(ours);
            assertThat(scene.route53.values("h37.example.org", "A")).containsExactly(theirs);
            assertThat(scene.route53.batches().size()).isLessThan(20);
        }
    }

    @Test
    void hostsOfSeveralZonesFailApart() throws Exception {
        scene.route53.addZone("example.net");
        scene.route53.addPrivateZone("example.com");
        scene.route53.put(scene.zone, Route53Set.alias("alias.example.org", "A", "x.example.net"));
        List<UpdateReport> reports = updater.updateAll(
                Stream.of("a.example.org", "a.example.net", "a.example.com", "alias.example.org", "b.example.org")
                        .map(host -> ipv4(host, "192.0.2.7"))
                        .toList());
        assertThat(reports.stream().map(report -> report.ipv4() instanceof Outcome.Published))
                .containsExactly(true, true, false, false, true);
        assertThat(scene.route53.batches()).hasSize(2);
    }

    private static List<Update> hosts(int count, String address) {
        return IntStream.range(0, count)
                .mapToObj(i -> ipv4("h" + i + ".example.org", address))
                .toList();
    }

    private static String[] addresses(int host, int generation, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format("2001:db8:%x:%x:1111:2222:3333:%x", host, generation, 0x4000 + i))
                .toArray(String[]::new);
    }
}
