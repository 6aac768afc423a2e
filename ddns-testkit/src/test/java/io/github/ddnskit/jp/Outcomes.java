package io.github.ddnskit.jp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;

/** Checks what became of an update. The secret of each test has {@code canary} in it. */
final class Outcomes {

    private Outcomes() {}

    static void assertFailed(Outcome outcome, FailureReason reason, String words) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(reason);
            assertThat(failed.detail()).contains(words).doesNotContainIgnoringCase("canary");
        });
    }

    static void assertFailed(Outcome outcome, FailureReason reason, String retry, String words) {
        assertFailed(outcome, reason, words);
        assertThat(((Outcome.Failed) outcome).retry()).hasToString(retry);
    }
}
