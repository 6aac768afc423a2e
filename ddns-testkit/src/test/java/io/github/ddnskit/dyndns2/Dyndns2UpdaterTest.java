package io.github.ddnskit.dyndns2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.testkit.provider.FakeDyndns2;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What an updater does beyond what its row says. */
class Dyndns2UpdaterTest {

    private static final Goal KEEP = Goal.keep();

    /** Written by a user: three names at once, all in a form, with a key in the header. */
    private static final Dialect OWN = Dialect.fromJson("""
            {
              "id": "own",
              "url": "https://dns.example.net/update",
              "families": "list",
              "other": "removed",
              "method": "POST",
              "form": true,
              "auth": {"header": "X-Key", "value": "{token}"},
              "parameters": {"names": "{host}", "to": "{ip}", "ttl": "{ttl}"},
              "batch": 3,
              "charset": "Shift_JIS",
              "replies": {"good": "changed", "HTTP 204": "unchanged", "HTTP 409 busy": {"means": "wait", "wait": "PT1H"}}
            }
            """);

    private static final Dialect EACH = Dialect.builder("each-own")
            .url("https://dns.example.net/nic/update")
            .families(FamilyStyle.EACH)
            .build();

    private static final Lab LAB = new Lab(OWN);

    @AfterAll
    static void end() {
        LAB.close();
    }

    private static Hostname name(String label) {
        return Hostname.of(label + ".example.org");
    }

    private static Update update(String label) {
        return Update.of(name(label), Lab.IPV4, Lab.IPV6);
    }

    @Test
    void speaksTheUsersOwnDialect() throws Exception {
        FakeDyndns2 service = LAB.serve(OWN);
        try (Dyndns2Updater updater = LAB.updater(OWN).build()) {
            RecordOptions options = RecordOptions.defaults().withTtl(Duration.ofSeconds(90));
            UpdateReport report = updater.update(new Update(name("home"), Lab.IPV4, Lab.IPV6, options));
            assertThat(report).isEqualTo(UpdateReport.published(update("home")));
            HttpExchange exchange = service.exchanges().get(0);
            assertThat(exchange.method()).isEqualTo("POST");
            assertThat(exchange.target()).isEqualTo("/update");
            assertThat(exchange.body()).isEqualTo("names=home.example.org&to=203.0.113.8,2001:db8::8&ttl=90");
            assertThat(exchange.header("X-Key")).contains("token");
        }
    }

    @Test
    void sendsNamesThatWantTheSameTogether() throws Exception {
        FakeDyndns2 service = LAB.serve(OWN).host(name("b")).host(name("c"));
        try (Dyndns2Updater updater = LAB.updater(OWN).build()) {
            Update other = Update.of(name("c"), Goal.publish("203.0.113.9"), Lab.IPV6);
            List<UpdateReport> reports = updater.updateAll(List.of(update("home"), other, update("b")));
            assertThat(reports)
                    .containsExactly(
                            UpdateReport.published(update("home")),
                            UpdateReport.published(other),
                            UpdateReport.published(update("b")));
            assertThat(service.exchanges())
                    .extracting(exchange -> exchange.form().get("names"))
                    .containsExactly("home.example.org,b.example.org", "c.example.org");
        }
    }

    @Test
    void readsALineForEachNameInTheirOrder() throws Exception {
        assertOutcomes("good 203.0.113.8\nnohost\nnochg", "published", "UNKNOWN_HOST never", "unchanged");
        assertOutcomes("good\nwat\nabuse", "published", "BAD_REPLY with backoff", "BLOCKED never");
    }

    @Test
    void takesALineThatIsMissingForAFailure() throws Exception {
        assertOutcomes("good\nnochg", "published", "unchanged", "BAD_REPLY with backoff");
        assertOutcomes("nohost", "UNKNOWN_HOST never", "BAD_REPLY with backoff", "BAD_REPLY with backoff");
        assertOutcomes("", "BAD_REPLY with backoff", "BAD_REPLY with backoff", "BAD_REPLY with backoff");
    }

    @Test
    void takesASingleSuccessForAll() throws Exception {
        assertOutcomes("good 203.0.113.8,2001:db8::8", "published", "published", "published");
    }

    @Test
    void takesWhatIsSaidToTheAccountForAll() throws Exception {
        assertOutcomes("badauth", "BAD_CREDENTIALS never", "BAD_CREDENTIALS never", "BAD_CREDENTIALS never");
        assertOutcomes("numhost", "BAD_REQUEST never", "BAD_REQUEST never", "BAD_REQUEST never");
        assertOutcomes("dnserr", "SERVER_ERROR with backoff", "SERVER_ERROR with backoff", "SERVER_ERROR with backoff");
        assertOutcomes("good\n!donator", "published", "REFUSED never", "REFUSED never");
    }

    @Test
    void takesNoOtherAddressForASuccess() throws Exception {
        assertOutcomes(
                "good 203.0.113.8\ngood 203.0.113.9\nnochg 2001:db8::9",
                "published",
                "BAD_REPLY with backoff",
                "BAD_REPLY with backoff");
    }

