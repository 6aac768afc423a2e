package io.github.ddnskit.dyndns2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Update;
import io.github.ddnskit.testkit.ManualTime;
import io.github.ddnskit.testkit.provider.FakeDyndns2;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is made of every reply in the tables of the catalogue: generated from the rows. */
class RepliesOfEveryRowTest {

    private static final Lab LAB = new Lab();
    private static final ManualTime TIME = ManualTime.create();

    @AfterAll
    static void end() {
        LAB.close();
    }

    /** A row of each reply table: many services have that of dyndns2. */
    static Collection<Dialect> tables() {
        Map<Replies, Dialect> tables = new LinkedHashMap<>();
        Lab.alive().forEach(row -> tables.putIfAbsent(row.replies(), row));
        return tables.values();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void makesOfEveryReplyWhatItsTableSays(Dialect row) throws Exception {
        FakeDyndns2 service = LAB.serve(row);
        for (ReplyRule rule : row.replies().rules()) {
            AddressFamily family = LAB.families(row).iterator().next();
            Update update = one(row, family);
            Outcome outcome = outcome(row, service, answer(row, rule, family), update, family);
            check(row.id() + " " + rule.key(), rule.meaning(), rule.pause(), outcome);
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void takesNothingForASuccessThatIsNone(Dialect row) throws Exception {
        FakeDyndns2 service = LAB.serve(row);
        AddressFamily family = LAB.families(row).iterator().next();
        Update update = one(row, family);
        boolean anyBody = row.replies()
                .status(200)
                .filter(rule -> rule.meaning().isSuccess())
                .isPresent();
        if (!anyBody) {
            for (String body : List.of("", "wat", row.replies().isHtml() ? "<p>wat</p>" : "<p>good</p>", "not good")) {
                Outcome outcome = outcome(row, service, HttpAnswer.text(200, body), update, family);
                assertFailed(row.id() + " " + body, outcome, FailureReason.BAD_REPLY, false);
            }
        }
        for (ReplyRule rule : row.replies().rules()) {
            if (rule.meaning().isSuccess()
                    && !rule.words().isEmpty()
                    && !rule.key().contains("{ip}")) {
                HttpAnswer good = answer(row, rule, family);
                String other = (rule.key().endsWith("*") ? " " : "") + " 192.0.2.77";
                Outcome outcome =
                        outcome(row, service, HttpAnswer.text(good.status(), good.body() + other), update, family);
                assertFailed(row.id() + " " + rule.key() + other, outcome, FailureReason.BAD_REPLY, false);
                if (rule.status() == 0) {
                    Outcome failed = outcome(row, service, HttpAnswer.text(500, good.body()), update, family);
                    assertThat(failed).as(row.id()).isInstanceOf(Outcome.Failed.class);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void heedsTheStatusWhereTheBodySaysNothing(Dialect row) throws Exception {
        FakeDyndns2 service = LAB.serve(row);
        AddressFamily family = LAB.families(row).iterator().next();
        Update update = one(row, family);
        for (int status : List.of(401, 403, 429, 500, 503)) {
            if (row.replies().status(status).isEmpty()) {
                HttpAnswer answer = HttpAnswer.text(status, "wat").with("Retry-After", "7200");
                Outcome outcome = outcome(row, service, answer, update, family);
                boolean never = status == 401 || status == 403;
                assertThat(outcome).as("%s %s", row.id(), status).isInstanceOf(Outcome.Failed.class);
                assertThat(((Outcome.Failed) outcome).retry())
                        .as("%s %s", row.id(), status)
                        .isEqualTo(never ? Retry.never() : Retry.notBefore(in(Duration.ofHours(2))));
            }
        }
        if (row.replies().isStandard()) {
            Outcome outcome = outcome(row, service, HttpAnswer.text(200, "w3h and so on"), update, family);
            assertThat(((Outcome.Failed) outcome).retry()).isEqualTo(Retry.notBefore(in(Duration.ofHours(3))));
            assertThat(((Outcome.Failed) outcome).isAccountWide()).isTrue();
        }
    }

    private static Instant in(Duration wait) {
        return TIME.now().plus(wait);
    }

    /** An update that takes one request. */
    private static Update one(Dialect row, AddressFamily family) {
        Update both = Lab.update(row, Lab.name(row, "home"));
        return row.families().areIndependent()
                ? Update.of(
                        both.host(),
                        family == AddressFamily.IPV4 ? both.ipv4() : Goal.keep(),
                        family == AddressFamily.IPV6 ? both.ipv6() : Goal.keep())
                : both;
    }

    private static HttpAnswer answer(Dialect row, ReplyRule rule, AddressFamily family) {
        String words = rule.words()
                .replace("{host}", Lab.name(row, "home").ascii())
                .replace("{ip}", family == AddressFamily.IPV4 ? "203.0.113.8" : "2001:db8::8");
        String line = words.endsWith("*") ? words.substring(0, words.length() - 1) + "and so on" : words;
        boolean usual = rule.status() == 0;
        return HttpAnswer.text(usual ? 200 : rule.status(), line);
    }

    private static Outcome outcome(
            Dialect row, FakeDyndns2 service, HttpAnswer answer, Update update, AddressFamily family)
            throws InterruptedException {
        service.failNext(2, answer);
        try (Dyndns2Updater updater = LAB.updater(row).clock(TIME.clock()).build()) {
            return updater.update(update).outcome(family);
        } finally {
            service.forgetFaults();
        }
    }

    /** What follows from a meaning, as the specification has it and not as the program has it. */
    private static void check(String what, Meaning meaning, @Nullable Duration pause, Outcome outcome) {
        switch (meaning) {
            case CHANGED -> assertThat(outcome).as(what).isInstanceOf(Outcome.Published.class);
            case UNCHANGED -> assertThat(outcome).as(what).isInstanceOf(Outcome.Unchanged.class);
            case BAD_AUTH -> assertNever(what, outcome, FailureReason.BAD_CREDENTIALS, true);
            case BAD_AGENT, NOT_PAID, BAD_ACCOUNT -> assertNever(what, outcome, FailureReason.REFUSED, true);
            case ACCOUNT_BLOCKED -> assertNever(what, outcome, FailureReason.BLOCKED, true);
            case NO_HOST, BAD_HOST -> assertNever(what, outcome, FailureReason.UNKNOWN_HOST, false);
            case NOT_YOURS -> assertNever(what, outcome, FailureReason.REFUSED, false);
            case ABUSE -> assertNever(what, outcome, FailureReason.BLOCKED, false);
            case MALFORMED -> assertNever(what, outcome, FailureReason.BAD_REQUEST, false);
            case BAD_ADDRESS -> assertBackoff(what, outcome, FailureReason.BAD_REQUEST);
            case SERVER_FAILED -> assertBackoff(what, outcome, FailureReason.SERVER_ERROR);
            case WAIT -> assertWait(what, outcome, FailureReason.RATE_LIMITED, pause, Duration.ofMinutes(10), true);
            case WAIT_HOST ->
                assertWait(what, outcome, FailureReason.RATE_LIMITED, pause, Duration.ofMinutes(10), false);
            case UNAVAILABLE ->
                assertWait(what, outcome, FailureReason.SERVER_ERROR, pause, Duration.ofMinutes(30), true);
        }
    }

    private static void assertNever(String what, Outcome outcome, FailureReason reason, boolean accountWide) {
        assertThat(assertFailed(what, outcome, reason, accountWide).retry())
                .as(what)
                .isEqualTo(Retry.never());
    }

    private static void assertBackoff(String what, Outcome outcome, FailureReason reason) {
        assertThat(assertFailed(what, outcome, reason, false).retry()).as(what).isEqualTo(Retry.backoff());
    }

    private static void assertWait(
            String what,
            Outcome outcome,
            FailureReason reason,
            @Nullable Duration pause,
            Duration standard,
            boolean accountWide) {
        assertThat(assertFailed(what, outcome, reason, accountWide).retry())
                .as(what)
                .isEqualTo(Retry.notBefore(in(Optional.ofNullable(pause).orElse(standard))));
    }

    private static Outcome.Failed assertFailed(
            String what, Outcome outcome, FailureReason reason, boolean accountWide) {
        assertThat(outcome).as(what).isInstanceOf(Outcome.Failed.class);
        Outcome.Failed failed = (Outcome.Failed) outcome;
        assertThat(failed.reason()).as("%s: %s", what, failed).isEqualTo(reason);
        assertThat(failed.isAccountWide()).as("%s: %s", what, failed).isEqualTo(accountWide);
        assertThat(failed.detail()).as(what).isNotBlank();
        return failed;
    }
}
