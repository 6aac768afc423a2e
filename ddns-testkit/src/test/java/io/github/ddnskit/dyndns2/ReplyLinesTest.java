package io.github.ddnskit.dyndns2;

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
import io.github.ddnskit.testkit.provider.FakeHttp;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replies of more than one line, pages and JSON among them; and what is kept when a service is asked family by family. */
@Timeout(600)
class ReplyLinesTest {

    private static final Goal IPV4 = Goal.publish("203.0.113.8");

    @AutoClose
    private final FakeHttp server = FakeHttp.start(Set.of("update.example.net"), exchange -> HttpAnswer.text(200, ""));

    @AutoClose
    private final HttpEngine engine = server.engine().build();

    private static DialectBuilder example() {
        return Dialect.builder("example")
                .url("https://update.example.net/nic/update")
                .families(FamilyStyle.EACH)
                .onlyOwnReplies()
                .reply(ReplyRule.of("code 0", Meaning.CHANGED))
                .reply(ReplyRule.of("code 1", Meaning.UNCHANGED))
                .reply(ReplyRule.of("code", Meaning.MALFORMED));
    }

    private Outcome outcome(DialectBuilder dialect, String body) throws InterruptedException {
        server.answer(exchange -> HttpAnswer.text(200, body));
        try (Dyndns2Updater updater = Dyndns2Updater.builder()
                .dialect(dialect.build())
                .username("user")
                .password(Secret.of("password"))
                .http(engine)
                .build()) {
            return updater.update(Update.of(Hostname.of("home.example.org"), IPV4, Goal.keep()))
                    .ipv4();
        }
    }

    private static void assertFailed(Outcome outcome, FailureReason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(reason));
    }

    @Test
    void readsTheFirstLineUnlessAnyMayCount() throws Exception {
        String body = "[RESPONSE]\ncode 0\ndescription Command completed\nEOF\n";
        assertFailed(outcome(example(), body), FailureReason.BAD_REPLY);
        assertThat(outcome(example().anyLine(), body)).isInstanceOf(Outcome.Published.class);
        assertFailed(outcome(example().anyLine(), "[RESPONSE]\ncode 7\nEOF"), FailureReason.BAD_REQUEST);
        assertFailed(outcome(example().anyLine(), "[RESPONSE]\nEOF"), FailureReason.BAD_REPLY);
        assertFailed(outcome(example().anyLine(), "code 0\nip 192.0.2.77\ncode 7"), FailureReason.BAD_REQUEST);
    }

    @Test
    void readsPages() throws Exception {
        String page = "<html><head><title>Update</title></head><body><b>code 1</b><br>Goodbye</body></html>";
        assertThat(outcome(example().html().anyLine(), page)).isInstanceOf(Outcome.Unchanged.class);
        assertFailed(outcome(example().anyLine(), page), FailureReason.BAD_REPLY);
    }

    @Test
    void readsTheFieldsOfJson() throws Exception {
        assertThat(outcome(example().json(), "{\"code\":0,\"message\":\"Success\"}"))
                .isInstanceOf(Outcome.Published.class);
        assertThat(outcome(example().json().anyLine(), "{\n  \"details\" : [\"x\"],\n  \"code\" : 1\n}"))
                .isInstanceOf(Outcome.Unchanged.class);
        assertFailed(outcome(example().json(), "{\"code\": 2}"), FailureReason.BAD_REQUEST);
        assertFailed(outcome(example().json(), "{\"data\": {\"code\": 0}}"), FailureReason.BAD_REPLY);
        assertFailed(outcome(example().json(), "[\"code 0\"]"), FailureReason.BAD_REPLY);
        assertFailed(outcome(example().json(), "{\"code\": 0"), FailureReason.BAD_REPLY);
        assertThat(outcome(example().json(), "code 0")).isInstanceOf(Outcome.Published.class);
    }

    @Test
    void takesNoBatchWhereAnyLineMayCount() {
        assertThatThrownBy(() -> example().anyLine().batch(2).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot belong to one name");
    }

    @Test
    void sendsNoParametersOfItsOwnWhereTheSourceIsRegistered() throws Exception {
        assertThat(outcome(example().sourceRegistered(), "code 0")).isInstanceOf(Outcome.Published.class);
        assertThat(server.exchanges()).extracting(HttpExchange::target).containsExactly("/nic/update");
    }

    @Test
    void saysWhatIsToBeKeptWhenItAsksForOneFamily() throws Exception {
        DialectBuilder dialect = example()
                .keep(AddressFamily.IPV4, Map.of("keepipv4", "1"))
                .keep(AddressFamily.IPV6, Map.of("keepipv6", "1"));
        assertThat(outcome(dialect, "code 0")).isInstanceOf(Outcome.Published.class);
        assertThat(server.exchanges())
                .extracting(HttpExchange::target)
                .containsExactly("/nic/update?hostname=home.example.org&myip=203.0.113.8&keepipv6=1");
    }
}