    private void assertOutcomes(String body, String... expected) throws InterruptedException {
        FakeDyndns2 service = LAB.serve(OWN);
        service.failNext(1, HttpAnswer.text(200, body));
        try (Dyndns2Updater updater = LAB.updater(OWN).build()) {
            List<UpdateReport> reports = updater.updateAll(List.of(update("home"), update("b"), update("c")));
            assertThat(reports)
                    .as(body)
                    .extracting(report -> text(report.ipv4()))
                    .containsExactly(expected);
            assertThat(reports)
                    .as(body)
                    .extracting(report -> text(report.ipv6()))
                    .containsExactly(expected);
        }
    }

    private static String text(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed
                ? failed.reason() + " " + failed.retry()
                : outcome.toString().split(" ", 2)[0];
    }

    @Test
    void sendsNothingMoreAfterWhatIsSaidToTheAccount() throws Exception {
        FakeDyndns2 service = LAB.serve(OWN);
        service.rejectCredentials();
        try (Dyndns2Updater updater = LAB.updater(OWN).build()) {
            Update other = Update.of(name("c"), Goal.publish("203.0.113.9"), Lab.IPV6);
            List<UpdateReport> reports = updater.updateAll(List.of(update("home"), other));
            assertThat(reports).extracting(report -> text(report.ipv4())).containsOnly("BAD_CREDENTIALS never");
            assertThat(service.exchanges()).hasSize(1);
        }
    }

    @Test
    void reportsEachFamilyByItselfWhereEachIsARequest() throws Exception {
        FakeDyndns2 service = LAB.serve(EACH);
        service.failNext(1, HttpAnswer.text(200, "dnserr"));
        try (Dyndns2Updater updater = LAB.updater(EACH).build()) {
            UpdateReport report = updater.update(update("home"));
            assertThat(text(report.ipv4())).isEqualTo("SERVER_ERROR with backoff");
            assertThat(report.ipv6()).isInstanceOf(Outcome.Published.class);
            assertThat(service.exchanges()).hasSize(2);
        }
    }

    @Test
    void neverDeletesTheOtherFamilySilently() throws Exception {
        FakeDyndns2 service = LAB.serve(OWN);
        try (Dyndns2Updater updater = LAB.updater(OWN).build();
                Dyndns2Updater permitted =
                        LAB.updater(OWN).allowDeletingOtherFamily().build()) {
            assertThat(updater.capabilities().familiesIndependent()).isFalse();
            updater.update(update("home"));
            Update alone = Update.of(name("home"), Goal.publish("203.0.113.9"), KEEP);
            UpdateReport report = updater.update(alone);
            assertThat(text(report.ipv4())).isEqualTo("UNSUPPORTED with backoff");
            assertThat(((Outcome.Failed) report.ipv4()).detail())
                    .isEqualTo("own deletes the ipv6 address of a name when it is told an ipv4 address alone:"
                            + " publish both, or permit the deletion for this updater");
            assertThat(report.ipv6()).isEqualTo(Outcome.kept());
            assertThat(service.exchanges()).hasSize(1);

            assertThat(permitted.update(alone)).isEqualTo(UpdateReport.published(alone));
            assertThat(service.addresses(name("home"), AddressFamily.IPV6)).isEmpty();

            updater.update(update("home"));
            Update removal = Update.of(name("home"), Lab.IPV4, Goal.remove());
            assertThat(updater.update(removal)).isEqualTo(UpdateReport.published(removal));
            assertThat(service.addresses(name("home"), AddressFamily.IPV6)).isEmpty();
        }
    }

    @Test
    void doesNotSendOneFamilyWhereBothAreNeeded() throws Exception {
        Dialect both = Dialect.builder("both")
                .url("https://dns.example.net/nic/update")
                .families(FamilyStyle.SEPARATE)
                .other(AddressFamily.IPV4, OtherFamily.REQUIRED)
                .build();
        LAB.serve(both);
        try (Dyndns2Updater updater =
                LAB.updater(both).allowDeletingOtherFamily().build()) {
            Update ipv6 = Update.of(name("home"), KEEP, Lab.IPV6);
            assertThat(text(updater.update(ipv6).ipv6())).isEqualTo("UNSUPPORTED with backoff");
            Update ipv4 = Update.of(name("home"), Lab.IPV4, KEEP);
            assertThat(updater.update(ipv4)).isEqualTo(UpdateReport.published(ipv4));
        }
    }

    @Test
    void refusesWhatTheServiceCannotDo() throws Exception {
        FakeDyndns2 service = LAB.serve(EACH);
        try (Dyndns2Updater updater = LAB.updater(EACH).build()) {
            RecordOptions ttl = RecordOptions.defaults().withTtl(Duration.ofSeconds(60));
            assertThat(text(updater.update(new Update(name("home"), Lab.IPV4, KEEP, ttl))
                            .ipv4()))
                    .isEqualTo("UNSUPPORTED never");
            Update two = Update.of(name("home"), Goal.publish("203.0.113.8", "203.0.113.9"), Lab.IPV6);
            UpdateReport report = updater.update(two);
            assertThat(text(report.ipv4())).isEqualTo("UNSUPPORTED with backoff");
            assertThat(report.ipv6()).isInstanceOf(Outcome.Published.class);
            assertThat(text(updater.update(Update.of(name("home"), Goal.remove(), KEEP))
                            .ipv4()))
                    .isEqualTo("UNSUPPORTED with backoff");
            assertThat(service.exchanges()).hasSize(1);
        }
    }

