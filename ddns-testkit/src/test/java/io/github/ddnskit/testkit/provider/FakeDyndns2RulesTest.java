package io.github.ddnskit.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.dyndns2.Dialect;
import io.github.ddnskit.dyndns2.Meaning;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.testkit.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a service of the dyndns2 family demands, seen by somebody who sends raw requests. */
final class FakeDyndns2RulesTest {

    private static final Hostname HOME = Hostname.of("home.example.org");
    private static final Hostname OTHER = Hostname.of("other.example.org");

    private final ManualTime time = ManualTime.create();
    private final FakeDyndns2 service =
            FakeDyndns2.of(Dialect.of("dyn")).host(HOME).host(OTHER);

    @Test
    void repeatedUpdatesAreAbuseUntilSomebodyUnblocksTheHost() {
        service.abuseAfter(2);

        assertThat(update("home.example.org", "203.0.113.1")).isEqualTo("good 203.0.113.1");
        assertThat(update("home.example.org", "203.0.113.1")).isEqualTo("nochg 203.0.113.1");
        assertThat(update("home.example.org", "203.0.113.2")).isEqualTo("good 203.0.113.2");
        assertThat(update("home.example.org", "203.0.113.2")).isEqualTo("nochg 203.0.113.2");
        assertThat(update("home.example.org", "203.0.113.2")).isEqualTo("nochg 203.0.113.2");
        assertThat(update("home.example.org", "203.0.113.3")).isEqualTo("abuse");
        assertThat(update("other.example.org", "203.0.113.3")).isEqualTo("good 203.0.113.3");
        assertThat(service.addresses(HOME, AddressFamily.IPV4)).containsExactly(IpLiteral.parse("203.0.113.2"));

        service.unblock(HOME);
        assertThat(update("home.example.org", "203.0.113.3")).isEqualTo("good 203.0.113.3");
    }

    @Test
    void whoDoesNotSayWhoHeIsIsABadAgent() {
        service.requireUserAgent();

        assertThat(answer("home.example.org", "203.0.113.1", Map.of()).body()).isEqualTo("badagent");
        assertThat(answer("home.example.org", "203.0.113.1", Map.of("User-Agent", " "))
                        .body())
                .isEqualTo("badagent");
        assertThat(update("home.example.org", "203.0.113.1")).isEqualTo("good 203.0.113.1");
    }

    @Test
    void whatIsNotPaidForIsForDonatorsAndEachHostHasALineOfItsOwn() {
        service.notPaidFor(OTHER);

        assertThat(update("home.example.org,other.example.org,nobody.example.org", "203.0.113.1"))
                .isEqualTo("good 203.0.113.1\n!donator\nnohost");
    }

    @Test
    void whoComesTooEarlyIsToldHowLongToWait() {
        service.interval(Duration.ofMinutes(2), time.clock());
        assertThat(update("home.example.org", "203.0.113.1")).isEqualTo("good 203.0.113.1");

        time.advance(Duration.ofMillis(60_500));
        assertThat(update("home.example.org", "203.0.113.2")).isEqualTo("w60s");
        time.advance(Duration.ofSeconds(60));
        assertThat(update("home.example.org", "203.0.113.2")).isEqualTo("good 203.0.113.2");
        service.interval(Duration.ofHours(2), time.clock());
        assertThat(update("other.example.org", "203.0.113.2")).isEqualTo("good 203.0.113.2");
        assertThat(update("other.example.org", "203.0.113.2")).isEqualTo("w2h");
    }

    @Test
    void a911IsAWordForAServiceThatIsNotAvailable() {
        assertThat(service.failNext(Meaning.UNAVAILABLE)).isTrue();
        assertThat(update("home.example.org", "203.0.113.1")).isEqualTo("911");
        assertThat(service.addresses(HOME, AddressFamily.IPV4)).isEmpty();
    }

    @Test
    void aDialectCanOnlyDemandWhatItHasWordsFor() {
        Dialect silent = Dialect.catalog().stream()
                .filter(row -> !row.replies().isStandard())
                .filter(row -> row.replies().rules().stream().noneMatch(rule -> rule.meaning() == Meaning.ABUSE))
                .findFirst()
                .orElseThrow();
        FakeDyndns2 other = FakeDyndns2.of(silent);

        assertThatThrownBy(() -> other.abuseAfter(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> other.interval(Duration.ofSeconds(1), time.clock()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String update(String hosts, String address) {
        return answer(hosts, address, Map.of("User-Agent", "Test/1.0 test@example.org"))
                .body();
    }

    private HttpAnswer answer(String hosts, String address, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString("user:password".getBytes(StandardCharsets.UTF_8)));
        return service.answer(new HttpExchange(
                "GET",
                "members.dyndns.org",
                "/v3/update?hostname=" + hosts + "&myip=" + address,
                all,
                "",
                AddressFamily.IPV4));
    }
}
