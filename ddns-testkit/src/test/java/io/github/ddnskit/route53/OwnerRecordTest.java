package io.github.ddnskit.route53;

import static io.github.ddnskit.route53.Route53Scene.failed;
import static io.github.ddnskit.route53.Route53Scene.ipv4;
import static io.github.ddnskit.route53.Route53Scene.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.UpdateReport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class OwnerRecordTest {

    private static final String MARK = "_ddnskit-owner.home.example.org";

    @AutoClose
    private final Route53Scene scene = new Route53Scene();

    private final Route53Updater nas = scene.builder().owner("nas").build();
    private final Route53Updater camera = scene.builder().owner("camera").build();

    @Test
    void touchesNoNameOfAnotherOwner() throws Exception {
        nas.update(ipv4("home.example.org", "192.0.2.7"));
        UpdateReport report = camera.update(ipv4("home.example.org", "192.0.2.8"));
        assertThat(failed(report).reason()).isEqualTo(FailureReason.CONFLICT);
        assertThat(failed(report).detail()).contains("somebody else's");
        assertThat(scene.route53.values("home.example.org", "A")).containsExactly("192.0.2.7");
        assertThat(nas.update(ipv4("home.example.org", "192.0.2.9")).ipv4()).isInstanceOf(Outcome.Published.class);
        assertThat(scene.route53.values(MARK, "TXT")).containsExactly("\"ddnskit owner=nas\"");
    }

    @Test
    void touchesNoRecordsWithoutAMarkAndSaysHowToHandThemOver() throws Exception {
        scene.put("home.example.org", "A", 60, "192.0.2.1");
        UpdateReport report = nas.update(ipv4("home.example.org", "192.0.2.7"));
        assertThat(failed(report).detail()).contains(MARK, "\"ddnskit owner=nas\"");
        scene.put(MARK, "TXT", 60, "\"ddnskit owner=nas\"");
        assertThat(nas.update(ipv4("home.example.org", "192.0.2.7")).ipv4()).isInstanceOf(Outcome.Published.class);
    }

    @Test
    void losesTheRaceIfTheNameIsClaimedMeanwhile() throws Exception {
        scene.route53.beforeNextChange(() -> scene.put(MARK, "TXT", 60, "\"ddnskit owner=camera\""));
        UpdateReport first = nas.update(update("home.example.org", Goal.publish("192.0.2.7"), Goal.publish("::9")));
        assertThat(failed(first).reason()).isEqualTo(FailureReason.CONFLICT);
        assertThat(first.ipv6()).isInstanceOf(Outcome.Failed.class);
        assertThat(scene.route53.values("home.example.org", "A")).isEmpty();
        assertThat(scene.route53.values("home.example.org", "AAAA")).isEmpty();
    }

    @Test
    void losesTheRaceIfTheNameChangesHandsMeanwhile() throws Exception {
        nas.update(ipv4("home.example.org", "192.0.2.7"));
        scene.route53.beforeNextChange(() -> {
            scene.put(MARK, "TXT", 60, "\"ddnskit owner=camera\"");
            scene.put("home.example.org", "A", 60, "192.0.2.99");
        });
        UpdateReport report = nas.update(ipv4("home.example.org", "192.0.2.8"));
        assertThat(failed(report).reason()).isEqualTo(FailureReason.CONFLICT);
        assertThat(scene.route53.values("home.example.org", "A")).containsExactly("192.0.2.99");
    }

    @Test
    void takesTheMarkAwayWithTheLastRecordOnly() throws Exception {
        nas.update(update("home.example.org", Goal.publish("192.0.2.7"), Goal.publish("2001:db8::7")));
        nas.update(update("home.example.org", Goal.remove(), Goal.keep()));
        assertThat(scene.route53.values(MARK, "TXT")).hasSize(1);
        nas.update(update("home.example.org", Goal.keep(), Goal.remove()));
        assertThat(scene.route53.values(MARK, "TXT")).isEmpty();
        scene.route53.clear();
        UpdateReport again = nas.update(update("home.example.org", Goal.remove(), Goal.remove()));
        assertThat(again.ipv4()).hasToString("unchanged, none");
        assertThat(scene.route53.batches()).isEmpty();
    }

    @Test
    void marksAWildcardBesideIt() throws Exception {
        nas.update(ipv4("*.example.org", "192.0.2.7"));
        assertThat(scene.route53.values("_ddnskit-owner-wildcard.example.org", "TXT"))
                .hasSize(1);
    }

    @Test
    void refusesAnOwnerThatWouldNotSurviveATxtRecord() {
        assertThatThrownBy(() -> scene.builder().owner("a\"b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("letters");
    }
}
