package io.github.ddnskit.testkit.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIGRecord;

/** Does to replies what a fault asks for. Thread-safe. */
final class Spoiler {

    private static final int GARBAGE_OCTETS = 64;
    private static final int MOST_KEYS = 100;

    /** The last signed reply for each key, to be replayed. */
    private final Map<Name, byte[]> replayable = new ConcurrentHashMap<>();

    /** The right replies, and how to make others. */
    interface Draft {

        /** The right replies, with signatures of that kind; what is longer than the limit is truncated. */
        List<byte[]> truth(TsigGate.Verdict verdict, int limit, TsigGate.Flaw flaw);

        /** A reply that is nothing but a code, signed if the request was. */
        List<byte[]> code(int rcode);
    }

    /** What leaves instead of the truth; a limit is that of a message to this client. */
    List<Departure> departures(
            Request request, boolean tcp, Effect effect, TsigGate.Verdict verdict, int limit, Draft draft) {
        List<byte[]> truth = draft.truth(verdict, limit, TsigGate.Flaw.NONE);
        List<Departure> leaving = new ArrayList<>();
        spoilt(request, tcp, effect, verdict, truth, draft)
                .forEach(octets -> leaving.add(Departure.of(octets, effect)));
        switch (effect.kind()) {
            case CLOSE -> leaving.add(Departure.ending(effect, Departure.Then.CLOSES));
            case HALF_CLOSE -> leaving.add(Departure.ending(effect, Departure.Then.HALF_CLOSES));
            case STALL -> leaving.add(Departure.stalling(truth.get(0), effect));
            default -> {
                if (effect.truthFollows()) {
                    truth.forEach(octets -> leaving.add(Departure.of(octets, effect)));
                }
            }
        }
        if (verdict.authenticated()) {
            if (replayable.size() >= MOST_KEYS) {
                replayable.clear(); // keys that clients negotiate come and go
            }
            replayable.put(nameOfKey(verdict), truth.get(0));
        }
        return leaving;
    }

    private List<byte[]> spoilt(
            Request request, boolean tcp, Effect effect, TsigGate.Verdict verdict, List<byte[]> truth, Draft draft) {
        return switch (effect.kind()) {
            case NONE, REORDER -> truth;
            case LOSE_REQUEST, LOSE_REPLY, CLOSE, HALF_CLOSE, STALL -> List.of();
            case RCODE -> draft.code(effect.number());
            case TRUNCATE -> tcp ? truth : draft.truth(verdict, 0, TsigGate.Flaw.NONE);
            case WRONG_ID -> truth.stream().map(Spoiler::withOtherId).toList();
            case UNSIGNED -> draft.truth(TsigGate.Verdict.UNSIGNED, Message.MAXLENGTH, TsigGate.Flaw.NONE);
            case BAD_MAC -> draft.truth(verdict, Message.MAXLENGTH, TsigGate.Flaw.BAD_MAC);
            case BAD_TIME -> draft.truth(verdict, Message.MAXLENGTH, TsigGate.Flaw.BAD_TIME);
            case REPLAY -> replay(request, verdict, draft);
            case ECHO_TSIG -> echo(request, draft);
            case GARBAGE -> List.of(garbage(request));
            case DUPLICATE -> {
                List<byte[]> twice = new ArrayList<>(truth);
                twice.addAll(truth);
                yield twice;
            }
        };
    }

    /** An earlier reply under the ID of this request, as somebody on the path can send it. */
    private List<byte[]> replay(Request request, TsigGate.Verdict verdict, Draft draft) {
        byte[] earlier = verdict.authenticated() ? replayable.get(nameOfKey(verdict)) : null;
        if (earlier == null) {
            return draft.truth(verdict, Message.MAXLENGTH, TsigGate.Flaw.BAD_MAC);
        }
        byte[] again = earlier.clone();
        writeId(again, request.id());
        return List.of(again);
    }

    private static List<byte[]> echo(Request request, Draft draft) {
        List<byte[]> bare = draft.truth(TsigGate.Verdict.UNSIGNED, Message.MAXLENGTH, TsigGate.Flaw.NONE);
        TSIGRecord tsig = request.tsig();
        return tsig == null
                ? bare
                : bare.stream()
                        .map(octets -> TsigGate.append(octets, tsig.toWire(Section.ADDITIONAL)))
                        .toList();
    }

    /** The right ID, so that it is looked at, and then nothing that could be a message; the same for the same ID. */
    private static byte[] garbage(Request request) {
        byte[] octets = new byte[GARBAGE_OCTETS];
        new Random(request.id()).nextBytes(octets);
        Arrays.fill(octets, 4, Request.HEADER_LENGTH, (byte) 0xFF); // promises 65535 records in each section
        octets[2] = (byte) 0x80;
        writeId(octets, request.id());
        return octets;
    }

    private static byte[] withOtherId(byte[] wire) {
        byte[] other = wire.clone();
        other[0] ^= (byte) 0xFF;
        return other;
    }

    private static void writeId(byte[] wire, int id) {
        wire[0] = (byte) (id >>> 8);
        wire[1] = (byte) id;
    }

    private static Name nameOfKey(TsigGate.Verdict verdict) {
        TSIGRecord tsig = verdict.tsig();
        if (tsig == null) {
            throw new IllegalStateException("authenticated without a signature");
        }
        return tsig.getName();
    }
}
