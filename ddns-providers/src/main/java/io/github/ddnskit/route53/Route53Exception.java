package io.github.ddnskit.route53;

import io.github.ddnskit.Outcome;
import java.util.List;

/** A request that did not succeed. */
final class Route53Exception extends Exception {

    private static final long serialVersionUID = 1L;
    private static final List<String> REFUSED_BATCH = List.of(ApiError.INVALID_BATCH, "InvalidInput");

    private final transient Outcome.Failed failed;
    private final String code;

    Route53Exception(Outcome.Failed failed, String code) {
        super(failed.detail());
        this.failed = failed;
        this.code = code;
    }

    Route53Exception(Outcome.Failed failed) {
        this(failed, "");
    }

    Outcome.Failed failed() {
        return failed;
    }

    /** Whether a batch was refused for what it holds: perhaps because of one of its changes only. */
    boolean isRefusedBatch() {
        return REFUSED_BATCH.contains(code);
    }

    boolean isMissingZone() {
        return code.equals("NoSuchHostedZone");
    }
}
