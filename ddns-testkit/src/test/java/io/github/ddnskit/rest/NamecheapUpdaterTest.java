package io.github.ddnskit.rest;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.testkit.ManualTime;
import io.github.ddnskit.testkit.contract.DnsUpdaterContract;
import io.github.ddnskit.testkit.contract.DnsUpdaterFixture;
import io.github.ddnskit.testkit.provider.FakeHttp;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamecheapUpdaterTest extends DnsUpdaterContract {

    private static final String CANARY = "c4n4ry in+clear";
    private static final String HOST = "home.example.org";
    private static final ManualTime TIME = ManualTime.create();

    private final Map<String, String> addresses = new ConcurrentHashMap<>();

    @AutoClose
    private static final FakeHttp SERVER =
            FakeHttp.start(Set.of("dynamicdns.park-your-domain.com"), exchange -> HttpAnswer.disconnect());

    @AutoClose
    private static final HttpEngine HTTP = SERVER.engine().build();

    private final DnsUpdater updater = NamecheapUpdater.builder()
            .domain("example.org", Secret.of(CANARY))
            .http(HTTP)
            .clock(TIME.clock())
            .build();

    @Override
    protected DnsUpdaterFixture fixture() {
        SERVER.answer(this::success);
        SERVER.clear();
        return new Fixture();
    }

    @ParameterizedTest
    @CsvSource({"home.example.org, home", "example.org, @", "*.example.org, *", "a.b.example.org, a.b"})
    void sendsHostDomainAndPassword(String host, String label) throws Exception {
        Goal goal = Goal.publish("192.0.2.1");
        UpdateReport report = update(Update.of(Hostname.of(host), goal, Goal.keep()));
        assertThat(report).isEqualTo(new UpdateReport(Outcome.reached(goal), Outcome.kept()));
        assertThat(SERVER.exchanges()).singleElement().satisfies(exchange -> {
            assertThat(exchange.method()).isEqualTo("GET");
            assertThat(exchange.target())
                    .isEqualTo("/update?host=" + label.replace("@", "%40")
                            + "&domain=example.org&ip=192.0.2.1&password=c4n4ry%20in%2Bclear");
        });
    }

    @Test
    void publishesTheWildcardToo() throws Exception {
        RecordOptions options = RecordOptions.defaults().withWildcard(true);
        Goal goal = Goal.publish("192.0.2.1");
        assertThat(update(new Update(Hostname.of(HOST), goal, Goal.keep(), options))
                        .ipv4())
                .isEqualTo(Outcome.reached(goal));
        assertThat(SERVER.exchanges())
                .extracting(exchange -> exchange.query().get("host"))
                .containsExactly("home", "*.home");
    }

    @Test
    void refusesWhatNamecheapCannotDoBeforeAnythingIsSent() throws Exception {
        RecordOptions options = RecordOptions.defaults();
        Goal one = Goal.publish("192.0.2.1");
        Goal two = Goal.publish("192.0.2.1", "192.0.2.2");
        Hostname host = Hostname.of(HOST);
        for (Update update : new Update[] {
            Update.of(host, two, Goal.keep()),
            Update.of(host, Goal.remove(), Goal.keep()),
            new Update(host, one, Goal.keep(), options.withTtl(Duration.ofMinutes(5))),
            new Update(host, one, Goal.keep(), options.withMailExchanger(Hostname.of("mail.example.org")))
        }) {
            assertFailed(update(update).ipv4(), FailureReason.UNSUPPORTED, Retry.never());
        }
        UpdateReport ipv6 = update(Update.of(host, Goal.keep(), Goal.publish("2001:db8::1")));
        assertFailed(ipv6.ipv6(), FailureReason.UNSUPPORTED, Retry.never());
        assertThat(ipv6.ipv4()).isEqualTo(Outcome.kept());
        Update elsewhere = Update.of(Hostname.of("home.example.net"), one, Goal.keep());
        assertFailed(update(elsewhere).ipv4(), FailureReason.UNKNOWN_HOST, Retry.never());
        assertThat(SERVER.exchanges()).isEmpty();
        assertThat(updater.capabilities().families()).containsExactly(AddressFamily.IPV4);
    }

    @ParameterizedTest
    @CsvSource({
        "Passwords do not match, BAD_CREDENTIALS, true, true",
        "Domain name not found, ZONE_NOT_SERVED, true, true",
        "No Records updated. A record not Found;, UNKNOWN_HOST, true, false",
        "Invalid IP, BAD_REQUEST, false, false",
    })
    void knowsTheErrorsOfNamecheap(String error, FailureReason reason, boolean never, boolean accountWide)
            throws Exception {
        SERVER.answer(exchange -> failure(error));
        Outcome outcome = publish();
        assertFailed(outcome, reason, never ? Retry.never() : Retry.backoff());
        assertThat(((Outcome.Failed) outcome).isAccountWide()).isEqualTo(accountWide);
    }

    @Test
    void waitsAsLongAsTheProviderAsks() throws Exception {
        SERVER.answer(exchange -> HttpAnswer.text(429, CANARY).with("Retry-After", "120"));
        assertFailed(
                publish(),
                FailureReason.RATE_LIMITED,
                Retry.notBefore(TIME.now().plusSeconds(120)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "good",
                "<html>c4n4ry in+clear</html>",
                "<interface-response><ErrCount>0</ErrCount>",
                "<interface-response><ErrCount>0</ErrCount><IP>198.51.100.1</IP></interface-response>",
                "<!DOCTYPE a [<!ENTITY e \"0\">]><interface-response><ErrCount>&e;</ErrCount><IP>192.0.2.1</IP>"
                        + "</interface-response>"
            })
    void takesNothingForASuccessThatNamecheapDidNotSay(String reply) throws Exception {
        SERVER.answer(exchange -> HttpAnswer.xml(200, reply));
        assertThat(publish()).isInstanceOf(Outcome.Failed.class);
    }

    private Outcome publish() throws InterruptedException {
        return update(Update.of(Hostname.of(HOST), Goal.publish("192.0.2.1"), Goal.keep()))
                .ipv4();
    }

    private UpdateReport update(Update update) throws InterruptedException {
        UpdateReport report = updater.update(update);
        assertThat(report.toString() + updater + updater.identity()).doesNotContain("c4n4ry");
        return report;
    }

    private static void assertFailed(Outcome outcome, FailureReason reason, Retry retry) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(reason);
            assertThat(failed.retry()).isEqualTo(retry);
        });
    }

    /** As Namecheap writes it: in UTF-8, whatever it says. */
    private HttpAnswer success(HttpExchange exchange) {
        String address = exchange.query().getOrDefault("ip", "");
        addresses.put(exchange.query().getOrDefault("host", ""), address);
        return HttpAnswer.xml(
                200,
                "<?xml version=\"1.0\" encoding=\"utf-16\"?><interface-response><Command>SETDNSHOST</Command>"
                        + "<Language>eng</Language><IP>" + address + "</IP><ErrCount>0</ErrCount><errors />"
                        + "<ResponseCount>0</ResponseCount><responses /><Done>true</Done>"
                        + "<debug><![CDATA[]]></debug></interface-response>");
    }

    private static HttpAnswer failure(String error) {
        return HttpAnswer.xml(
                200,
                "<?xml version=\"1.0\" encoding=\"utf-16\"?><interface-response><Command>SETDNSHOST</Command>"
                        + "<ErrCount>1</ErrCount><errors><Err1>" + error + "</Err1></errors><responses><response>"
                        + "<Description>" + error + "</Description><ResponseNumber>304156</ResponseNumber>"
                        + "</response></responses><Done>true</Done></interface-response>");
    }

    private final class Fixture implements DnsUpdaterFixture {
        @Override
        public DnsUpdater updater() {
            return updater;
        }

        @Override
        public Hostname host() {
            return Hostname.of(HOST);
        }

        @Override
        public Hostname strangeHost() {
            return Hostname.of("home.example.net");
        }

        @Override
        public Set<InetAddress> addresses(Hostname host, AddressFamily family) {
            String address = addresses.get("home");
            return address == null || family == AddressFamily.IPV6 ? Set.of() : Set.of(IpLiteral.parse(address));
        }

        @Override
        public int changes() {
            return SERVER.exchanges().size();
        }

        @Override
        public void rejectCredentials() {
            SERVER.answer(exchange -> failure("Passwords do not match"));
        }

        @Override
        public void breakDown() {
            SERVER.answer(exchange -> HttpAnswer.text(503, CANARY));
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
        public void close() {}
    }
}