    @Test
    void refusesASecondNameWhereTheTokenIsThatOfOne() throws Exception {
        Dialect token = Dialect.builder("one-token")
                .url("https://dns.example.net/u/{token}/")
                .parameter("address", "{ip}")
                .families(FamilyStyle.IPV4)
                .build();
        FakeDyndns2 service = LAB.serve(token);
        try (Dyndns2Updater updater = LAB.updater(token).build()) {
            updater.update(Update.of(name("home"), Lab.IPV4, KEEP));
            Outcome second =
                    updater.update(Update.of(name("b"), Lab.IPV4, KEEP)).ipv4();
            assertThat(text(second)).isEqualTo("UNSUPPORTED never");
            assertThat(service.exchanges())
                    .extracting(HttpExchange::target)
                    .containsExactly("/u/token/?address=203.0.113.8");
        }
    }

    @Test
    void reachesTheServiceElsewhere() throws Exception {
        Dialect here = Dialect.builder("here")
                .url("https://home.example/nic/update")
                .families(FamilyStyle.LIST)
                .build();
        Dialect there = Dialect.builder("there")
                .url("https://dns.example.net/elsewhere/nic/update")
                .families(FamilyStyle.LIST)
                .build();
        FakeDyndns2 service = LAB.serve(there);
        try (Dyndns2Updater updater = LAB.updater(here)
                .endpoint("https://dns.example.net/elsewhere/nic/update")
                .build()) {
            assertThat(updater.update(update("home"))).isEqualTo(UpdateReport.published(update("home")));
            assertThat(service.exchanges()).hasSize(1);
            assertThat(updater.identity().target()).isEqualTo("dyndns2:here/https://dns.example.net");
        }
    }

    @Test
    void saysWhatIsMissing() {
        Dyndns2Updater.Builder builder = Dyndns2Updater.builder();
        assertThatThrownBy(builder::build).hasMessageContaining("no dialect");
        assertThatThrownBy(() -> builder.dialect("no-such-service"))
                .hasMessageContaining("no service of the catalogue");
        builder.dialect(EACH).username("user");
        assertThatThrownBy(builder::build).hasMessage("each-own needs a password");
        builder.password(Secret.of("password")).token(Secret.of("token"));
        assertThatThrownBy(builder::build).hasMessage("each-own has no use for a token");
        assertThatThrownBy(() -> Dyndns2Updater.builder()
                        .dialect(Dialect.builder("open")
                                .url("http://dns.example.net/")
                                .families(FamilyStyle.IPV4)
                                .build())
                        .username("user")
                        .password(Secret.of("password"))
                        .build())
                .hasMessageContaining("in the clear only");
        assertThatThrownBy(() ->
                        Dyndns2Updater.builder().dialect(Dialect.fromJson("""
                                {"id": "gone", "url": "https://dns.example.net/", "families": "ipv4",
                                "ended": {"since": "2023-09", "instead": "Use another."}}
                                """)).build())
                .hasMessage("gone has ended (2023-09): Use another.");
    }

    @Test
    void triesAgainWhenASecretCannotBeRead() throws Exception {
        FakeDyndns2 service = LAB.serve(EACH);
        try (Dyndns2Updater updater = Dyndns2Updater.builder()
                .dialect(EACH)
                .http(LAB.engine(EACH))
                .username("user")
                .password(Secret.fromEnv("DDNSKIT_THERE_IS_NO_SUCH_VARIABLE"))
                .build()) {
            Outcome.Failed failed =
                    (Outcome.Failed) updater.update(update("home")).ipv4();
            assertThat(failed.retry()).isEqualTo(Retry.backoff());
            assertThat(failed.reason()).isEqualTo(FailureReason.BAD_CREDENTIALS);
            assertThat(service.exchanges()).isEmpty();
        }
    }

    @Test
    void removesAtAnotherUrl() throws Exception {
        Dialect row = Dialect.builder("removing")
                .url("https://dns.example.net/nic/update")
                .families(FamilyStyle.EACH)
                .remove(AddressFamily.IPV4, Map.of())
                .removeUrl("https://dns.example.net/nic/delete", null)
                .build();
        FakeDyndns2 service = LAB.serve(row);
        try (Dyndns2Updater updater = LAB.updater(row).build()) {
            updater.update(update("home"));
            Update update = Update.of(name("home"), Goal.remove(), Lab.IPV6);
            UpdateReport report = updater.update(update);
            assertThat(report.ipv4()).isEqualTo(new Outcome.Published(Set.of()));
            assertThat(report.ipv6()).isInstanceOf(Outcome.Unchanged.class);
            assertThat(service.addresses(name("home"), AddressFamily.IPV4)).isEmpty();
        }
    }
}
