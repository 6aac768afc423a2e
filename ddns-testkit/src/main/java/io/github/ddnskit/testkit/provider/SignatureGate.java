package io.github.ddnskit.testkit.provider;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lets only those requests through that are signed with the one access key, for the right service, at about the time. */
final class SignatureGate {

    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final String accessKeyId;
    private final String secretKey;
    private final @Nullable String sessionToken;
    private final String region;
    private final Clock clock;

    SignatureGate(String accessKeyId, String secretKey, @Nullable String sessionToken, String region, Clock clock) {
        this.accessKeyId = accessKeyId;
        this.secretKey = secretKey;
        this.sessionToken = sessionToken;
        this.region = region;
        this.clock = clock;
    }

    /** What is wrong with a request. */
    record Refusal(int status, String code, String message) {}

    Optional<Refusal> check(HttpExchange request) {
        String authorization = request.header("Authorization").orElse("");
        String date = request.header("X-Amz-Date").orElse("");
        if (authorization.isEmpty()) {
            return refuse(403, "MissingAuthenticationToken", "Missing Authentication Token");
        }
        Matcher parts = AUTHORIZATION.matcher(authorization);
        if (!parts.matches()) {
            return refuse(400, "IncompleteSignature", "Authorization header requires other parameters");
        }
        boolean known = parts.group(1).equals(accessKeyId)
                && Optional.ofNullable(sessionToken).equals(request.header("X-Amz-Security-Token"));
        if (!known) {
            return refuse(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
        }
        String scope = parts.group(2);
        if (!scope.equals(date.substring(0, Math.min(8, date.length())) + "/" + region + "/route53/aws4_request")) {
            return refuse(403, "SignatureDoesNotMatch", "Credential should be scoped to a valid region, not " + scope);
        }
        List<String> signed = Arrays.asList(parts.group(3).split(";"));
        if (!signed.contains("host") || !signed.contains("x-amz-date")) {
            return refuse(403, "SignatureDoesNotMatch", "'Host' and 'X-Amz-Date' must be signed");
        }
        Optional<Refusal> late = checkTime(date);
        return late.isPresent()
                ? late
                : isRight(SigV4.signature(request, new SigV4.Claim(signed, date, scope), secretKey), parts.group(4))
                        ? Optional.empty()
                        : refuse(
                                403,
                                "SignatureDoesNotMatch",
                                "The request signature we calculated does not match the signature you provided.");
    }

    private Optional<Refusal> checkTime(String date) {
        Instant signed;
        try {
            signed = LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return refuse(400, "IncompleteSignature", "Date must be in ISO-8601 'basic format'");
        }
        Instant now = clock.instant();
        String theirs = DATE.format(now.atOffset(ZoneOffset.UTC));
        if (signed.isBefore(now.minus(TOLERANCE))) {
            return refuse(
                    403, "SignatureDoesNotMatch", "Signature expired: " + date + " is now earlier than " + theirs);
        }
        if (signed.isAfter(now.plus(TOLERANCE))) {
            return refuse(
                    403,
                    "SignatureDoesNotMatch",
                    "Signature not yet current: " + date + " is still later than " + theirs);
        }
        return Optional.empty();
    }

    private static boolean isRight(String ours, String theirs) {
        return MessageDigest.isEqual(
                ours.getBytes(StandardCharsets.US_ASCII), theirs.getBytes(StandardCharsets.US_ASCII));
    }

    private static Optional<Refusal> refuse(int status, String code, String message) {
        return Optional.of(new Refusal(status, code, message));
    }
}
