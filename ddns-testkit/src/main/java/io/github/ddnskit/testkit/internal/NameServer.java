package io.github.ddnskit.testkit.internal;

import io.github.ddnskit.rfc2136.TsigKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** From the octets of a request to those of the replies. Requests are handled by one thread; zones may be read by any. */
public final class NameServer {

    private static final int PAYLOAD_WITHOUT_EDNS = 512;

    private final Zones zones;
    private final TsigGate gate;
    private final Responder responder;
    private final Set<Habit> habits;
    private final Hooks hooks;

    public NameServer(
            Zones zones,
            Collection<TsigKey> keys,
            Clock clock,
            boolean cookiesRequired,
            Set<Habit> habits,
            Hooks hooks) {
        this.zones = zones;
        this.gate = new TsigGate(keys, clock, habits);
        this.responder = new Responder(zones, clock, habits, cookiesRequired);
        this.habits = habits;
        this.hooks = hooks;
    }

    /** One who decides what goes wrong, and sees what was answered; called by the server's thread. */
    public interface Hooks {
        Effect effectOn(Request request, boolean tcp);

        void answered(Request request, boolean tcp, List<byte[]> replies);
    }

    /** Takes a reply, and how much later than now it shall leave. */
    interface Sender {
        void send(byte[] reply, Duration delay);
    }

    public Zones zones() {
        return zones;
    }

    /** Does what the octets ask for; sends nothing if they are no request. */
    void handle(byte[] wire, Client client, Sender sender) {
        if (wire.length < Request.HEADER_LENGTH) {
            return;
        }
        Request request = Request.of(wire);
        if (request.isReply() || isIgnored(request)) {
            return; // answering replies would make two servers talk for ever
        }
        boolean tcp = client.tcp();
        Effect effect = hooks.effectOn(request, tcp);
        List<byte[]> replies = effect.kind() == Effect.Kind.LOSE_REQUEST ? List.of() : replies(request, client, effect);
        hooks.answered(request, tcp, replies);
        replies.forEach(reply -> sender.send(reply, effect.delay()));
    }

    private boolean isIgnored(Request request) {
        return (habits.contains(Habit.SILENT_TO_SEVERAL_QUESTIONS) && request.questions() > 1)
                || (habits.contains(Habit.SILENT_TO_UNKNOWN_OPCODES) && !Responder.isKnown(request.opcode()));
    }

    private List<byte[]> replies(Request request, Client client, Effect effect) {
        TsigGate.Verdict verdict = gate.check(request);
        List<Message> truth = effect.kind() == Effect.Kind.RCODE && !effect.truthFollows()
                ? List.of(responder.bare(request, client, effect.rcode()))
                : responder.replies(request, verdict, client);
        if (habits.contains(Habit.NO_TSIG_BEFORE_THE_ZONE) && isBeforeZone(truth, verdict)) {
            verdict = TsigGate.Verdict.UNSIGNED;
        }
        int limit = client.tcp() ? Message.MAXLENGTH : payload(request.opt());
        List<byte[]> wires = finish(truth, verdict, limit, TsigGate.Flaw.NONE);
        List<byte[]> sent = new ArrayList<>();
        switch (effect.kind()) {
            case LOSE_REPLY -> {
                return List.of();
            }
            case RCODE -> {
                if (effect.truthFollows()) {
                    sent.addAll(finish(
                            List.of(responder.bare(request, client, effect.rcode())),
                            verdict,
                            limit,
                            TsigGate.Flaw.NONE));
                }
            }
            case TRUNCATE -> {
                if (!client.tcp()) {
                    sent.addAll(finish(truth, verdict, 0, TsigGate.Flaw.NONE));
                }
            }
            case WRONG_ID -> wires.forEach(wire -> sent.add(withOtherId(wire)));
            case UNSIGNED -> sent.addAll(finish(truth, TsigGate.Verdict.UNSIGNED, limit, TsigGate.Flaw.NONE));
            case BAD_MAC -> sent.addAll(finish(truth, verdict, limit, TsigGate.Flaw.BAD_MAC));
            case BAD_TIME -> sent.addAll(finish(truth, verdict, limit, TsigGate.Flaw.BAD_TIME));
            case DUPLICATE -> sent.addAll(wires);
            case NONE, LOSE_REQUEST -> {
                return wires;
            }
        }
        if (sent.isEmpty() || effect.truthFollows() || effect.kind() == Effect.Kind.DUPLICATE) {
            sent.addAll(wires);
        }
        return sent;
    }

    private static boolean isBeforeZone(List<Message> replies, TsigGate.Verdict verdict) {
        int rcode = replies.get(0).getRcode();
        return verdict.error() == 0 && (rcode == Rcode.NOTIMP || rcode == Rcode.NOTAUTH);
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
                : Math.min(Responder.PAYLOAD, Math.max(PAYLOAD_WITHOUT_EDNS, opt.getPayloadSize()));
    }

    private static byte[] withOtherId(byte[] wire) {
        byte[] other = wire.clone();
        other[0] ^= (byte) 0xFF;
        return other;
    }
}
