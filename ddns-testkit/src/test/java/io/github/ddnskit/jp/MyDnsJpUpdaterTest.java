package io.github.ddnskit.jp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.jp.MyDnsJpUpdater.Transport;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.testkit.ManualTime;
import io.github.ddnskit.testkit.ScriptedIpSource;
import io.github.ddnskit.testkit.contract.DnsUpdaterContract;
import io.github.ddnskit.testkit.contract.DnsUpdaterFixture;
import io.github.ddnskit.testkit.provider.FakeHttp;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MyDnsJpUpdaterTest {

    private static final String CANARY = "canary-8e21";
    private static final Set<String> HOSTS = Set.of("www.mydns.jp", "ipv4.mydns.jp", "ipv6.mydns.jp");
    private static final Hostname HOME = Hostname.of("home.mydns.jp");
    private static final Goal V4 = Goal.publish("192.0.2.8");
    private static final Goal V6 = Goal.publish("2001:db8::8");

    private static String page(int status, String remote) {
        return "<html>\n<head><title>MyDNS.JP</title></head>\n<BODY BGCOLOR=\"#FFFFFF\"\n TEXT=\"#304040\">\n"
                + (status == 1 ? "Login and IP address notify OK.<BR>\n" : "Login and IP address notify NG.<BR>\n")
                + "login_status = " + status + ".<BR>\n<BR>\n<DT>REMOTE ADDRESS:</DT><DD>" + remote
                + "</DD>\n<DT>SERVER ADDRESS:</DT><DD>198.51.100.1</DD>\n</body></html>\n";
    }

    private static FakeHttp http(String answer) {
        return FakeHttp.start(HOSTS, exchange -> HttpAnswer.text(200, answer));
    }

    private static MyDnsJpUpdater.Builder account() {
        return MyDnsJpUpdater.builder().masterId("mydns123456").password(Secret.of(CANARY));
    }

    private static MyDnsJpUpdater over(FakeHttp server, Transport transport) {
        return account().transport(transport).http(server.engine().build()).build();
    }

    @Test
    void sendsBothAddressesInOneRequest() throws Exception {
        try (FakeHttp server = http(page(1, "198.51.100.7"));
                MyDnsJpUpdater updater = over(server, Transport.DIRECT)) {
            Update update = Update.of(HOME, V4, V6);
            assertThat(updater.update(update)).isEqualTo(UpdateReport.published(update));
            assertThat(updater.update(Update.of(HOME, Goal.keep(), V6)).ipv4()).isEqualTo(Outcome.kept());
            assertThat(server.exchanges())
                    .extracting(exchange -> exchange.method() + " " + exchange.host() + exchange.target())
                    .containsExactly(
                            "GET www.mydns.jp/directip.html?MID=mydns123456&PWD=" + CANARY
                                    + "&IPV4ADDR=192.0.2.8&IPV6ADDR=2001:db8::8",
                            "GET www.mydns.jp/directip.html?MID=mydns123456&PWD=" + CANARY + "&IPV6ADDR=2001:db8::8");
        }
    }

    @Test
    void publishesTheFamilyThatItCanWhereTheOtherHasTooMany() throws Exception {
        for (Transport transport : List.of(Transport.DIRECT, Transport.SOURCE)) {
            try (FakeHttp server = http(page(1, "192.0.2.8"));
                    MyDnsJpUpdater updater = over(server, transport)) {
                UpdateReport report = updater.update(Update.of(HOME, V4, Goal.publish("2001:db8::8", "2001:db8::9")));
                assertThat(report.ipv4()).isEqualTo(Outcome.reached(V4));
                assertFailed(report.ipv6(), FailureReason.UNSUPPORTED, "takes one ipv6 address, and there are 2");
                assertThat(server.exchanges()).hasSize(1);
            }
        }
    }

    @Test
    void callsFromTheFamilyThatIsToBeRegistered() throws Exception {
        try (FakeHttp server = FakeHttp.start(
                        HOSTS,
                        exchange -> HttpAnswer.text(
                                200, page(1, exchange.family() == AddressFamily.IPV4 ? "192.0.2.8" : "2001:db8::8")));
                MyDnsJpUpdater updater = over(server, Transport.SOURCE)) {
            assumeTrue(server.hasIpv6(), "this machine has no IPv6 loopback");
            Update update = Update.of(HOME, V4, V6);
            assertThat(updater.update(update)).isEqualTo(UpdateReport.published(update));
            assertThat(server.exchanges())
                    .extracting(exchange -> exchange.family() + " " + exchange.host() + exchange.target())
                    .containsExactly("ipv4 ipv4.mydns.jp/login.html", "ipv6 ipv6.mydns.jp/login.html");
            assertThat(server.exchanges())
                    .allSatisfy(exchange -> assertThat(exchange.basic()).contains("mydns123456:" + CANARY));
        }
    }

    @Test
    void noticesThatAnotherAddressWasRegistered() throws Exception {
        try (FakeHttp server = http(page(1, "198.51.100.7"));
                MyDnsJpUpdater updater = over(server, Transport.SOURCE)) {
            assertFailed(
                    updater.update(Update.of(HOME, V4, Goal.keep())).ipv4(),
                    FailureReason.CONFLICT,
                    "MyDNS.JP registered 198.51.100.7");
        }
    }

    @Test
    void sendsOneNoticeForAllNamesOfTheAccount() throws Exception {
        try (FakeHttp server = http(page(1, "198.51.100.7"));
                MyDnsJpUpdater updater = over(server, Transport.DIRECT)) {
            List<UpdateReport> reports = updater.updateAll(List.of(
                    Update.of(HOME, V4, V6),
                    Update.of(Hostname.of("www.home.mydns.jp"), V4, V6),
                    Update.of(Hostname.of("nas.home.mydns.jp"), V4, Goal.keep())));
            assertThat(reports).extracting(UpdateReport::ipv4).containsOnly(Outcome.reached(V4));
            assertThat(server.exchanges())
                    .as("one for each combination of addresses")
                    .hasSize(2);
        }
    }

    @Test
    void takesAWrongPasswordForOneAlthoughTheStatusIs200() throws Exception {
        for (Transport transport : List.of(Transport.DIRECT, Transport.SOURCE)) {
            try (FakeHttp server = http(page(0, "192.0.2.8"));
                    MyDnsJpUpdater updater = over(server, transport)) {
                UpdateReport report = updater.update(Update.of(HOME, V4, V6));
                assertFailed(report.ipv4(), FailureReason.BAD_CREDENTIALS, "login_status = 0");
                assertThat(report.ipv6()).isEqualTo(report.ipv4());
                assertThat(report.ipv4()).asString().contains("retry never");
                assertThat(((Outcome.Failed) report.ipv4()).isAccountWide()).isTrue();
                assertThat(server.exchanges()).as("and asks no second time").hasSize(1);
            }
        }
    }

    @Test
    void takesNoOtherPageForASuccess() throws Exception {
        String done = "Login and IP address notify OK.";
        try (FakeHttp server = http("");
                MyDnsJpUpdater updater = over(server, Transport.DIRECT)) {
            for (String page : List.of(
                    "",
                    "<html>Welcome</html>",
                    "login_status = 1.",
                    done,
                    done + "<BR>login_status = 2.",
                    done + "<BR>login_status = 1.<BR>login_status = 0.",
                    done + "<BR>set login_status = 1.")) {
                server.answer(exchange -> HttpAnswer.text(200, page));
                Outcome outcome =
                        updater.update(Update.of(HOME, V4, Goal.keep())).ipv4();
                assertFailed(outcome, FailureReason.BAD_REPLY, "does not say");
            }
        }
    }

    @Test
    void triesAnotherNodeWhereOneFailsOnItsSideOnly() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (FakeHttp server = http("");
                MyDnsJpUpdater updater = over(server, Transport.SOURCE)) {
            for (HttpAnswer broken : List.of(HttpAnswer.text(503, "busy"), HttpAnswer.disconnect())) {
                asked.clear();
                server.answer(exchange -> {
                    asked.add(exchange.host());
                    return asked.size() == 1 ? broken : HttpAnswer.text(200, page(1, "192.0.2.8"));
                });
                assertThat(updater.update(Update.of(HOME, V4, Goal.keep())).ipv4())
                        .isEqualTo(Outcome.reached(V4));
                assertThat(asked).containsExactly("ipv4.mydns.jp", "www.mydns.jp");
            }
            for (int status : List.of(401, 404, 302)) {
                asked.clear();
                server.answer(exchange -> {
                    asked.add(exchange.host());
                    return HttpAnswer.text(status, "no");
                });
                assertThat(updater.update(Update.of(HOME, V4, Goal.keep())).ipv4())
                        .isInstanceOf(Outcome.Failed.class);
                assertThat(asked).containsExactly("ipv4.mydns.jp");
            }
        }
    }

    @Test
    void logsInByPop3FromTheAddressItself() throws Exception {
        try (FakeLines server = new FakeLines(
                true,
                peer -> {
                    peer.write("+OK ready\r\n");
                    while (true) {
                        peer.read();
                        peer.write("+OK\r\n");
                    }
                },
                "ipv4.mydns.jp",
                "ipv6.mydns.jp")) {
            assumeTrue(server.hasIpv6(), "this machine has no IPv6 loopback");
            MyDnsJpUpdater updater = account()
                    .transport(Transport.POP3)
                    .lines(server.engine().build())
                    .build();
            Update update = Update.of(HOME, V4, Goal.publish("::1"));
            assertThat(updater.update(update)).isEqualTo(UpdateReport.published(update));
            assertThat(server.families()).containsExactly(AddressFamily.IPV4, AddressFamily.IPV6);
            assertThat(server.received()).isEqualTo(("USER mydns123456\r\nPASS " + CANARY + "\r\nQUIT\r\n").repeat(2));
            assertFailed(
                    updater.update(Update.of(HOME, Goal.keep(), V6)).ipv6(),
                    FailureReason.UNREACHABLE,
                    "is not one of this device");
            updater.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-ERR busy, , SERVER_ERROR, with backoff",
        "hello, , BAD_REPLY, with backoff",
        "+OK, -ERR wrong, BAD_CREDENTIALS, never",
        "+OK, -ERR [AUTH] wrong, BAD_CREDENTIALS, never",
        "+OK, -ERR [IN-USE] again, SERVER_ERROR, with backoff",
        "+OK, -ERR [SYS/TEMP] later, SERVER_ERROR, with backoff",
        "+OK, +OKAY, BAD_REPLY, with backoff",
    })
    void tellsWhatEachReplyOfPop3Means(String greeting, String pass, FailureReason reason, String retry)
            throws Exception {
        FakeLines.Script script = peer -> {
            peer.write(greeting + "\r\n");
            while (true) {
                peer.write(peer.read().startsWith("PASS") ? pass + "\r\n" : "+OK\r\n");
            }
        };
        assertOutcome(Transport.POP3, true, script, reason, retry);
    }

    @Test
    void logsInByFtpOnceTlsIsAgreedUpon() throws Exception {
        try (FakeLines server = new FakeLines(
                false,
                peer -> {
                    peer.write("220-Welcome\r\n230 not yet\r\n220 ready\r\n");
                    peer.read();
                    peer.write("234 go on\r\n");
                    peer.startTls();
                    peer.read();
                    peer.write("331 password\r\n");
                    peer.read();
                    peer.write("230 in\r\n");
                    peer.read();
                    peer.write("221 bye\r\n");
                },
                "ftp.mydns.jp")) {
            MyDnsJpUpdater updater = account()
                    .transport(Transport.FTP)
                    .loginHost("ftp.mydns.jp")
                    .lines(server.engine().build())
                    .build();
            assertThat(updater.update(Update.of(HOME, V4, Goal.keep())).ipv4()).isEqualTo(Outcome.reached(V4));
            assertThat(server.received()).isEqualTo("AUTH TLS\r\nUSER mydns123456\r\nPASS " + CANARY + "\r\nQUIT\r\n");
            assertThat(server.families()).containsExactly(AddressFamily.IPV4);
            updater.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "500 what, UNSUPPORTED, with backoff",
        "530 no, UNSUPPORTED, with backoff",
        "421 later, SERVER_ERROR, with backoff",
        "200 fine, BAD_REPLY, with backoff",
        "hm, BAD_REPLY, with backoff",
        "'234 ok\r\n331 password please', BAD_REPLY, with backoff",
    })
    void sendsNoPasswordOverFtpWithoutTls(String answer, FailureReason reason, String retry) throws Exception {
        FakeLines.Script script = peer -> {
            peer.write("220 ready\r\n");
            peer.read();
            peer.write(answer + "\r\n");
            peer.read();
        };
        assertThat(assertOutcome(Transport.FTP, false, script, reason, retry)).doesNotContain("USER", CANARY);
    }

    @ParameterizedTest
    @CsvSource({
        "530 wrong, BAD_CREDENTIALS, never",
        "421 later, SERVER_ERROR, with backoff",
        "226 eh, BAD_REPLY, with backoff"
    })
    void tellsWhatEachReplyOfFtpMeans(String answer, FailureReason reason, String retry) throws Exception {
        FakeLines.Script script = peer -> {
            peer.write("220 ready\r\n");
            peer.read();
            peer.write("234 go on\r\n");
            peer.startTls();
            peer.read();
            peer.write("331 password\r\n");
            peer.read();
            peer.write(answer + "\r\n");
            peer.read();
        };
        assertThat(assertOutcome(Transport.FTP, false, script, reason, retry)).endsWith("QUIT\r\n");
    }

    /** {@return what the server received} */
    private static String assertOutcome(
            Transport transport, boolean tlsAtOnce, FakeLines.Script script, FailureReason reason, String retry)
            throws Exception {
        try (FakeLines server = new FakeLines(tlsAtOnce, script, "ipv4.mydns.jp");
                MyDnsJpUpdater updater = account()
                        .transport(transport)
                        .lines(server.engine().build())
                        .build()) {
            Outcome outcome = updater.update(Update.of(HOME, V4, Goal.keep())).ipv4();
            assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.reason()).isEqualTo(reason);
                assertThat(failed.retry()).hasToString(retry);
                assertThat(failed.detail()).containsIgnoringCase("mydns.jp").doesNotContain(CANARY);
            });
            return server.received();
        }
    }

    @Test
    void sendsANoticeADayAndNeverMoreThanOneInTenMinutes() {
        ManualTime time = ManualTime.create();
        ScriptedIpSource ip = ScriptedIpSource.create();
        try (FakeHttp server = http(page(1, "198.51.100.7"));
                MyDnsJpUpdater updater = over(server, Transport.DIRECT);
                DdnsClient client = DdnsClient.builder()
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
            assertThat(server.exchanges()).as("for both names together").hasSizeBetween(8, 9);

            server.clear();
            for (int minute = 0; minute < 120; minute++) {
                ip.set(minute % 2 == 0 ? "192.0.2.9" : "192.0.2.8");
                time.advance(Duration.ofMinutes(1));
            }
            assertThat(server.exchanges()).hasSizeBetween(2, 13);
        }
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        assertThatThrownBy(() -> MyDnsJpUpdater.builder().build()).hasMessageContaining("needs a master ID");
        assertThatThrownBy(() -> account().loginHost("ftp.mydns.jp").build()).hasMessageContaining("pop3 or ftp only");
        assertThatThrownBy(() -> Transport.parse("imap")).hasMessageContaining("direct, source, pop3 or ftp");
    }

    private static void assertFailed(Outcome outcome, FailureReason reason, String words) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(reason);
            assertThat(failed.detail()).contains(words).doesNotContain(CANARY);
        });
    }

    @Nested
    class Contract extends DnsUpdaterContract {

        @Override
        protected DnsUpdaterFixture fixture() {
            return new Fixture();
        }
    }

    /** An account with one name. */
    private static final class Fixture implements DnsUpdaterFixture {

        private final Map<AddressFamily, InetAddress> records = new ConcurrentHashMap<>();
        private final FakeHttp server = FakeHttp.start(HOSTS, this::register);
        private final MyDnsJpUpdater updater = over(server, Transport.DIRECT);

        private HttpAnswer register(HttpExchange exchange) {
            exchange.query().forEach((name, value) -> {
                if (name.endsWith("ADDR")) {
                    InetAddress address = IpLiteral.parse(value);
                    records.put(AddressFamily.of(address), address);
                }
            });
            return HttpAnswer.text(200, page(1, "198.51.100.7"));
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
            return Hostname.of("home");
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
            server.answer(exchange -> HttpAnswer.text(200, page(0, "198.51.100.7")));
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
