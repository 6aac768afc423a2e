package io.github.ddnskit.jp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.testkit.contract.DnsUpdaterContract;
import io.github.ddnskit.testkit.contract.DnsUpdaterFixture;
import io.github.ddnskit.testkit.provider.FakeHttp;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DdnsNowUpdaterTest {

    private static final String CANARY = "canary-51c9";
    private static final String OK = "{\"result\":\"OK\",\"errorcode\":0,\"errormsg\":\"\"}";
    private static final Hostname HOME = Hostname.of("home.f5.si");
    private static final Goal V4 = Goal.publish("192.0.2.8");
    private static final Goal V6 = Goal.publish("2001:db8::8");

    private static DdnsNowUpdater.Builder over(FakeHttp server) {
        return DdnsNowUpdater.builder()
                .token(Secret.of(CANARY))
                .clock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
                .http(server.engine().build());
    }

    private static FakeHttp server(String json) {
        return FakeHttp.start(Set.of("f5.si"), exchange -> HttpAnswer.json(200, json));
    }

    @Test
    void namesTheDomainAndWhatItShallBe() throws Exception {
        try (FakeHttp server = server(OK);
                DdnsNowUpdater updater = over(server).build();
                DdnsNowUpdater named = over(server).domain("mine").build()) {
            Update update = Update.of(HOME, V4, V6);
            assertThat(updater.update(update)).isEqualTo(UpdateReport.published(update));
            named.update(Update.of(Hostname.of("home.example.org"), V4, Goal.keep()));
            assertThat(server.exchanges())
                    .extracting(exchange -> exchange.method() + " " + exchange.host() + exchange.target())
                    .containsExactly(
                            "GET f5.si/update.php?domain=home&password=" + CANARY
                                    + "&ip=192.0.2.8&ipv6=2001:db8::8&format=json",
                            "GET f5.si/update.php?domain=mine&password=" + CANARY + "&ip=192.0.2.8&format=json");
        }
    }

    @Test
    void showsTheServicesOwnWordsWithoutWhatWasSent() throws Exception {
        try (FakeHttp server = server(
                        "{\"result\":\"NG\",\"errorcode\":\"E12\",\"errormsg\":\"token " + CANARY + "\\nis wrong\"}");
                DdnsNowUpdater updater = over(server).build()) {
            assertThat(updater.update(Update.of(HOME, V4, Goal.keep())).ipv4())
                    .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                        assertThat(failed.reason()).isEqualTo(FailureReason.REFUSED);
                        assertThat(failed.retry()).hasToString("not before 1970-01-01T01:00:00Z");
                        assertThat(failed.detail())
                                .isEqualTo("DDNS Now answered NG with the code E12: token *** is wrong");
                    });
        }
    }

    @Test
    void takesNothingElseForASuccess() throws Exception {
        try (FakeHttp server = server("");
                DdnsNowUpdater updater = over(server).build()) {
            for (String body : List.of(
                    "", "OK", "[]", "{}", "{\"result\":\"ok\"}", "{\"result\":[\"OK\"]}", "{\"result\":\"OK\"")) {
                server.answer(exchange -> HttpAnswer.json(200, body));
                assertThat(updater.update(Update.of(HOME, V4, Goal.keep())).ipv4())
                        .isInstanceOfSatisfying(
                                Outcome.Failed.class,
                                failed -> assertThat(failed.reason()).isEqualTo(FailureReason.BAD_REPLY));
            }
        }
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
    private static final class Fixture implements DnsUpdaterFixture {

        private final Map<AddressFamily, InetAddress> records = new ConcurrentHashMap<>();
        private final FakeHttp server = FakeHttp.start(Set.of("f5.si"), this::register);
        private final DdnsNowUpdater updater = over(server).build();

        private HttpAnswer register(HttpExchange exchange) {
            for (String name : List.of("ip", "ipv6")) {
                String address = exchange.query().get(name);
                if (address != null) {
                    records.put(AddressFamily.of(IpLiteral.parse(address)), IpLiteral.parse(address));
                }
            }
            return HttpAnswer.json(200, OK);
        }

        @Override
        public DnsUpdater updater() {
            return updater;
        }

        @Override
        public Hostname host() {
            return HOME;
        }

        @Override
        public Hostname strangeHost() {
            return Hostname.of("home.example.org");
        }

        @Override
        public Set<InetAddress> addresses(Hostname host, AddressFamily family) {
            InetAddress address = records.get(family);
            return address == null ? Set.of() : Set.of(address);
        }

        @Override
        public int changes() {
            return server.exchanges().size();
        }

        @Override
        public void rejectCredentials() {
            server.answer(exchange ->
                    HttpAnswer.json(200, "{\"result\":\"NG\",\"errorcode\":1,\"errormsg\":\"wrong password\"}"));
        }

        @Override
        public void breakDown() {
            server.answer(exchange -> HttpAnswer.text(500, "down"));
        }

        @Override
        public List<Secret> secrets() {
            return List.of(Secret.of(CANARY));
        }

        @Override
        public boolean removes() {
            return false;
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

        @Override
        public boolean looksFirst() {
            return false;
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
