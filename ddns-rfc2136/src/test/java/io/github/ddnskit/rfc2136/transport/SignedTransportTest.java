package io.github.ddnskit.rfc2136.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.rfc2136.transport.Request.Transmission;
import io.github.ddnskit.rfc2136.transport.Request.Verdict;
import io.github.ddnskit.rfc2136.transport.UnverifiedReplyException.Flaw;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

final class SignedTransportTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    private static final TsigKey KEY = TsigKey.parse("ddns-key:c2VjcmV0IG9mIHRoZSB0ZXN0");
    private static final Deadline DEADLINE = Deadline.after(Duration.ofMinutes(1));

    @Property
    void noAlteredReplyPassesForWhatItIsNot(
            @ForAll TsigAlgorithm algorithm,
            @ForAll @IntRange(max = 11) int rcode,
            @ForAll @IntRange(max = 500) int position,
            @ForAll @IntRange(min = 1, max = 255) int mask)
            throws Exception {
        TsigKey key = TsigKey.of(KEY.name(), algorithm, KEY.secret());
        Transmission transmission = transmission(key);
        byte[] wire = signed(key, transmission, rcode);
        Message genuine = new Message(wire);
        wire[position % wire.length] ^= (byte) mask;
        if (transmission.judge(wire) instanceof Verdict.Accepted accepted) {
            // What the signature leaves out, such as the case of a key's name, may differ.
            assertThat(accepted.reply().getRcode()).isEqualTo(genuine.getRcode());
            for (int section : new int[] {Section.ZONE, Section.PREREQ, Section.UPDATE}) {
                assertThat(accepted.reply().getSection(section)).isEqualTo(genuine.getSection(section));
            }
        }
    }

    @Property
    void rubbishIsIgnored(@ForAll @Size(max = 600) byte[] rubbish) throws Exception {
        assertThat(transmission(KEY).judge(rubbish)).isEqualTo(new Verdict.Ignored());
    }

    @Property(tries = 50)
    void theGenuineReplyIsAcceptedWithEveryAlgorithm(
            @ForAll TsigAlgorithm algorithm, @ForAll @IntRange(max = 11) int rcode) throws Exception {
        TsigKey key = TsigKey.of(KEY.name(), algorithm, KEY.secret());
        Transmission transmission = transmission(key);
        assertThat(transmission.judge(signed(key, transmission, rcode)))
                .isInstanceOfSatisfying(
                        Verdict.Accepted.class,
                        accepted -> assertThat(accepted.reply().getRcode()).isEqualTo(rcode));
    }

    @Test
    void aReplyToOneTransmissionIsNoReplyToAnother() throws Exception {
        List<Transmission> transmissions = transmissions(KEY, 2);
        byte[] wire = signed(KEY, transmissions.get(0), 0);
        int other = transmissions.get(1).id();
        wire[0] = (byte) (other >> 8);
        wire[1] = (byte) other;
        assertThat(transmissions.get(1).judge(wire)).isEqualTo(new Verdict.Ignored());
    }

    @Test
    void aReplyWithAnotherIdIsIgnoredHoweverItIsSigned() throws Exception {
        Transmission transmission = transmission(KEY);
        byte[] wire = signed(KEY, transmission, 0);
        wire[1] ^= 1;
        assertThat(transmission.judge(wire)).isEqualTo(new Verdict.Ignored());
    }

    @Test
    void aReplyToAnotherQuestionIsIgnored() throws Exception {
        Transmission transmission = transmission(KEY);
        Message reply = reply(transmission, 0);
        reply.removeAllRecords(Section.ZONE);
        reply.addRecord(record("other.test."), Section.ZONE);
        tsig(KEY).apply(reply, new Message(transmission.wire()).getTSIG());
        assertThat(transmission.judge(reply.toWire())).isEqualTo(new Verdict.Ignored());
    }

    @Test
    void aReplyThatLeavesTheZoneOutIsAccepted() throws Exception {
        Transmission transmission = transmission(KEY);
        Message reply = reply(transmission, 0);
        reply.removeAllRecords(Section.ZONE);
        tsig(KEY).apply(reply, new Message(transmission.wire()).getTSIG());
        assertThat(transmission.judge(reply.toWire())).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void aReplyUnderAnotherKeyNameIsIgnoredEvenWithTheSameSecret() throws Exception {
        Transmission transmission = transmission(KEY);
        TsigKey renamed = TsigKey.of("other-key", KEY.algorithm(), KEY.secret());
        assertThat(transmission.judge(signed(renamed, transmission, 0))).isEqualTo(new Verdict.Ignored());
    }

    @Test
    void theMostTellingOfTheBadRepliesExplainsTheFailure() {
        UnverifiedReplyException failure = catchThrowableOfType(
                UnverifiedReplyException.class,
                () -> new SignedTransport(
                                (request, deadline) -> {
                                    Transmission transmission = request.transmission();
                                    transmission.judge(reply(transmission, 5).toWire());
                                    transmission.judge(reply(transmission, 0).toWire());
                                    throw new NoReplyException();
                                },
                                KEY,
                                CLOCK)
                        .exchange(update(), DEADLINE));
        assertThat(failure.flaw()).isEqualTo(Flaw.UNSIGNED_ERROR);
        assertThat(failure.reply().getRcode()).isEqualTo(5);
        assertThat(failure.receivedAt()).isEqualTo(CLOCK.instant());
    }

    private static Transmission transmission(TsigKey key) throws Exception {
        return transmissions(key, 1).get(0);
    }

    /** What the signing transport hands to the one that it wraps. */
    private static List<Transmission> transmissions(TsigKey key, int count) throws Exception {
        List<Transmission> transmissions = new ArrayList<>();
        Transport inner = (request, deadline) -> {
            for (int i = 0; i < count; i++) {
                transmissions.add(request.transmission());
            }
            return new Message(transmissions.get(0).wire());
        };
        new SignedTransport(inner, key, CLOCK).exchange(update(), DEADLINE);
        return transmissions;
    }

    private static Request update() throws IOException {
        return new PlainRequest(Message.newUpdate(Name.fromString("example.test.")));
    }

    private static byte[] signed(TsigKey key, Transmission transmission, int rcode) throws IOException {
        Message reply = reply(transmission, rcode);
        tsig(key).apply(reply, new Message(transmission.wire()).getTSIG());
        return reply.toWire();
    }

    private static Message reply(Transmission transmission, int rcode) throws IOException {
        Message reply = new Message(transmission.id());
        reply.getHeader().setOpcode(new Message(transmission.wire()).getHeader().getOpcode());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setRcode(rcode);
        reply.addRecord(record("example.test."), Section.ZONE);
        return reply;
    }

    private static Record record(String zone) throws IOException {
        return Record.newRecord(Name.fromString(zone), Type.SOA, DClass.IN);
    }

    private static TSIG tsig(TsigKey key) throws IOException {
        return new TSIG(
                Name.fromString(key.algorithm().wireName()),
                Name.fromString(key.name()),
                new javax.crypto.spec.SecretKeySpec(
                        key.octets(), key.algorithm().toString()),
                CLOCK);
    }
}
