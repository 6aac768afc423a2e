package io.github.ddnskit.rfc2136.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.rfc2136.transport.UnverifiedReplyException.Flaw;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.TSIGRecord;

/** What four other implementations have signed. */
final class TsigVectorsTest {

    private static final byte[] NONE = new byte[0];

    /** An exchange that others have had. */
    record Vector(String who, TsigKey key, String request, String reply) {
        @Override
        public String toString() {
            return who + " with " + key.description();
        }
    }

    static Stream<Vector> vectors() {
        return lines("tsig-vectors.tsv")
                .map(columns ->
                        new Vector(columns[0], key(columns[1]), columns[2], columns.length == 4 ? columns[3] : ""));
    }

    static Stream<Vector> replies() {
        return vectors().filter(vector -> !vector.reply().isEmpty());
    }

    /** The rows of a file beside this class, without its comments. */
    static Stream<String[]> lines(String file) {
        try (var in = Objects.requireNonNull(TsigVectorsTest.class.getResourceAsStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void requestsOfOthersHaveTheCodeThatWeWouldGiveThem(Vector vector) throws IOException {
        byte[] wire = HexFormat.of().parseHex(vector.request());
        TSIGRecord signature = new Message(wire).getTSIG();
        byte[] data = TsigData.ofReply(NONE, wire, TsigData.lastRecord(wire), signature);
        assertThat(new HmacCode(vector.key()).of(data)).isEqualTo(signature.getSignature());
    }

    @ParameterizedTest
    @MethodSource("replies")
    void repliesOfOthersAreBelieved(Vector vector) throws IOException {
        assertThat(flaw(vector, HexFormat.of().parseHex(vector.reply()))).isNull();
    }

    static Stream<Vector> shortReplies() {
        return replies()
                .filter(vector ->
                        vector.key().macOctets() < vector.key().algorithm().octets());
    }

    @ParameterizedTest
    @MethodSource("shortReplies")
    void shortCodesAreNotBelievedUnlessTheKeySaysSo(Vector vector) throws IOException {
        TsigKey agreed = vector.key();
        TsigKey strict = TsigKey.of(agreed.name(), agreed.algorithm(), agreed.secret());
        assertThat(flaw(
                        new Vector(vector.who(), strict, vector.request(), vector.reply()),
                        HexFormat.of().parseHex(vector.reply())))
                .isEqualTo(Flaw.SHORT_SIGNATURE);
    }

    @ParameterizedTest
    @MethodSource("replies")
    void repliesOfOthersAreNotBelievedWithOneBitChanged(Vector vector) throws IOException {
        byte[] wire = HexFormat.of().parseHex(vector.reply());
        for (int i = 0; i < TsigData.lastRecord(wire); i++) {
            byte[] changed = wire.clone();
            changed[i] ^= 0x40;
            Message reply;
            try {
                reply = new Message(changed);
            } catch (IOException e) {
                continue; // no message any more
            }
            if (i > 1 && reply.getTSIG() != null) { // the ID is compared before
                assertThat(flaw(vector, changed)).as("octet %s", i).isEqualTo(Flaw.WRONG_SIGNATURE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("replies")
    void repliesOfOthersAreNotBelievedWithAnotherRequest(Vector vector) throws IOException {
        byte[] wire = HexFormat.of().parseHex(vector.reply());
        assertThat(signer(vector, new Message(wire)).flaw(new Message(wire), wire, new byte[16]))
                .isEqualTo(Flaw.WRONG_SIGNATURE);
    }

    private static @Nullable Flaw flaw(Vector vector, byte[] reply) throws IOException {
        byte[] code =
                new Message(HexFormat.of().parseHex(vector.request())).getTSIG().getSignature();
        return signer(vector, new Message(HexFormat.of().parseHex(vector.reply())))
                .flaw(new Message(reply), reply, code);
    }

    private static TsigSigner signer(Vector vector, Message reply) {
        Instant then = reply.getTSIG().getTimeSigned();
        return (TsigSigner) new TsigSigning(vector.key(), Clock.fixed(then, ZoneOffset.UTC), false)
                .ready(
                        (request, deadline) -> {
                            throw new IOException();
                        },
                        new PlainRequest(new Message()),
                        Deadline.after(java.time.Duration.ZERO));
    }

    private static TsigKey key(String algorithm) {
        String name = algorithm + ".key.";
        String secret = Base64.getEncoder()
                .encodeToString(("the secret of the key " + name).getBytes(StandardCharsets.US_ASCII));
        return TsigKey.parse(algorithm + ":" + name + ":" + secret);
    }
}
