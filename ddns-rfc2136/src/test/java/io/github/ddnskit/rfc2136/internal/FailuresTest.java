package io.github.ddnskit.rfc2136.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.rfc2136.TsigKey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIGRecord;

final class FailuresTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Attempt ATTEMPT = new Attempt(
            ServerAddress.parse("ns1.example.org"),
            "home.example.org",
            "example.org",
            TsigKey.parse("ddns-key:c2VjcmV0IG9mIHRoZSB0ZXN0"));

    @Test
    void noErrorIsNoFailure() {
        assertThat(Failures.inReply(reply(0), ATTEMPT, NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, BAD_REQUEST, FORMERR",
        "2, SERVER_ERROR, SERVFAIL",
        "3, CONFLICT, NXDOMAIN",
        "4, UNSUPPORTED, NOTIMP",
        "5, REFUSED, REFUSED",
        "6, CONFLICT, YXDOMAIN",
        "7, CONFLICT, YXRRSET",
        "8, CONFLICT, NXRRSET",
        "9, ZONE_NOT_SERVED, NOTAUTH",
        "10, UNKNOWN_HOST, NOTZONE",
        "11, BAD_REPLY, DSOTYPENI",
        "12, BAD_REPLY, RCODE 12",
        "15, BAD_REPLY, RCODE 15",
        "16, BAD_REPLY, BADVERS",
        "17, BAD_REPLY, RCODE 17",
        "23, BAD_REPLY, BADCOOKIE",
        "4095, BAD_REPLY, RCODE 4095",
    })
    void everyResponseCodeHasItsReason(int rcode, FailureReason reason, String name) {
        Outcome.Failed failed = Failures.inReply(reply(rcode), ATTEMPT, NOW).orElseThrow();
        assertThat(failed.reason()).isEqualTo(reason);
        assertThat(failed.detail()).endsWith("[" + name + "]");
    }

    @ParameterizedTest
    @CsvSource({
        "16, BAD_CREDENTIALS, BADSIG",
        "17, UNKNOWN_CREDENTIALS, BADKEY",
        "18, CLOCK_SKEW, BADTIME",
        "19, BAD_REPLY, BADMODE",
        "20, BAD_REPLY, BADNAME",
        "21, UNKNOWN_CREDENTIALS, BADALG",
        "22, UNSUPPORTED, BADTRUNC",
        "23, BAD_REPLY, TSIG error 23",
        "65535, BAD_REPLY, TSIG error 65535",
    })
    void everyTsigErrorHasItsReason(int error, FailureReason reason, String name) {
        Outcome.Failed failed =
                Failures.inReply(rejected(error, new byte[0]), ATTEMPT, NOW).orElseThrow();
        assertThat(failed.reason()).isEqualTo(reason);
        assertThat(failed.detail()).containsOnlyOnce("[" + name + "]");
    }

    static Stream<Message> everyRefusal() {
        return Stream.concat(
                IntStream.rangeClosed(1, 40).mapToObj(FailuresTest::reply),
                IntStream.rangeClosed(1, 40).mapToObj(error -> rejected(error, new byte[0])));
    }

    @ParameterizedTest
    @MethodSource("everyRefusal")
    void everySentenceSaysWhichServerAndLeavesNothingToFillIn(Message refusal) {
        Outcome.Failed failed = Failures.inReply(refusal, ATTEMPT, NOW).orElseThrow();
        assertThat(failed.detail())
                .startsWith("ns1.example.org:53 ")
                .doesNotContain("{", "}", "null", "c2VjcmV0")
                .hasSizeGreaterThan(40);
        assertThat(failed.retry()).isEqualTo(Retry.backoff());
    }

    @Test
    void theServersClockIsReadFromAnErrorAboutTime() {
        byte[] other = ByteBuffer.allocate(6)
                .putShort((short) 0)
                .putInt((int) NOW.plus(Duration.ofMinutes(10)).getEpochSecond())
                .array();
        assertThat(Failures.inReply(rejected(Rcode.BADTIME, other), ATTEMPT, NOW)
                        .orElseThrow()
                        .detail())
                .isEqualTo("the clock of ns1.example.org:53 says 2026-01-02T03:14:05Z and ours 2026-01-02T03:04:05Z:"
                        + " ours is 600 s behind; set the one that is wrong [BADTIME]");
    }

    @Test
    void refusedQuestionsAboutTheZoneMeanThatItIsNotServed() {
        Attempt seeking = new Attempt(ATTEMPT.server(), ATTEMPT.host(), null, null);
        Outcome.Failed failed =
                Failures.inReply(reply(Rcode.REFUSED), seeking, NOW).orElseThrow();
        assertThat(failed.reason()).isEqualTo(FailureReason.ZONE_NOT_SERVED);
        assertThat(failed.detail()).startsWith("ns1.example.org:53 serves no zone that holds home.example.org");
    }

    private static Message reply(int rcode) {
        Message reply = new Message(1);
        reply.getHeader().setRcode(rcode & 0xf);
        if (rcode > 0xf) {
            reply.addRecord(new OPTRecord(1232, rcode >> 4, 0), Section.ADDITIONAL);
        }
        return reply;
    }

    private static Message rejected(int error, byte[] other) {
        Message reply = reply(Rcode.NOTAUTH);
        Name algorithm = org.xbill.DNS.TSIG.HMAC_SHA256;
        Name key = Name.fromConstantString("ddns-key.");
        reply.addRecord(
                new TSIGRecord(key, DClass.ANY, 0, algorithm, NOW, Duration.ofMinutes(5), new byte[0], 1, error, other),
                Section.ADDITIONAL);
        return reply;
    }
}
