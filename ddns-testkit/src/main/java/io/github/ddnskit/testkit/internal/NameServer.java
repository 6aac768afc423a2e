package io.github.ddnskit.testkit.internal;

import io.github.ddnskit.rfc2136.TsigKey;
import java.nio.file.Path;
import java.time.Clock;
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
    private final TkeyExchange tkeys;
    private final TsigGate gate;
    private final Responder responder;
    private final Set<Habit> habits;
    private final Hooks hooks;
    private final AnswerCache cache;
    private final Spoiler spoiler = new Spoiler();

    public NameServer(
            Zones zones,
            Collection<TsigKey> keys,
            Clock clock,
            boolean cookiesRequired,
            @Nullable Service service,
            Set<Habit> habits,
            Hooks hooks) {
        this.zones = zones;
        this.cache = new AnswerCache(zones);
        this.tkeys = service == null
                ? new TkeyExchange(null, clock)
                : TkeyExchange.of(service.principal(), service.keytab(), clock);
        this.gate = new TsigGate(keys, clock, habits, tkeys::key);
        this.responder = new Responder(zones, clock, habits, cookiesRequired, tkeys);
        this.habits = habits;
        this.hooks = hooks;
        for (Zone zone : zones.all()) {
            hooks.changed(zone);
            zone.onChange(hooks::changed);
        }
    }

    /** A principal of Kerberos that the server is, and where its key is. */
    public record Service(String principal, Path keytab) {}

    /** One who decides what goes wrong, and sees what was answered; called by the server's thread. */
    public interface Hooks {

        /** What goes wrong with a request, while so many replies wait to leave. */
        Effect effectOn(Request request, boolean tcp, int waiting);

        /** Called before the replies leave. */
        void answered(Answered answered);

        /** A zone has other data now; also called with what it starts with. */
        void changed(Zone zone);
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

    public Zones zones() {
        return zones;
    }

    /** Does what the octets ask for, while so many replies wait to leave; sends nothing if they are no request. */
    void handle(byte[] wire, Client client, int waiting, Sender sender) {
        if (wire.length < Request.HEADER_LENGTH) {
            return;
        }
        Request request = Request.of(wire);
        if (request.isReply() || isIgnored(request)) {
            return; // answering replies would make two servers talk for ever
        }
        boolean tcp = client.tcp();
        Effect effect = hooks.effectOn(request, tcp, waiting);
        byte[] known = !tcp && effect.equals(Effect.NOTHING) ? cache.find(wire) : null;
        if (known != null) {
            hooks.answered(new Answered(request, false, Rcode.NOERROR, effect, List.of(known)));
            sender.send(Departure.of(known, effect));
            return;
        }
        boolean lost = effect.kind() == Effect.Kind.LOSE_REQUEST;
        TsigGate.Verdict verdict = lost ? TsigGate.Verdict.UNSIGNED : gate.check(request);
        List<Departure> leaving = lost ? List.of() : departures(request, client, verdict, effect);
        hooks.answered(new Answered(request, tcp, lost ? -1 : verdict.error(), effect, octets(leaving)));
        if (!tcp && effect.equals(Effect.NOTHING) && leaving.size() == 1) {
            cache.keep(request, leaving.get(0).octets());
        }
        leaving.forEach(sender::send);
    }

    private boolean isIgnored(Request request) {
        return (habits.contains(Habit.SILENT_TO_SEVERAL_QUESTIONS) && request.questions() > 1)
                || (habits.contains(Habit.SILENT_TO_UNKNOWN_OPCODES) && !Responder.isKnown(request.opcode()));
    }

    private List<Departure> departures(Request request, Client client, TsigGate.Verdict checked, Effect effect) {
        boolean onlyCode = effect.kind() == Effect.Kind.RCODE && !effect.truthFollows();
        List<Message> truth = onlyCode
                ? List.of(responder.bare(request, client, effect.number()))
                : responder.replies(request, checked, client);
        boolean unsigned = habits.contains(Habit.NO_TSIG_BEFORE_THE_ZONE) && isBeforeZone(truth, checked);
        TsigGate.Verdict verdict = unsigned ? TsigGate.Verdict.UNSIGNED : tkeys.signing(request, checked);
        int limit = client.tcp() ? Message.MAXLENGTH : payload(request.opt());
        if (effect.equals(Effect.NOTHING) && !verdict.authenticated()) {
            return finish(truth, verdict, limit, TsigGate.Flaw.NONE).stream()
                    .map(octets -> Departure.of(octets, effect))
                    .toList();
        }
        return spoiler.departures(request, client.tcp(), effect, verdict, limit, new Spoiler.Draft() {
            @Override
            public List<byte[]> truth(TsigGate.Verdict signedBy, int most, TsigGate.Flaw flaw) {
                return finish(truth, signedBy, most, flaw);
            }

            @Override
            public List<byte[]> code(int rcode) {
                return finish(List.of(responder.bare(request, client, rcode)), verdict, limit, TsigGate.Flaw.NONE);
            }
        });
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

    private static List<byte[]> octets(List<Departure> leaving) {
        return leaving.stream()
                .map(Departure::octets)
                .filter(octets -> octets.length > 0)
                .toList();
    }
}
