package io.github.ddnskit.dyndns2;

import static io.github.ddnskit.FailureReason.BAD_CREDENTIALS;
import static io.github.ddnskit.FailureReason.BAD_REQUEST;
import static io.github.ddnskit.FailureReason.BLOCKED;
import static io.github.ddnskit.FailureReason.RATE_LIMITED;
import static io.github.ddnskit.FailureReason.REFUSED;
import static io.github.ddnskit.FailureReason.SERVER_ERROR;
import static io.github.ddnskit.FailureReason.UNKNOWN_HOST;

import io.github.ddnskit.FailureReason;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a reply means, and what follows from it. */
public enum Meaning {
    /** The record was changed. */
    CHANGED("changed"),
    /** The record was so already, which is a success. */
    UNCHANGED("unchanged"),
    /** Wrong user, password or token: nothing more is sent for the account. */
    BAD_AUTH("bad-credentials", BAD_CREDENTIALS, After.NEVER, true, "the credentials were rejected"),
    /** The client is not welcome: nothing more is sent for the account. */
    BAD_AGENT("bad-agent", REFUSED, After.NEVER, true, "this program is not accepted: name a product and a contact"),
    /** The account has not paid for this: nothing more is sent for the account. */
    NOT_PAID("not-paid", REFUSED, After.NEVER, true, "the account does not include this feature"),
    /** The account is not active, or may do nothing: nothing more is sent for it. */
    BAD_ACCOUNT("bad-account", REFUSED, After.NEVER, true, "the account is not active, or may not do this"),
    /** The account is blocked: nothing more is sent for it. */
    ACCOUNT_BLOCKED("account-blocked", BLOCKED, After.NEVER, true, "the account is blocked: ask the provider"),
    /** The account knows no such host: nothing more is sent for the host. */
    NO_HOST("no-host", UNKNOWN_HOST, After.NEVER, false, "the account has no such host"),
    /** The name is not one that the service takes: nothing more is sent for the host. */
    BAD_HOST("bad-host", UNKNOWN_HOST, After.NEVER, false, "the name is not complete, or not one of this service"),
    /** The host belongs to somebody else, or is not meant for updates: nothing more is sent for it. */
    NOT_YOURS("not-yours", REFUSED, After.NEVER, false, "the host does not belong to the account"),
    /** The host is blocked: nothing more is sent for it. */
    ABUSE("blocked", BLOCKED, After.NEVER, false, "the host is blocked for abuse: ask the provider to unblock it"),
    /** The request lacks something or has too much: nothing more is sent for the host. */
    MALFORMED("bad-request", BAD_REQUEST, After.NEVER, false, "the request was not accepted"),
    /** The address was not accepted: perhaps the next one is. */
    BAD_ADDRESS("bad-address", BAD_REQUEST, After.BACKOFF, false, "the address was not accepted"),
    /** Too many requests: nothing more is sent for the account before the time that the service or the row names. */
    WAIT("wait", RATE_LIMITED, After.WAIT, true, "too many requests"),
    /** Too many requests for one host: nothing more is sent for it before the time that the row names. */
    WAIT_HOST("wait-host", RATE_LIMITED, After.WAIT, false, "too many updates of this host"),
    /** The service is down: nothing more is sent for the account before the time that the row names. */
    UNAVAILABLE("unavailable", SERVER_ERROR, After.WAIT, true, "the service is not available"),
    /** The service failed on its side: it is tried again with backoff. */
    SERVER_FAILED("server-failed", SERVER_ERROR, After.BACKOFF, false, "the server failed");

    private enum After {
        NOTHING,
        BACKOFF,
        WAIT,
        NEVER
    }

    private final String text;
    private final @Nullable FailureReason reason;
    private final After after;
    private final boolean accountWide;
    private final String sentence;

    Meaning(String text) {
        this(text, null, After.NOTHING, false, "");
    }

    Meaning(String text, @Nullable FailureReason reason, After after, boolean accountWide, String sentence) {
        this.text = text;
        this.reason = reason;
        this.after = after;
        this.accountWide = accountWide;
        this.sentence = sentence;
    }

    static Meaning parse(String text) {
        return Arrays.stream(values())
                .filter(meaning -> meaning.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is not a meaning; write one of "
                        + Arrays.stream(values()).map(Meaning::toString).collect(Collectors.joining(", "))));
    }

    /** {@return whether the record is now as it shall be} */
    public boolean isSuccess() {
        return reason == null;
    }

    /** {@return whether the service says it to the account, and not about one host} */
    public boolean isAccountWide() {
        return accountWide;
    }

    /** {@return whether a time has to pass before the next request} */
    public boolean isWait() {
        return after == After.WAIT;
    }

    /** {@return whether nothing more may be sent until the user acts} */
    public boolean isFinal() {
        return after == After.NEVER;
    }

    /** Whether it is about one host where a batch was sent: said once, it says nothing about the others. */
    boolean isAboutOneHost() {
        return switch (this) {
            case NO_HOST, BAD_HOST, NOT_YOURS, ABUSE, WAIT_HOST, BAD_ADDRESS -> true;
            default -> false;
        };
    }

    FailureReason reason() {
        if (reason == null) {
            throw new IllegalStateException(text + " is no failure");
        }
        return reason;
    }

    String sentence() {
        return sentence;
    }

    /** {@return how it is written in JSON, such as {@code bad-credentials}} */
    @Override
    public String toString() {
        return text;
    }
}
