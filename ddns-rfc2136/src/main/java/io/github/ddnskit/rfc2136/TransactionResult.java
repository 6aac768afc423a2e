package io.github.ddnskit.rfc2136;

import io.github.ddnskit.Outcome;

/** What became of a transaction. Immutable and thread-safe. */
public sealed interface TransactionResult {

    /**
     * It was carried out.
     *
     * @param isReadBack false if the server confirmed it. True if its confirmation was lost, and the zone was then found to
     *     hold just what the transaction leaves behind. Nobody can tell whether another client has done the very same: let
     *     a transaction add something that only you would, if that matters
     */
    record Applied(boolean isReadBack) implements TransactionResult {}

    /**
     * It was not carried out: a prerequisite does not hold (RFC 2136 section 3.2).
     *
     * @param code the response code: {@code NXDOMAIN}, {@code YXDOMAIN}, {@code YXRRSET} or {@code NXRRSET}
     * @param detail in words, with the names that it can be about
     */
    record PrerequisiteNotMet(String code, String detail) implements TransactionResult {}

    /**
     * It was not carried out, for another reason.
     *
     * @param failure the reason, whether it is worth another try, and a sentence that a person can act on
     */
    record Failed(Outcome.Failed failure) implements TransactionResult {}

    /**
     * The request went out and no reply came that can be believed, so that it may have been carried out, or may yet be. The
     * zone does not show that it was.
     *
     * @param failure why there is no reply to believe
     */
    record Unknown(Outcome.Failed failure) implements TransactionResult {}
}
