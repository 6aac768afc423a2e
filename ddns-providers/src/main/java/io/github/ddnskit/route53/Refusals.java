package io.github.ddnskit.route53;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.http.HttpFailures;
import io.github.ddnskit.http.HttpReply;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Says what an error code means, in words that a person can act on.
 *
 * @see <a href="https://docs.aws.amazon.com/Route53/latest/APIReference/CommonErrors.html">Common errors</a>
 */
final class Refusals {

    private final Clock clock;
    private final boolean rotatingKeys;

    /** Keys that rotate may be accepted later without anybody changing the configuration. */
    Refusals(Clock clock, boolean rotatingKeys) {
        this.clock = clock;
        this.rotatingKeys = rotatingKeys;
    }

    Outcome.Failed of(HttpReply reply, ApiError error) {
        return switch (error.code()) {
            case "Throttling", "ThrottlingException", "RequestLimitExceeded" ->
                failed(
                        FailureReason.RATE_LIMITED,
                        "Route 53 throttles this account, which has 5 requests a second for all its programs");
            case "PriorRequestNotComplete" ->
                failed(FailureReason.RATE_LIMITED, "Route 53 is still busy with another change of the same zone");
            case "InvalidClientTokenId", "UnrecognizedClientException" ->
                credentials(
                        FailureReason.UNKNOWN_CREDENTIALS,
                        "AWS knows no such access key: check the access key id, and the partition (endpoint, region)");
            case "SignatureDoesNotMatch", "RequestExpired", "RequestTimeTooSkewed" -> signature(reply, error);
            case "ExpiredToken", "ExpiredTokenException" ->
                failed(FailureReason.BAD_CREDENTIALS, "the session token has expired: get new temporary credentials");
            case "AccessDenied", "AccessDeniedException" ->
                credentials(
                        FailureReason.REFUSED,
                        "the policy of the access key does not permit this: allow route53:ListHostedZonesByName,"
                                + " route53:ListResourceRecordSets, route53:ChangeResourceRecordSets and, to wait for"
                                + " the name servers, route53:GetChange");
            case "NoSuchHostedZone" ->
                failed(
                        FailureReason.ZONE_NOT_SERVED,
                        "the account has no hosted zone of that id: check the zone id and the access key");
            case "NoSuchChange" -> failed(FailureReason.BAD_REPLY, "Route 53 does not know its own change");
            case ApiError.INVALID_BATCH -> batch(error);
            case "InvalidInput", "InvalidArgument", "InvalidDomainName", "MalformedInput" ->
                failed(FailureReason.BAD_REQUEST, "Route 53 called the request invalid (" + error.code() + ")");
            default -> HttpFailures.of(reply, clock);
        };
    }

    private Outcome.Failed signature(HttpReply reply, ApiError error) {
        boolean late = !error.code().equals("SignatureDoesNotMatch")
                || error.message().contains("expired")
                || error.message().contains("not yet current");
        return late
                ? failed(FailureReason.CLOCK_SKEW, "AWS rejects the time of the signature: " + clocks(reply))
                : credentials(FailureReason.BAD_CREDENTIALS, "the secret access key does not belong to the key id");
    }

    private String clocks(HttpReply reply) {
        Instant ours = clock.instant();
        Optional<Duration> behind =
                reply.header("Date").flatMap(Refusals::instant).map(theirs -> Duration.between(ours, theirs));
        return behind.map(by -> "the clock of this device is " + by.abs().toSeconds() + " s "
                        + (by.isNegative() ? "ahead" : "behind") + "; set it")
                .orElse("check the clock of this device");
    }

    private static Optional<Instant> instant(String date) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
        } catch (DateTimeException notDate) {
            return Optional.empty();
        }
    }

    private static Outcome.Failed batch(ApiError error) {
        String message = error.message();
        if (message.contains("not permitted in zone")) {
            return failed(
                    FailureReason.ZONE_NOT_SERVED, "the name does not lie in the hosted zone: correct the zone id");
        }
        if (message.contains("CNAME")) {
            return failed(
                    FailureReason.CONFLICT, "there is a CNAME record at the name: remove it, or choose another name");
        }
        boolean changed = message.contains("already exists")
                || message.contains("was not found")
                || message.contains("do not match the current values");
        return changed
                ? failed(FailureReason.CONFLICT, "somebody else changed the records at the same time")
                : failed(FailureReason.BAD_REQUEST, "Route 53 refused the change (" + error.code() + ")");
    }

    private Outcome.Failed credentials(FailureReason reason, String detail) {
        Outcome.Failed failed = Outcome.failed(reason, rotatingKeys ? Retry.backoff() : Retry.never(), detail);
        return reason == FailureReason.REFUSED ? failed : failed.accountWide();
    }

    private static Outcome.Failed failed(FailureReason reason, String detail) {
        return Outcome.failed(reason, Retry.backoff(), detail);
    }
}
