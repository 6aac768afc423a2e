package io.github.ddnskit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Secret;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Update;
import org.xbill.DNS.ZoneTransferIn;

/** TSIG as a client that trusts dnsjava's reading of RFC 8945 sees it. */
final class SignaturesTest {

    private static final String SECRET = "c2VjcmV0LXNlY3JldC1zZWNyZXQ=";

    private FakeAuthoritativeServer server = start(Clock.systemUTC());

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyAlgorithmSignsRequestsAndReplies(TsigAlgorithm algorithm) throws Exception {
        TSIG tsig = new TSIG(Name.fromString(algorithm.wireName()), DnsClient.name(algorithm + ".key"), octets());
        Update update = DnsClient.add("example.test", "home.example.test", "192.0.2.7");
        update.setTSIG(tsig);
        try (DnsClient client = new DnsClient(server)) {
            client.send(update);
            byte[] reply = client.receiveOctets();
            TSIGRecord request = new Message(server.exchanges().get(0).request()).getTSIG();

            assertThat(tsig.verify(new Message(reply), reply, request)).isEqualTo(Rcode.NOERROR);
        }
        assertThat(server.addresses("home.example.test")).containsExactly("192.0.2.7");
    }

    @Test
    void anUnknownKeyIsToldSoWithoutASignature() {
        TSIGRecord tsig = errorFor(new TSIG(TSIG.HMAC_SHA256, "nobody.key.", SECRET));

        assertThat(tsig.getError()).isEqualTo(Rcode.BADKEY);
        assertThat(tsig.getSignature()).isEmpty();
    }

    @Test
    void anotherSecretIsToldSoWithoutASignature() {
        TSIGRecord tsig = errorFor(new TSIG(TSIG.HMAC_SHA256, "hmac-sha256.key.", "b3RoZXI="));

        assertThat(tsig.getError()).isEqualTo(Rcode.BADSIG);
        assertThat(tsig.getSignature()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"STRICT, TOO_SHORT", "KNOT, BAD_MAC"})
    void aSignatureCutShortIsRefused(Personality personality, Exchange.Signature verdict) throws Exception {
        TsigKey key = TsigKey.of("cut.key", TsigAlgorithm.HMAC_SHA256, Secret.of(SECRET));
        try (FakeAuthoritativeServer other = FakeAuthoritativeServer.zone("example.test")
                        .key(key)
                        .personality(personality)
                        .start();
                Rfc2136Updater updater = Rfc2136Updater.builder()
                        .server(other.server())
                        .zone("example.test")
                        .tsig(key.truncatedTo(16))
                        .build()) {
            UpdateReport report = updater.update(io.github.ddnskit.Update.of(
                    Hostname.of("home.example.test"), Goal.publish("192.0.2.7"), Goal.keep()));

            assertThat(report.ipv4()).isInstanceOf(Outcome.Failed.class);
            assertThat(other.exchanges().get(0).signature()).isEqualTo(verdict);
            assertThat(other.addresses("home.example.test")).isEmpty();
        }
    }

    @Test
    void aClockThatIsOffIsToldTheTimeUnderASignature() {
        server.close();
        server = start(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10)));

        TSIGRecord tsig = errorFor(new TSIG(TSIG.HMAC_SHA256, "hmac-sha256.key.", SECRET));

        assertThat(tsig.getError()).isEqualTo(Rcode.BADTIME);
        assertThat(tsig.getSignature()).hasSize(32);
        assertThat(tsig.getOther()).hasSize(6);
    }

    @Test
    void aTransferOfManyMessagesIsSignedThroughout() throws Exception {
        TSIG tsig = new TSIG(TSIG.HMAC_SHA256, "hmac-sha256.key.", SECRET);
        ZoneTransferIn transfer =
                ZoneTransferIn.newAXFR(DnsClient.name("example.test"), server.host(), server.port(), tsig);

        transfer.run();

        assertThat(server.exchanges().get(0).replies()).hasSizeGreaterThan(2);
        assertThat(transfer.getAXFR()).hasSize((int) server.zoneText().lines().count() + 1);
    }

    private TSIGRecord errorFor(TSIG tsig) {
        Update update = DnsClient.add("example.test", "home.example.test", "192.0.2.7");
        update.setTSIG(tsig);
        try (DnsClient client = new DnsClient(server)) {
            Message reply = client.ask(update);
            assertThat(reply.getHeader().getRcode()).isEqualTo(Rcode.NOTAUTH);
            assertThat(server.addresses("home.example.test")).isEmpty();
            return reply.getTSIG();
        }
    }

    private static FakeAuthoritativeServer start(Clock clock) {
        FakeAuthoritativeServerBuilder builder =
                FakeAuthoritativeServer.zone("example.test").clock(clock);
        for (TsigAlgorithm algorithm : TsigAlgorithm.values()) {
            builder.key(TsigKey.of(algorithm + ".key", algorithm, Secret.of(SECRET)));
        }
        IntStream.range(0, 1500).forEach(i -> builder.record("host" + i + ".example.test 60 A 192.0.2.1"));
        return builder.start();
    }

    private static byte[] octets() {
        return Base64.getDecoder().decode(SECRET);
    }
}
