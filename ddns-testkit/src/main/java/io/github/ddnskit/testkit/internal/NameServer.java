package io.github.ddnskit.testkit.internal;

import io.github.ddnskit.rfc2136.TsigKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * From the octets of a request to those of the replies. Requests are handled by one thread; {@link #zone()} may be read
 * by any.
 */
public final class NameServer {

    /** What fragments nowhere (RFC 9715). */
    private static final int PAYLOAD = 1232;

    private static final int PAYLOAD_WITHOUT_EDNS = 512;
    private static final int EXTENDED_BADVERS = Rcode.BADVERS >> 4;

    private final TsigGate gate;
    private final UpdateProcessor updates;
    private final Set<Habit> habits;
    private final boolean unsignedUpdates;
    private final Hooks hooks;
    private final Spoiler spoiler = new Spoiler();
    private volatile ZoneData zone;

    public NameServer(
            ZoneData zone,
            Collection<TsigKey> keys,
            Clock clock,
            boolean unsignedUpdates,
            Set<Habit> habits,
            Hooks hooks) {
        this.zone = zone;
        this.gate = new TsigGate(keys, clock, habits);
        this.updates = new UpdateProcessor(habits, clock);
        this.habits = habits;
        this.unsignedUpdates = unsignedUpdates;
        this.hooks = hooks;
        hooks.changed(zone);
    }

    /** One who decides what goes wrong, and sees what was answered; called by the server's thread. */
    public interface Hooks {

        /** What goes wrong with a request, while so many replies wait to leave. */
        Effect effectOn(Request request, boolean tcp, int waiting);

        /** Called before the replies leave. */
        void answered(Answered answered);

        /** A zone is another one now; also called with what it starts with. */
        void changed(ZoneData now);
    }

    /**
     * A request and what became of it.
     *
     * @param tsigError what was wrong with its signature, 0 if nothing or if there was none; -1 if nobody looked
     */
    public record Answered(Request request, boolean tcp, int tsigError, Effect effect, List<byte[]> replies) {}

    /** Takes a reply on its way. */
    interface Sender {
        void send(Departure reply);
    }

    /** {@return the zone as it is now} */
    public ZoneData zone() {
        return zone;
    }

    /** Does what the octets ask for, while so many replies wait to leave; sends nothing if they are no request. */
    void handle(byte[] wire, boolean tcp, int waiting, Sender sender) {
        if (wire.length < Request.HEADER_LENGTH) {
            return;
        }
        Request request = Request.of(wire);
        if (request.isReply() || isIgnored(request)) {
            return; // answering replies would make two servers talk for ever
        }
        Effect effect = hooks.effectOn(request, tcp, waiting);
        boolean lost = effect.kind() == Effect.Kind.LOSE_REQUEST;
        TsigGate.Verdict verdict = lost ? TsigGate.Verdict.UNSIGNED : gate.check(request);
        List<Departure> leaving = lost ? List.of() : departures(request, tcp, verdict, effect);
        hooks.answered(new Answered(request, tcp, lost ? -1 : verdict.error(), effect, octets(leaving)));
        leaving.forEach(sender::send);
    }

    private boolean isIgnored(Request request) {
        return (habits.contains(Habit.SILENT_TO_SEVERAL_QUESTIONS) && request.questions() > 1)
                || (habits.contains(Habit.SILENT_TO_UNKNOWN_OPCODES) && !isKnown(request.opcode()));
    }

    private static boolean isKnown(int opcode) {
        return opcode == Opcode.QUERY || opcode == Opcode.UPDATE;
    }

    private List<Departure> departures(Request request, boolean tcp, TsigGate.Verdict checked, Effect effect) {
        boolean onlyCode = effect.kind() == Effect.Kind.RCODE && !effect.truthFollows();
        List<Message> truth = onlyCode ? List.of(bare(request, effect.number())) : process(request, checked, tcp);
        boolean unsigned = habits.contains(Habit.NO_TSIG_BEFORE_THE_ZONE) && isBeforeZone(truth, checked);
        TsigGate.Verdict verdict = unsigned ? TsigGate.Verdict.UNSIGNED : checked;
        int limit = tcp ? Message.MAXLENGTH : payload(request.opt());
        if (effect.equals(Effect.NOTHING) && !verdict.authenticated()) {
            return finish(truth, verdict, limit, TsigGate.Flaw.NONE).stream()
                    .map(octets -> Departure.of(octets, effect))
                    .toList();
        }
        return spoiler.departures(request, tcp, effect, verdict, limit, new Spoiler.Draft() {
            @Override
            public List<byte[]> truth(TsigGate.Verdict signedBy, int most, TsigGate.Flaw flaw) {
                return finish(truth, signedBy, most, flaw);
            }

            @Override
            public List<byte[]> code(int rcode) {
                return finish(List.of(bare(request, rcode)), verdict, limit, TsigGate.Flaw.NONE);
            }
        });
    }

    private static boolean isBeforeZone(List<Message> replies, TsigGate.Verdict verdict) {
        int rcode = replies.get(0).getRcode();
        return verdict.error() == 0 && (rcode == Rcode.NOTIMP || rcode == Rcode.NOTAUTH);
    }

    private List<Message> process(Request request, TsigGate.Verdict verdict, boolean tcp) {
        if (request.isMalformed() || (habits.contains(Habit.NOTHING_AFTER_THE_MESSAGE) && request.isFollowed())) {
            return List.of(bare(request, Rcode.FORMERR));
        }
        if (verdict.rcode() != Rcode.NOERROR) {
            return List.of(bare(request, verdict.rcode()));
        }
        OPTRecord opt = request.opt();
        if (opt != null && opt.getVersion() != 0) {
            Message reply = bare(request, Rcode.NOERROR);
            reply.removeAllRecords(Section.ADDITIONAL);
            reply.addRecord(new OPTRecord(PAYLOAD, EXTENDED_BADVERS, 0), Section.ADDITIONAL);
            return List.of(reply);
        }
        if (!isKnown(request.opcode())) {
            Message reply = bare(request, Rcode.NOTIMP);
            if (!habits.contains(Habit.REPEATS_QUESTION_OF_UNKNOWN_OPCODE)) {
                reply.removeAllRecords(Section.QUESTION);
            }
            return List.of(reply);
        }
        if (request.opcode() == Opcode.UPDATE) {
            UpdateProcessor.Result result = updates.process(zone, request, unsignedUpdates || verdict.authenticated());
            if (result.zone() != zone) {
                zone = result.zone();
                hooks.changed(zone);
            }
            return List.of(bare(request, result.rcode()));
        }
        return query(request, tcp);
    }

    private List<Message> query(Request request, boolean tcp) {
        Record question = request.question();
        if (question == null) {
            return List.of(bare(request, Rcode.FORMERR));
        }
        boolean transfer = question.getType() == Type.AXFR || (tcp && question.getType() == Type.IXFR);
        if (!transfer) {
            Message reply = bare(request, Rcode.NOERROR);
            QueryAnswerer.answer(zone, question, reply);
            return List.of(reply);
        }
        if (!tcp) {
            return List.of(bare(request, Rcode.FORMERR)); // RFC 5936 section 4.2
        }
        if (!question.getName().equals(zone.apex())) {
            return List.of(bare(request, Rcode.NOTAUTH));
        }
        List<Message> messages = new ArrayList<>();
        for (List<Record> answers : ZoneTransfer.answers(zone)) {
            Message message = bare(request, Rcode.NOERROR);
            message.getHeader().setFlag(Flags.AA);
            answers.forEach(record -> message.addRecord(record, Section.ANSWER));
            messages.add(message);
        }
        return messages;
    }

    /** A reply with nothing in it but what every reply has. */
    private Message bare(Request request, int rcode) {
        Header header = new Header(request.id());
        header.setOpcode(request.opcode());
        header.setFlag(Flags.QR);
        if (request.opcode() == Opcode.QUERY && request.recursionDesired()) {
            header.setFlag(Flags.RD);
        }
        boolean update = request.opcode() == Opcode.UPDATE;
        if (update && habits.contains(Habit.AUTHORITATIVE_REPLIES_TO_UPDATES)) {
            header.setFlag(Flags.AA);
        }
        header.setRcode(rcode);
        Message reply = new Message();
        reply.setHeader(header);
        request.echo().forEach(asked -> reply.addRecord(asked, Section.QUESTION));
        if (request.opt() != null && !(update && habits.contains(Habit.NO_EDNS_IN_REPLIES_TO_UPDATES))) {
            reply.addRecord(new OPTRecord(PAYLOAD, 0, 0), Section.ADDITIONAL);
        }
        return reply;
    }

    private List<byte[]> finish(List<Message> replies, TsigGate.Verdict verdict, int limit, TsigGate.Flaw flaw) {
        TsigGate.Stream stream = gate.new Stream(verdict);
        return replies.stream()
                .map(reply -> stream.next(fit(reply, limit - TsigGate.sizeOfReply(verdict)), flaw))
                .toList();
    }

    /**
     * The reply, if it is too long without what was not asked for (RFC 2181 section 9), and if it still is only its
     * question, for the client to ask again by TCP.
     */
    private static byte[] fit(Message reply, int limit) {
        byte[] wire = Renderer.render(reply);
        if (wire.length > limit && reply.getHeader().getFlag(Flags.AA)) {
            wire = Renderer.render(shortened(reply, false));
        }
        return wire.length <= limit ? wire : Renderer.render(shortened(reply, true));
    }

    private static Message shortened(Message reply, boolean truncated) {
        Message cut = reply.clone();
        OPTRecord opt = reply.getOPT();
        cut.removeAllRecords(Section.ADDITIONAL);
        if (opt != null) {
            cut.addRecord(opt, Section.ADDITIONAL);
        }
        if (truncated) {
            cut.removeAllRecords(Section.ANSWER);
            cut.removeAllRecords(Section.AUTHORITY);
            cut.getHeader().setFlag(Flags.TC);
        }
        return cut;
    }

    private static int payload(@Nullable OPTRecord opt) {
        return opt == null
                ? PAYLOAD_WITHOUT_EDNS
                : Math.min(PAYLOAD, Math.max(PAYLOAD_WITHOUT_EDNS, opt.getPayloadSize()));
    }

    private static List<byte[]> octets(List<Departure> leaving) {
        return leaving.stream()
                .map(Departure::octets)
                .filter(octets -> octets.length > 0)
                .toList();
    }
}
