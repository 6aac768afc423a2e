package io.github.ddnskit.route53;

import static io.github.ddnskit.route53.Route53Scene.failed;
import static io.github.ddnskit.route53.Route53Scene.ipv4;
import static io.github.ddnskit.route53.Route53Scene.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.testkit.provider.HttpExchange;
import io.github.ddnskit.testkit.provider.Route53Set;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Route53UpdaterTest {

    private static final Goal V4 = Goal.publish("192.0.2.7");
    private static final Goal V6 = Goal.publish("2001:db8::7");

    @AutoClose
    private final Route53Scene scene = new Route53Scene();

    private final Route53Updater updater = scene.builder().build();

    @Test
    void publishesAddressesWildcardMailAndOwnerInOneBatch() throws Exception {
        Update update = new Update(
                Hostname.of("home.example.org"),
                V4,
                V6,
                RecordOptions.defaults().withWildcard(true).withMailExchanger(Hostname.of("mail.example.org")));
        UpdateReport report = scene.builder().owner("nas-1").build().update(update);
        assertThat(report).isEqualTo(UpdateReport.published(update));
        assertThat(scene.route53.batches()).hasSize(1);
        assertThat(scene.route53.values("home.example.org", "A")).containsExactly("192.0.2.7");
        assertThat(scene.route53.values("home.example.org", "AAAA")).containsExactly("2001:db8::7");
        assertThat(scene.route53.values("*.home.example.org", "A")).containsExactly("192.0.2.7");
        assertThat(scene.route53.values("*.home.example.org", "AAAA")).containsExactly("2001:db8::7");
        assertThat(scene.route53.values("home.example.org", "MX")).containsExactly("10 mail.example.org.");
        assertThat(scene.route53.values("_ddnskit-owner.home.example.org", "TXT"))
                .containsExactly("\"ddnskit owner=nas-1\"");
        assertThat(scene.route53.sets("home.example.org", "A").get(0).ttl()).isEqualTo(60);
    }

    @Test
    void writesNothingIfTheRecordsAreRightAlready() throws Exception {
        scene.put("home.example.org", "A", 300, "192.0.2.7");
        scene.put("home.example.org", "AAAA", 300, "2001:DB8:0:0:0:0:0:7");
        scene.put("*.home.example.org", "A", 300, "192.0.2.7");
        scene.put("*.home.example.org", "AAAA", 300, "2001:db8::7");
        scene.put("home.example.org", "MX", 300, "10  Mail.example.org");
        UpdateReport report = updater.update(new Update(
                Hostname.of("home.example.org"),
                V4,
                V6,
                RecordOptions.defaults().withWildcard(true).withMailExchanger(Hostname.of("mail.example.org"))));
        assertThat(report.ipv4()).isInstanceOf(Outcome.Unchanged.class).hasToString("unchanged 192.0.2.7");
        assertThat(report.ipv6()).isInstanceOf(Outcome.Unchanged.class);
        assertThat(scene.route53.batches()).isEmpty();
    }

    @Test
    void leavesAFamilyAloneThatIsToBeKept() throws Exception {
        scene.put("home.example.org", "AAAA", 300, "2001:db8::1");
        UpdateReport report = updater.update(update("home.example.org", V4, Goal.keep()));
        assertThat(report.ipv6()).isEqualTo(Outcome.kept());
        assertThat(scene.route53.values("home.example.org", "AAAA")).containsExactly("2001:db8::1");
        assertThat(updater.update(update("home.example.org", Goal.keep(), Goal.keep())))
                .isEqualTo(new UpdateReport(Outcome.kept(), Outcome.kept()));
    }

    @Test
    void removesRecordsExactlyAsTheyAre() throws Exception {
        scene.put("home.example.org", "A", 17, "192.0.2.1", "192.0.2.2");
        UpdateReport report = updater.update(update("home.example.org", Goal.remove(), Goal.remove()));
        assertThat(report.ipv4()).hasToString("removed");
        assertThat(report.ipv6()).hasToString("unchanged, none");
        assertThat(scene.route53.sets("home.example.org", "A")).isEmpty();
    }

    @Test
    void keepsTheTtlThatTheUserSetByHandUnlessTheUpdateSaysOtherwise() throws Exception {
        scene.put("home.example.org", "A", 17, "192.0.2.1");
        updater.update(ipv4("home.example.org", "192.0.2.7"));
        assertThat(scene.route53.sets("home.example.org", "A"))
                .containsExactly(Route53Set.of("home.example.org", "A", 17, "192.0.2.7"));
        Update other = new Update(
                Hostname.of("home.example.org"),
                V4,
                Goal.keep(),
                RecordOptions.defaults().withTtl(Duration.ofSeconds(90)));
        assertThat(updater.update(other).ipv4()).isInstanceOf(Outcome.Published.class);
        assertThat(scene.route53.sets("home.example.org", "A"))
                .containsExactly(Route53Set.of("home.example.org", "A", 90, "192.0.2.7"));
        scene.builder().ttl(Duration.ofSeconds(5)).build().update(ipv4("new.example.org", "192.0.2.7"));
        assertThat(scene.route53.sets("new.example.org", "A").get(0).ttl()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Weight", "Region", "GeoLocation", "Failover", "MultiValueAnswer", "CidrRoutingConfig"})
    void neverOverwritesARoutingPolicyAndStillPublishesTheOtherFamily(String policy) throws Exception {
        Route53Set set = Route53Set.of("home.example.org", "A", 60, "192.0.2.1")
                .with("SetIdentifier", "blue")
                .with(policy, policy.equals("Weight") ? "10" : "x");
        scene.route53.put(scene.zone, set);
        for (Goal goal : List.of(V4, Goal.remove())) {
            UpdateReport report = updater.update(update("home.example.org", goal, V6));
            assertThat(failed(report).reason()).isEqualTo(FailureReason.CONFLICT);
            assertThat(failed(report).detail()).contains("home.example.org", "routing policy", "never overwritten");
            assertThat(report.ipv6()).isNotInstanceOf(Outcome.Failed.class);
        }
        assertThat(scene.route53.sets("home.example.org", "A")).containsExactly(set);
        assertThat(scene.route53.values("home.example.org", "AAAA")).containsExactly("2001:db8::7");
    }

    @Test
    void neverOverwritesAnAlias() throws Exception {
        Route53Set alias = Route53Set.alias("home.example.org", "A", "d111111abcdef8.cloudfront.net");
        scene.route53.put(scene.zone, alias);
        UpdateReport report = updater.update(ipv4("home.example.org", "192.0.2.7"));
        assertThat(failed(report).detail()).contains("alias");
        assertThat(scene.route53.sets("home.example.org", "A")).containsExactly(alias);
        assertThat(scene.route53.batches()).isEmpty();
    }

    @Test
    void findsARoutingPolicyOfManySets() throws Exception {
        for (int i = 0; i < 35; i++) {
            scene.route53.put(
                    scene.zone,
                    Route53Set.of("home.example.org", "A", 60, "192.0.2." + i)
                            .with("SetIdentifier", "set-" + i)
                            .with("Weight", "1"));
        }
        scene.put("home.example.org", "AAAA", 60, "2001:db8::1");
        UpdateReport report = updater.update(update("home.example.org", V4, V6));
        assertThat(failed(report).detail()).contains("weighted");
        assertThat(scene.route53.values("home.example.org", "AAAA")).containsExactly("2001:db8::7");
    }

    @Test
    void refusesANameThatIsAnAliasInDns() throws Exception {
        scene.put("home.example.org", "CNAME", 60, "other.example.net.");
        UpdateReport report = updater.update(ipv4("home.example.org", "192.0.2.7"));
        assertThat(failed(report).reason()).isEqualTo(FailureReason.CONFLICT);
        assertThat(failed(report).detail()).contains("CNAME");
        assertThat(scene.route53.batches()).isEmpty();
    }

    @Test
    void doesNotOverwriteWhatSomebodyElseWroteMeanwhile() throws Exception {
        scene.put("home.example.org", "A", 60, "192.0.2.1");
        for (String theirs : List.of("192.0.2.99", "192.0.2.100")) {
            scene.route53.bareErrors(theirs.endsWith("100"));
            scene.route53.beforeNextChange(() -> scene.put("home.example.org", "A", 60, theirs));
            UpdateReport report = updater.update(ipv4("home.example.org", "192.0.2.7"));
            assertThat(failed(report).reason()).isEqualTo(FailureReason.CONFLICT);
            assertThat(failed(report).retry()).isEqualTo(Retry.backoff());
            assertThat(scene.route53.values("home.example.org", "A")).containsExactly(theirs);
        }
        assertThat(updater.update(ipv4("home.example.org", "192.0.2.7")).ipv4()).isInstanceOf(Outcome.Published.class);
    }

    @Test
    void doesNotOverwriteANameThatAppearsOrDisappearsMeanwhile() throws Exception {
        scene.route53.beforeNextChange(() -> scene.put("home.example.org", "A", 60, "192.0.2.99"));
        UpdateReport report = updater.update(update("home.example.org", V4, V6));
        assertThat(failed(report).reason()).isEqualTo(FailureReason.CONFLICT);
        assertThat(report.ipv6()).as("the other family").isInstanceOf(Outcome.Published.class);
        assertThat(scene.route53.values("home.example.org", "A")).containsExactly("192.0.2.99");
        scene.route53.beforeNextChange(() -> {
            scene.route53.removeZone(scene.zone);
            scene.route53.addZone("example.org");
        });
        assertThat(failed(updater.update(ipv4("home.example.org", "192.0.2.7"))).reason())
                .isEqualTo(FailureReason.ZONE_NOT_SERVED);
    }

    @Test
    void publishesAWildcardHost() throws Exception {
        updater.update(ipv4("*.example.org", "192.0.2.7"));
        updater.update(ipv4("*.example.org", "192.0.2.8"));
        assertThat(scene.route53.values("*.example.org", "A")).containsExactly("192.0.2.8");
        UpdateReport twice = updater.update(new Update(
                Hostname.of("*.example.org"),
                V4,
                Goal.keep(),
                RecordOptions.defaults().withWildcard(true)));
        assertThat(failed(twice).reason()).isEqualTo(FailureReason.UNSUPPORTED);
        assertThat(failed(twice).retry()).isEqualTo(Retry.never());
    }

    @Test
    void publishesSeveralAddressesAtTheApexBesideOtherRecords() throws Exception {
        scene.put("example.org", "TXT", 60, "\"v=spf1 -all\"");
        Goal goal = Goal.publish("192.0.2.7", "192.0.2.8");
        updater.update(update("example.org", goal, Goal.keep()));
        assertThat(scene.route53.values("example.org", "A")).containsExactly("192.0.2.7", "192.0.2.8");
        assertThat(updater.update(update("example.org", Goal.publish("192.0.2.8", "192.0.2.7"), Goal.keep()))
                        .ipv4())
                .isInstanceOf(Outcome.Unchanged.class);
        assertThat(scene.route53.values("example.org", "TXT")).containsExactly("\"v=spf1 -all\"");
    }

    @Test
    void looksWithOneSmallRequestOnceItKnowsTheZone() throws Exception {
        updater.update(ipv4("home.example.org", "192.0.2.7"));
        scene.route53.clear();
        updater.update(ipv4("home.example.org", "192.0.2.7"));
        assertThat(scene.route53.exchanges())
                .singleElement()
                .extracting(HttpExchange::target)
                .isEqualTo("/2013-04-01/hostedzone/" + scene.zone + "/rrset?name=home.example.org.&maxitems=10");
    }

    @Test
    void countsAChangeOnceAllNameServersHaveIt() throws Exception {
        scene.route53.syncAfterLooks(3);
        Route53Updater patient =
                scene.builder().waitForSync(Duration.ofMinutes(2)).build();
        assertThat(patient.update(ipv4("home.example.org", "192.0.2.7")).ipv4()).isInstanceOf(Outcome.Published.class);
        assertThat(scene.route53.exchanges().stream().filter(one -> one.path().contains("/change/")))
                .hasSize(3);
        scene.route53.syncAfterLooks(Integer.MAX_VALUE);
        UpdateReport report = patient.update(ipv4("home.example.org", "192.0.2.8"));
        assertThat(failed(report).detail()).contains("name servers");
        assertThat(failed(report).retry()).isEqualTo(Retry.backoff());
        assertThat(patient.update(ipv4("home.example.org", "192.0.2.8")).ipv4()).isInstanceOf(Outcome.Unchanged.class);
        assertThat(scene.time.waited()).isLessThan(Duration.ofMinutes(3));
    }
}
