package io.github.ddnskit.jp;

import static io.github.ddnskit.jp.Outcomes.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.jp.FletsDdnsUpdater.Transport;
import io.github.ddnskit.peers.Peers;
import io.github.ddnskit.testkit.contract.DnsUpdaterContract;
import io.github.ddnskit.testkit.contract.DnsUpdaterFixture;
import io.github.ddnskit.testkit.provider.FakeHttp;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FletsDdnsUpdaterTest {

    private static final String KEY = "CANARY12BC34567DE890FG";
    private static final String API = "ddnsapi-v6.open.ad.jp";
    private static final Hostname HOME = Hostname.of("home.i.open.ad.jp");
    private static final Goal INSIDE = Goal.publish("2408:210:1234:5600::1");
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    private static String reply(String code, String address) {
        return "RESULT_SIZE:1\r\nRESULT_JA:" + KEY + " 成功\r\nRESULT:" + code + "\r\nRESULT_EN:Done for " + KEY
                + "\r\n\r\n#Key,Host,IPv6,Create,LastRenew,LastQuery,Memo\r\n" + KEY + ",home," + address
                + ",20260101000000,20261122000000,18000101000000,\"a, \"\"b\"\"\"\r\n";
    }

    @AutoClose
    private static final SharedHttp HTTP = new SharedHttp(Set.of(API, "api.example.org"));

    private static FletsDdnsUpdater.Builder open() {
        return FletsDdnsUpdater.openIpv6()
                .hostKey(Secret.of(KEY))
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .http(HTTP.engine());
    }

    private static Outcome update(FletsDdnsUpdater updater) throws InterruptedException {
        return updater.update(Update.of(HOME, Goal.keep(), INSIDE)).ipv6();
    }

    @Test
    void sendsTheAddressBehindTheKey() throws Exception {
        HTTP.answer(reply("OK", "2408:0210:1234:5600:0:0:0:1"));
        assertThat(update(open().build())).isEqualTo(Outcome.reached(INSIDE));
        HTTP.assertAsked("GET " + API + "/api/renew/?" + KEY + "=2408:210:1234:5600::1");
    }

    @Test
    void letsTheServiceTakeTheAddressThatItIsCalledFrom() throws Exception {
        Peers.require(HTTP.hasIpv6(), "the machine has an IPv6 loopback");
        FletsDdnsUpdater updater = open().transport(Transport.SOURCE).build();
        HTTP.answer(reply("OK", "2408:210:1234:5600::1"));
        assertThat(update(updater)).isEqualTo(Outcome.reached(INSIDE));
        HTTP.assertAsked("GET " + API + "/api/renew/?" + KEY);
        assertThat(HTTP.exchanges()).extracting(HttpExchange::family).containsExactly(AddressFamily.IPV6);
        HTTP.answer(reply("OK", "2408:210:1234:5600::2"));
        assertFailed(update(updater), FailureReason.CONFLICT, "registered 2408:210:1234:5600::2 and not");
    }

    @Test
    void takesNothingButOkForASuccess() throws Exception {
        FletsDdnsUpdater updater = open().build();
        for (String code : List.of("ERR_INVALID_KEY", "OK_BUT", "ok", "NG")) {
            HTTP.answer(reply(code, "2408:210:1234:5600::1"));
            assertFailed(
                    update(updater),
                    FailureReason.REFUSED,
                    "not before 2026-11-22T01:00:00Z",
                    "answered " + code + ": Done for *** / *** 成功");
        }
        for (String body : List.of("", "OK", "<html>RESULT:OK</html>", "RESULT:", "#Key,RESULT\nRESULT:OK,1")) {
            HTTP.answer(body);
            assertFailed(update(updater), FailureReason.BAD_REPLY, "without a result code");
        }
        HTTP.answer("RESULT:OK\nRESULT_SIZE:0\n");
        assertThat(update(updater)).isEqualTo(Outcome.reached(INSIDE));
        HTTP.answer(exchange -> HttpAnswer.text(503, "busy").with("Retry-After", "120"));
        assertThat(update(updater)).asString().contains("not before 2026-11-22T00:02:00Z");
    }

    @Test
    void isReachedWhereTheUserSays() throws Exception {
        HTTP.answer(reply("OK", "2408:210:1234:5600::1"));
        FletsDdnsUpdater east = FletsDdnsUpdater.nttEast()
                .hostKey(Secret.of(KEY))
                .endpoint("https://api.example.org/api/renew/")
                .http(HTTP.engine())
                .build();
        Update update = Update.of(Hostname.of("home.i.e-ntt.jp"), Goal.keep(), INSIDE);
        assertThat(east.update(update).ipv6()).isEqualTo(Outcome.reached(INSIDE));
        assertThat(HTTP.exchanges()).extracting(HttpExchange::host).containsExactly("api.example.org");
        assertFailed(update(east), FailureReason.UNKNOWN_HOST, "is not a name below i.e-ntt.jp");
    }

    @Test
    void isReachedOverPlainHttpWhereTheUserPermitsIt() throws Exception {
        try (FakeHttp relay =
                        FakeHttp.startPlain(exchange -> HttpAnswer.text(200, reply("OK", "2408:210:1234:5600::1")));
                HttpEngine http = relay.engine().build()) {
            FletsDdnsUpdater updater = open().http(http)
                    .endpoint("http://update.p-ns.flets-west.jp/open/api/renew/")
                    .allowPlainHttp(true)
                    .build();
            assertThat(update(updater)).isEqualTo(Outcome.reached(INSIDE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "a=b", "a&b", "schlüssel", "a\nb"})
    void sendsNoKeyThatCannotBeOne(String key) throws Exception {
        HTTP.answer("");
        assertFailed(update(open().hostKey(Secret.of(key)).build()), FailureReason.BAD_CREDENTIALS, "copy it anew");
        assertThat(HTTP.exchanges()).isEmpty();
    }

    @Test
    void refusesWhatCannotWork() {
        assertThatThrownBy(() -> FletsDdnsUpdater.openIpv6().build()).hasMessageContaining("needs the host key");
        Secret key = Secret.of(KEY);
        assertThatThrownBy(() -> FletsDdnsUpdater.nttEast().hostKey(key).build())
                .hasMessageContaining("to its customers only: give it as endpoint");
        for (String endpoint :
                List.of("http://relay.example.org/", "ftp://a/", "a b", "https://h/?k=v", "https://u:p@h/")) {
            assertThatThrownBy(() -> FletsDdnsUpdater.openIpv6()
                            .hostKey(key)
                            .endpoint(endpoint)
                            .build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("OPEN IPv6 Dynamic DNS")
                    .hasMessageNotContaining("k=v")
                    .hasMessageNotContaining("u:p");
        }
        FletsDdnsUpdater.Builder packet = FletsDdnsUpdater.openIpv6().transport(Transport.PACKET);
        assertThatThrownBy(packet::build).hasMessageContaining("update-only host name");
        assertThatThrownBy(() -> packet.updateHost(Secret.of("::1")).build())
                .hasMessageContaining("nobody acknowledges an update packet")
                .hasMessageContaining("AuthoritativeObserver");
    }

    @Nested
    class Contract extends DnsUpdaterContract {

        @Override
        protected DnsUpdaterFixture fixture() {
            return new Fixture();
        }
    }

    /** A service with one name. */
    private static final class Fixture extends ServiceFixture {

        Fixture() {
            super(HTTP, open().build(), KEY);
        }

        @Override
        HttpAnswer register(HttpExchange exchange) {
            String address = exchange.query().get(KEY);
            publish(address);
            return HttpAnswer.text(200, reply("OK", String.valueOf(address)));
        }

        @Override
        HttpAnswer rejection() {
            return HttpAnswer.text(200, reply("ERR_INVALID_KEY", ""));
        }

        @Override
        public Hostname host() {
            return HOME;
        }

        @Override
        public Hostname strangeHost() {
            return Hostname.of("home.example.org");
        }

        /** The codes for a wrong key are not published. */
        @Override
        public boolean rejectionsStand() {
            return false;
        }
    }
}
