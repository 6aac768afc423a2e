package io.github.ddnskit.jp;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import java.io.IOException;

/** Ends a dialogue because of what the other side said, or did not. */
final class Refusal extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Outcome.Failed failed;

    Refusal(Outcome.Failed failed) {
        super(failed.detail());
        this.failed = failed;
    }

    /** What came is not what the protocol allows; the sentence must not quote it. */
    static Refusal badReply(String sentence) {
        return new Refusal(Outcome.failed(FailureReason.BAD_REPLY, Retry.backoff(), sentence));
    }

    Outcome.Failed failed() {
        return failed;
    }
}
