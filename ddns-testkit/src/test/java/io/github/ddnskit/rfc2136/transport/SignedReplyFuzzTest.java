package io.github.ddnskit.rfc2136.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.ddnskit.Secret;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.rfc2136.transport.Request.Transmission;
import io.github.ddnskit.rfc2136.transport.Request.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;

/**
 * What may come in reply to a signed update. The first byte of an input says whether the rest is given the ID of the
 * request, whether it is then signed as the server would, and whether the signature is cut and whether it is about time.
 */
class SignedReplyFuzzTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_767_323_045L);
    private static final TsigKey WHOLE = TsigKey.of(
            "ddns-key.",
            TsigAlgorithm.HMAC_SHA256,
            Secret.of(
                    Base64.getEncoder().encodeToString("the secret of the test".getBytes(StandardCharsets.US_ASCII))));
    private static final TsigKey CUT = WHOLE.truncatedTo(16);
    private static final int KEEPS_ID = 1;
    private static final int KEEPS_SIGNATURE = 2;
    private static final int CUTS = 4;
    private static final int IS_ABOUT_TIME = 8;

    @FuzzTest
    void believesOnlyWhatTheKeyHasSigned(byte[] input) throws IOException {
        int choice = input.length == 0 ? 0 : input[0];
        TsigKey key = (choice & CUTS) == 0 ? WHOLE : CUT;
        Transmission transmission = transmission(key);
        byte[] request = transmission.wire();
        byte[] reply = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
        if ((choice & KEEPS_ID) == 0) {
            System.arraycopy(request, 0, reply, 0, Math.min(2, reply.length));
        }
        SlowTsig slow = new SlowTsig(
                "the secret of the test".getBytes(StandardCharsets.US_ASCII), key.macOctets(), NOW.getEpochSecond());
        if ((choice & KEEPS_SIGNATURE) == 0) {
            reply = slow.signed(request, reply, (choice & IS_ABOUT_TIME) != 0);
        }
        Verdict verdict = transmission.judge(reply);
        if (verdict instanceof Verdict.Accepted) {
            assertThat(slow.isSigned(request, reply)).isTrue();
        }
        if (verdict instanceof Verdict.Doubtful) {
            Message doubtful = new Message(reply);
            assertThat(doubtful.getTSIG() != null || doubtful.getRcode() != Rcode.NOERROR)
                    .as("a success without a signature is worth no wait")
                    .isTrue();
        }
    }

    private static Transmission transmission(TsigKey key) throws IOException {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        Request update = new PlainRequest(Message.newUpdate(Name.fromString("example.test.")));
        Transport nowhere = (request, deadline) -> {
            throw new IOException();
        };
        Signer signer = new TsigSigning(key, clock, false).ready(nowhere, update, Deadline.after(Duration.ZERO));
        return new SignedRequest(update, signer, clock).transmission();
    }
}
