package io.github.ddnskit.jp;

import static io.github.ddnskit.jp.Outcomes.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.testkit.contract.DnsUpdaterContract;
import io.github.ddnskit.testkit.contract.DnsUpdaterFixture;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DdnsNowUpdaterTest {

    private static final String CANARY = "canary-51c9";
    private static final String OK = "{\"result\":\"OK\",\"errorcode\":0,\"errormsg\":\"\"}";
    private static final Hostname HOME = Hostname.of("home.f5.si");
    private static final Goal V4 = Goal.publish("192.0.2.8");
    private static final Goal V6 = Goal.publish("2001:db8::8");

    @AutoClose
    private static final SharedHttp HTTP = new SharedHttp(Set.of("f5.si"));

    private static DdnsNowUpdater.Builder builder() {
        return DdnsNowUpdater.builder()
                .token(Secret.of(CANARY))
                .clock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
                .http(HTTP.engine());
    }

    private static Outcome update() throws InterruptedException {
        return builder().build().update(Update.of(HOME, V4, Goal.keep())).ipv4();
    }

    @Test
    void namesTheDomainAndWhatItShallBe() throws Exception {
        HTTP.answer(OK);
        Update update = Update.of(HOME, V4, V6);
        assertThat(builder().build().update(update)).isEqualTo(UpdateReport.published(update));
        Update named = Update.of(Hostname.of("home.example.org"), V4, Goal.keep());
        assertThat(builder().domain("mine").build().update(named)).isEqualTo(UpdateReport.published(named));
        HTTP.assertAsked(
                "GET f5.si/update.php?domain=home&password=" + CANARY + "&ip=192.0.2.8&ipv6=2001:db8::8&format=json",
                "GET f5.si/update.php?domain=mine&password=" + CANARY + "&ip=192.0.2.8&format=json");
    }

    @Test
    void showsTheServicesOwnWordsWithoutWhatWasSent() throws Exception {
        HTTP.answer("{\"result\":\"NG\",\"errorcode\":\"E12\",\"errormsg\":\"token " + CANARY + "\\nis wrong\"}");
        assertFailed(
                update(),
                FailureReason.REFUSED,
                "not before 1970-01-01T01:00:00Z",
                "DDNS Now answered NG with the code E12: token *** is wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "OK", "[]", "{}", "{\"result\":\"ok\"}", "{\"result\":[\"OK\"]}", "{\"result\":\"OK\""})
    void takesNothingElseForASuccess(String body) throws Exception {
        HTTP.answer(body);
        assertFailed(update(), FailureReason.BAD_REPLY, "other than a result in JSON");
    }

    @Test
    void needsAToken() {
        assertThatThrownBy(() -> DdnsNowUpdater.builder().build()).hasMessageContaining("needs the API token");
    }

    @Nested
    class Contract extends DnsUpdaterContract {

        @Override
        protected DnsUpdaterFixture fixture() {
            return new Fixture();
        }
    }

    /** A service with one domain. */
    private static final class Fixture extends ServiceFixture {

        Fixture() {
            super(HTTP, builder().build(), CANARY);
        }

        @Override
        HttpAnswer register(HttpExchange exchange) {
            publish(exchange.query().get("ip"));
            publish(exchange.query().get("ipv6"));
            return HttpAnswer.json(200, OK);
        }

        @Override
        HttpAnswer rejection() {
            return HttpAnswer.json(200, "{\"result\":\"NG\",\"errorcode\":1,\"errormsg\":\"wrong password\"}");
        }

        @Override
        public Hostname host() {
            return HOME;
        }

        @Override
        public Hostname strangeHost() {
            return Hostname.of("home.example.org");
        }

        /** A request names what is to change; the rest stays. */
        @Override
        public boolean keeps() {
            return true;
        }

        /** The codes for a wrong token are not published. */
        @Override
        public boolean rejectionsStand() {
            return false;
        }
    }
}
