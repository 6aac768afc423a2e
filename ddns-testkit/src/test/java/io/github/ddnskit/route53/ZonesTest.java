package io.github.ddnskit.route53;

import static io.github.ddnskit.route53.Route53Scene.failed;
import static io.github.ddnskit.route53.Route53Scene.ipv4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.UpdateReport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ZonesTest {

    @AutoClose
    private final Route53Scene scene = new Route53Scene();

    private final Route53Updater updater = scene.builder().build();

    @Test
    void takesTheZoneWithTheLongestName() throws Exception {
        String deeper = scene.route53.addZone("lan.example.org");
        scene.route53.addZone("ample.org");
        updater.updateAll(List.of(ipv4("a.b.lan.example.org", "192.0.2.7"), ipv4("a.plan.example.org", "192.0.2.8")));
        assertThat(scene.route53.sets(deeper)).anyMatch(set -> set.name().equals("a.b.lan.example.org"));
        assertThat(scene.route53.sets(scene.zone)).anyMatch(set -> set.name().equals("a.plan.example.org"));
    }

    @Test
    void asksOnceForHostsBesideEachOtherAndRemembersTheirZoneForAnHour() throws Exception {
        updater.updateAll(List.of(ipv4("a.b.example.org", "192.0.2.7"), ipv4("c.b.example.org", "192.0.2.7")));
        assertThat(searches()).isEqualTo(1);
        updater.update(ipv4("a.b.example.org", "192.0.2.8"));
        assertThat(searches()).isEqualTo(1);
        scene.time.await(Duration.ofHours(1));
        scene.route53.addZone("b.example.org");
        updater.update(ipv4("a.b.example.org", "192.0.2.9"));
        assertThat(searches()).isEqualTo(2);
        assertThat(scene.route53.sets("a.b.example.org", "A")).hasSize(2);
    }

    @Test
    void findsAZoneFarBehindItsParentInTheList() throws Exception {
        for (int i = 0; i < 120; i++) {
            scene.route53.addZone("a" + i + ".example.org");
            scene.route53.addZone("lan-" + i + ".example.org");
        }
        String deep = scene.route53.addZone("lan.example.org");
        updater.updateAll(List.of(ipv4("nas.lan.example.org", "192.0.2.7"), ipv4("nas.man.example.org", "192.0.2.8")));
        assertThat(scene.route53.sets(deep)).anyMatch(set -> set.name().equals("nas.lan.example.org"));
        assertThat(scene.route53.sets(scene.zone)).anyMatch(set -> set.name().equals("nas.man.example.org"));
        assertThat(searches()).isLessThan(8);
    }

    @Test
    void findsAZoneBehindManyOfTheSameName() throws Exception {
        for (int i = 0; i < 75; i++) {
            scene.route53.addPrivateZone("example.net");
        }
        scene.route53.addZone("example.net");
        assertThat(updater.update(ipv4("home.example.net", "192.0.2.7")).ipv4()).isInstanceOf(Outcome.Published.class);
    }

    @Test
    void refusesAPrivateZoneUnlessItIsChosenById() throws Exception {
        String inside = scene.route53.addPrivateZone("corp.example.org");
        UpdateReport report = updater.update(ipv4("home.corp.example.org", "192.0.2.7"));
        assertThat(failed(report).reason()).isEqualTo(FailureReason.ZONE_NOT_SERVED);
        assertThat(failed(report).detail()).contains("private", "zone id");
        Route53Updater chosen = scene.builder().zoneId("/hostedzone/" + inside).build();
        scene.route53.clear();
        assertThat(chosen.update(ipv4("home.corp.example.org", "192.0.2.7")).ipv4())
                .isInstanceOf(Outcome.Published.class);
        assertThat(searches()).isZero();
    }

    @Test
    void refusesZonesOfOneNameUnlessOneIsChosenById() throws Exception {
        String other = scene.route53.addZone("example.org");
        UpdateReport report = updater.update(ipv4("home.example.org", "192.0.2.7"));
        assertThat(failed(report).detail()).contains(scene.zone, other);
        Route53Updater chosen = scene.builder().zoneId(other).build();
        assertThat(chosen.update(ipv4("home.example.org", "192.0.2.7")).ipv4()).isInstanceOf(Outcome.Published.class);
        assertThat(scene.route53.sets(other)).anyMatch(set -> set.name().equals("home.example.org"));
    }

    @Test
    void saysSoIfNoZoneHoldsTheName() throws Exception {
        UpdateReport report = updater.update(ipv4("home.example.net", "192.0.2.7"));
        assertThat(failed(report).reason()).isEqualTo(FailureReason.ZONE_NOT_SERVED);
        assertThat(failed(report).detail()).contains("no hosted zone", "home.example.net");
        Route53Updater elsewhere = scene.builder().zoneId(scene.zone).build();
        UpdateReport outside = elsewhere.update(ipv4("home.example.net", "192.0.2.7"));
        assertThat(failed(outside).detail()).contains("does not lie in the hosted zone");
        Route53Updater nowhere = scene.builder().zoneId("Z0GONE").build();
        assertThat(failed(nowhere.update(ipv4("home.example.org", "192.0.2.7"))).detail())
                .contains("no hosted zone of that id");
    }

    @Test
    void findsAZoneAgainThatWasMadeAnew() throws Exception {
        updater.update(ipv4("home.example.org", "192.0.2.7"));
        scene.route53.removeZone(scene.zone);
        scene.route53.addZone("example.org");
        assertThat(updater.update(ipv4("home.example.org", "192.0.2.7")).ipv4()).isInstanceOf(Outcome.Failed.class);
        assertThat(updater.update(ipv4("home.example.org", "192.0.2.7")).ipv4()).isInstanceOf(Outcome.Published.class);
    }

    @Test
    void takesANameForNoZoneId() {
        assertThatThrownBy(() -> scene.builder().zoneId("example.org")).hasMessageContaining("zone id");
    }

    private long searches() {
        return scene.route53.exchanges().stream()
                .filter(one -> one.path().endsWith("/hostedzonesbyname"))
                .count();
    }
}
