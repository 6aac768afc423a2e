package io.github.ddnskit;

/** What kind of failure an update met. The {@linkplain Outcome.Failed#detail() detail} says the rest in words. */
public enum FailureReason {
    /** The key or account is known, but its secret is wrong (TSIG BADSIG, dyndns2 {@code badauth}). */
    BAD_CREDENTIALS,
    /** The server knows no such key or account (TSIG BADKEY). */
    UNKNOWN_CREDENTIALS,
    /** The clocks of client and server are too far apart (TSIG BADTIME). */
    CLOCK_SKEW,
    /** The server's policy forbids this change, or the account may not make it (REFUSED). */
    REFUSED,
    /** The server does not serve the zone (NOTAUTH), or no zone was found for the name. */
    ZONE_NOT_SERVED,
    /** The provider knows no such host, or it is not a valid one (dyndns2 {@code nohost}, {@code notfqdn}). */
    UNKNOWN_HOST,
    /** The records are not as the update required them to be (a failed prerequisite), or are somebody else's. */
    CONFLICT,
    /** The request asks for what this updater or server cannot do. */
    UNSUPPORTED,
    /** The server called the request malformed (FORMERR, HTTP 400). */
    BAD_REQUEST,
    /** Too many requests; the provider says when to come back. */
    RATE_LIMITED,
    /** The provider blocked the host or account (dyndns2 {@code abuse}). */
    BLOCKED,
    /** The server failed on its side (SERVFAIL, dyndns2 {@code dnserr}, HTTP 5xx). */
    SERVER_ERROR,
    /** No answer: the name of the server does not resolve, nothing listens there, or the time ran out. */
    UNREACHABLE,
    /** An answer came, but it could not be authenticated, so nobody can tell whether the change was made. */
    UNVERIFIED_REPLY,
    /** The answer was not one that the protocol allows. */
    BAD_REPLY,
    /** The updater threw: a defect in it, or it was interrupted. */
    INTERNAL
}
