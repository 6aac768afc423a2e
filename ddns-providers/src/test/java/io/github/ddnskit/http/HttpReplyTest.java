package io.github.ddnskit.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpReplyTest {

    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120 | 2026-11-22T00:02:00Z",
                "0 | 2026-11-22T00:00:00Z",
                "' 7 ' | 2026-11-22T00:00:07Z",
                "Sun, 22 Nov 2026 00:30:00 GMT | 2026-11-22T00:30:00Z",
                "Sat, 21 Nov 2026 00:00:00 GMT | 2026-11-21T00:00:00Z",
                "99999999999999999999 | 2027-11-23T00:00:00Z",
                "Fri, 22 Nov 2080 00:00:00 GMT | 2027-11-23T00:00:00Z"
            })
    void readsRetryAfterInBothForms(String value, Instant expected) {
        assertThat(reply(429, value).retryAfter(CLOCK)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''", "-1", "1.5", "soon", "Mon, 22 Nov 2026 00:30:00 GMT", "2026-11-22T00:30:00Z"})
    void ignoresARetryAfterThatIsNone(String value) {
        assertThat(reply(429, value).retryAfter(CLOCK)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, BAD_REQUEST, false, backoff",
        "401, BAD_CREDENTIALS, true, never",
        "403, REFUSED, false, never",
        "404, UNKNOWN_HOST, false, backoff",
        "409, CONFLICT, false, backoff",
        "412, CONFLICT, false, backoff",
        "418, BAD_REPLY, false, backoff",
        "429, RATE_LIMITED, true, wait",
        "500, SERVER_ERROR, false, wait",
        "503, SERVER_ERROR, true, wait"
    })
    void tellsWhatAStatusMeans(int status, FailureReason reason, boolean accountWide, String retry) {
        Outcome.Failed failed = HttpFailures.of(reply(status, "60"), CLOCK);
        assertThat(failed.reason()).isEqualTo(reason);
        assertThat(failed.isAccountWide()).isEqualTo(accountWide);
        assertThat(failed.detail()).contains("HTTP " + status);
        assertThat(failed.retry())
                .isEqualTo(
                        switch (retry) {
                            case "never" -> Retry.never();
                            case "wait" -> Retry.notBefore(NOW.plusSeconds(60));
                            default -> Retry.backoff();
                        });
    }

    @Test
    void backsOffWhereTheServerNamesNoTime() {
        assertThat(HttpFailures.of(reply(429, "soon"), CLOCK).retry()).isEqualTo(Retry.backoff());
    }

    @Test
    void findsHeadersInAnyCaseAndReadsTheCharset() {
        HttpReply reply = new HttpReply(
                200,
                Map.of("x-request-id", List.of("1", "2")),
                "更新しました".getBytes(Charset.forName("EUC-JP")),
                Charset.forName("EUC-JP"));
        assertThat(reply.header("X-Request-ID")).contains("1");
        assertThat(reply.header("etag")).isEmpty();
        assertThat(reply.text()).isEqualTo("更新しました");
        assertThat(reply).hasToString("HTTP 200, 12 bytes");
    }

    private static HttpReply reply(int status, String retryAfter) {
        return new HttpReply(status, Map.of("retry-after", List.of(retryAfter)), new byte[0], StandardCharsets.UTF_8);
    }
}
