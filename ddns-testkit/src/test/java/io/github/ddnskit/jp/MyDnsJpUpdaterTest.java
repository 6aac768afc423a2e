package io.github.ddnskit.jp;

import static io.github.ddnskit.jp.MyDnsAccount.CANARY;
import static io.github.ddnskit.jp.MyDnsAccount.HOME;
import static io.github.ddnskit.jp.MyDnsAccount.HOSTS;
import static io.github.ddnskit.jp.MyDnsAccount.V4;
import static io.github.ddnskit.jp.MyDnsAccount.V6;
import static io.github.ddnskit.jp.MyDnsAccount.account;
import static io.github.ddnskit.jp.MyDnsAccount.over;
import static io.github.ddnskit.jp.MyDnsAccount.page;
import static io.github.ddnskit.jp.Outcomes.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.jp.MyDnsJpUpdater.Transport;
import io.github.ddnskit.peers.Peers;
import io.github.ddnskit.testkit.ManualTime;
import io.github.ddnskit.testkit.ScriptedIpSource;
import io.github.ddnskit.testkit.contract.DnsUpdaterContract;
import io.github.ddnskit.testkit.contract.DnsUpdaterFixture;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MyDnsJpUpdaterTest {

    @AutoClose
    private static final SharedHttp HTTP = new SharedHttp(HOSTS);

    @Test
    void sendsBothAddressesInOneRequest() throws Exception {
        HTTP.answer(page(1, "198.51.100.7"));
        MyDnsJpUpdater updater = over(HTTP, Transport.DIRECT);
        Update update = Update.of(HOME, V4, V6);
        assertThat(updater.update(update)).isEqualTo(UpdateReport.published(update));
        assertThat(updater.update(Update.of(HOME, Goal.keep(), V6)).ipv4()).isEqualTo(Outcome.kept());
        HTTP.assertAsked(
                "GET www.mydns.jp/directip.html?MID=mydns123456&PWD=" + CANARY
                        + "&IPV4ADDR=192.0.2.8&IPV6ADDR=2001:db8::8",
                "GET www.mydns.jp/directip.html?MID=mydns123456&PWD=" + CANARY + "&IPV6ADDR=2001:db8::8");
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "SOURCE"})
    void publishesTheFamilyThatItCanWhereTheOtherHasTooMany(Transport transport) throws Exception {
        HTTP.answer(page(1, "192.0.2.8"));
        Update update = Update.of(HOME, V4, Goal.publish("2001:db8::8", "2001:db8::9"));
        UpdateReport report = over(HTTP, transport).update(update);
        assertThat(report.ipv4()).isEqualTo(Outcome.reached(V4));
        assertFailed(report.ipv6(), FailureReason.UNSUPPORTED, "takes one ipv6 address, and there are 2");
        assertThat(HTTP.exchanges()).hasSize(1);
    }

    @Test
    void callsFromTheFamilyThatIsToBeRegistered() throws Exception {
        Peers.require(HTTP.hasIpv6(), "the machine has an IPv6 loopback");
        HTTP.answer(exchange ->
                HttpAnswer.text(200, page(1, exchange.family() == AddressFamily.IPV4 ? "192.0.2.8" : "2001:db8::8")));
        Update update = Update.of(HOME, V4, V6);
        assertThat(over(HTTP, Transport.SOURCE).update(update)).isEqualTo(UpdateReport.published(update));
        HTTP.assertAsked("GET ipv4.mydns.jp/login.html", "GET ipv6.mydns.jp/login.html");
        assertThat(HTTP.exchanges())
                .extracting(HttpExchange::family)
                .containsExactly(AddressFamily.IPV4, AddressFamily.IPV6);
        assertThat(HTTP.exchanges())
                .allSatisfy(exchange -> assertThat(exchange.basic()).contains("mydns123456:" + CANARY));
    }

    @Test
    void noticesThatAnotherAddressWasRegistered() throws Exception {
        HTTP.answer(page(1, "198.51.100.7"));
        assertFailed(update(Transport.SOURCE), FailureReason.CONFLICT, "MyDNS.JP registered 198.51.100.7");
    }

    @Test
    void sendsOneNoticeForAllNamesOfTheAccount() throws Exception {
        HTTP.answer(page(1, "198.51.100.7"));
        List<UpdateReport> reports = over(HTTP, Transport.DIRECT)
                .updateAll(List.of(
                        Update.of(HOME, V4, V6),
                        Update.of(Hostname.of("www.home.mydns.jp"), V4, V6),
                        Update.of(Hostname.of("nas.home.mydns.jp"), V4, Goal.keep())));
        assertThat(reports).extracting(UpdateReport::ipv4).containsOnly(Outcome.reached(V4));
        assertThat(HTTP.exchanges()).as("one for each combination of addresses").hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "SOURCE"})
    void takesAWrongPasswordForOneAlthoughTheStatusIs200(Transport transport) throws Exception {
        HTTP.answer(page(0, "192.0.2.8"));
        UpdateReport report = over(HTTP, transport).update(Update.of(HOME, V4, V6));
        assertFailed(report.ipv4(), FailureReason.BAD_CREDENTIALS, "never", "login_status = 0");
        assertThat(report.ipv6()).isEqualTo(report.ipv4());
        assertThat(((Outcome.Failed) report.ipv4()).isAccountWide()).isTrue();
        assertThat(HTTP.exchanges()).as("and asks no second time").hasSize(1);
    }

    @Test
    void takesNoOtherPageForASuccess() throws Exception {
        String done = "Login and IP address notify OK.";
        for (String page : List.of(
                "",
                "<html>Welcome</html>",
                "login_status = 1.",
                done,
                done + "<BR>login_status = 2.",
                done + "<BR>login_status = 1.<BR>login_status = 0.",
                done + "<BR>set login_status = 1.")) {
            HTTP.answer(page);
            assertFailed(update(Transport.DIRECT), FailureReason.BAD_REPLY, "does not say");
        }
    }

    @Test
    void triesAnotherNodeWhereOneFailsOnItsSideOnly() throws Exception {
        for (HttpAnswer broken : List.of(HttpAnswer.text(503, "busy"), HttpAnswer.disconnect())) {
            HTTP.answer(exchange ->
                    exchange.host().equals("ipv4.mydns.jp") ? broken : HttpAnswer.text(200, page(1, "192.0.2.8")));
            assertThat(update(Transport.SOURCE)).isEqualTo(Outcome.reached(V4));
            assertThat(HTTP.exchanges())
                    .extracting(HttpExchange::host)
                    .containsExactly("ipv4.mydns.jp", "www.mydns.jp");
        }
        for (int status : List.of(401, 404, 302)) {
            HTTP.answer(exchange -> HttpAnswer.text(status, "no"));
            assertThat(update(Transport.SOURCE)).isInstanceOf(Outcome.Failed.class);
            assertThat(HTTP.exchanges()).extracting(HttpExchange::host).containsExactly("ipv4.mydns.jp");
        }
    }

    private static Outcome update(Transport transport) throws InterruptedException {
        return over(HTTP, transport).update(Update.of(HOME, V4, Goal.keep())).ipv4();
    }

    @Test
    void sendsANoticeADayAndNeverMoreThanOneInTenMinutes() {
        ManualTime time = ManualTime.create();
        ScriptedIpSource ip = ScriptedIpSource.create();
        HTTP.answer(page(1, "198.51.100.7"));
        MyDnsJpUpdater updater = over(HTTP, Transport.DIRECT);
        try (DdnsClient client = DdnsClient.builder()
                .clock(time.clock())
                .scheduler(time.scheduler())
                .random(new Random(1))
                .source(ip)
                .allow(AddressClass.DOCUMENTATION)
                .interval(Duration.ofMinutes(1))
                .host("home.mydns.jp", updater)
                .host("www.home.mydns.jp", updater)
                .build()) {
            ip.set("192.0.2.8");
            client.start();
            time.advance(Duration.ofDays(8));
            assertThat(HTTP.exchanges()).as("for both names together").hasSizeBetween(8, 9);

            HTTP.answer(page(1, "198.51.100.7"));
            for (int minute = 0; minute < 120; minute++) {
                ip.set(minute % 2 == 0 ? "192.0.2.9" : "192.0.2.8");
                time.advance(Duration.ofMinutes(1));
            }
            assertThat(HTTP.exchanges()).hasSizeBetween(2, 13);
        }
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        assertThatThrownBy(() -> MyDnsJpUpdater.builder().build()).hasMessageContaining("needs a master ID");
        assertThatThrownBy(() -> account().loginHost("ftp.mydns.jp").build()).hasMessageContaining("pop3 or ftp only");
        assertThatThrownBy(() -> Transport.parse("imap")).hasMessageContaining("direct, source, pop3 or ftp");
    }

    @Nested
    class Contract extends DnsUpdaterContract {

        @Override
        protected DnsUpdaterFixture fixture() {
            return new Fixture();
        }
    }

    /** An account with one name. */
    private static final class Fixture extends ServiceFixture {

        Fixture() {
            super(HTTP, over(HTTP, Transport.DIRECT), CANARY);
        }

        @Override
        HttpAnswer register(HttpExchange exchange) {
            publish(exchange.query().get("IPV4ADDR"));
            publish(exchange.query().get("IPV6ADDR"));
            return HttpAnswer.text(200, page(1, "198.51.100.7"));
        }

        @Override
        HttpAnswer rejection() {
            return HttpAnswer.text(200, page(0, "198.51.100.7"));
        }

        @Override
        public Hostname host() {
            return HOME;
        }

        @Override
        public Hostname strangeHost() {
            return Hostname.of("home");
        }
    }
}
