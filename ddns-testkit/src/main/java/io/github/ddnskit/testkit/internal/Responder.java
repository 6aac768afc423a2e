package io.github.ddnskit.testkit.internal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What the server has to say to a request whose signature was looked at, before anything goes wrong with it. */
final class Responder {

    /** What fragments nowhere (RFC 9715). */
    static final int PAYLOAD = 1232;

    private final Zones zones;
    private final UpdateProcessor updates;
    private final Set<Habit> habits;
    private final Cookies cookies;
    private final boolean cookiesRequired;
    private final TkeyExchange tkeys;

    Responder(Zones zones, Clock clock, Set<Habit> habits, boolean cookiesRequired, TkeyExchange tkeys) {
        this.zones = zones;
        this.tkeys = tkeys;
        this.updates = new UpdateProcessor(habits, clock);
        this.habits = habits;
        this.cookies = new Cookies(clock);
        this.cookiesRequired = cookiesRequired;
    }

    static boolean isKnown(int opcode) {
        return opcode == Opcode.QUERY || opcode == Opcode.UPDATE;
    }

    /** The messages of the reply, several only of a transfer. */
    List<Message> replies(Request request, TsigGate.Verdict verdict, Client client) {
        if (request.isMalformed() || (habits.contains(Habit.NOTHING_AFTER_THE_MESSAGE) && request.isFollowed())) {
            return List.of(bare(request, client, Rcode.FORMERR));
        }
        if (verdict.rcode() != Rcode.NOERROR) {
            return List.of(bare(request, client, verdict.rcode()));
        }
        OPTRecord opt = request.opt();
        if (opt != null && opt.getVersion() != 0) {
            Message reply = bare(request, client, Rcode.NOERROR);
            reply.removeAllRecords(Section.ADDITIONAL);
            reply.addRecord(new OPTRecord(PAYLOAD, Rcode.BADVERS >> 4, 0), Section.ADDITIONAL);
            return List.of(reply);
        }
        if (lacksCookie(request, client)) {
            return List.of(bare(request, client, Rcode.BADCOOKIE));
        }
        if (!isKnown(request.opcode())) {
            Message reply = bare(request, client, Rcode.NOTIMP);
            if (!habits.contains(Habit.REPEATS_QUESTION_OF_UNKNOWN_OPCODE)) {
                reply.removeAllRecords(Section.QUESTION);
            }
            return List.of(reply);
        }
        return request.opcode() == Opcode.UPDATE
                ? List.of(update(request, verdict, client))
                : query(request, verdict, client);
    }

    private Message update(Request request, TsigGate.Verdict verdict, Client client) {
        Zones.View seen = zones.seenBy(client.address());
        Record asked = request.question();
        Zone zone = asked == null ? null : seen.at(asked.getName());
        // any zone can tell what is wrong with a zone section that names none of them
        Zone judge = zone == null ? zones.all().get(0) : zone;
        LeaseOption.Limits limits = judge.rules().leases();
        if (limits != null && LeaseOption.isMalformed(request)) {
            return bare(request, client, Rcode.FORMERR);
        }
        Optional<LeaseOption> granted =
                limits == null ? Optional.empty() : LeaseOption.of(request).map(wanted -> wanted.within(limits));
        int rcode = judge.update(updates, request, judge.rules().mayUpdate(verdict), granted.orElse(null));
        Message reply = bare(request, client, rcode);
        if (rcode == Rcode.NOERROR) {
            granted.ifPresent(lease -> addOption(reply, lease.option()));
        }
        return reply;
    }

    private static void addOption(Message reply, EDNSOption option) {
        OPTRecord opt = reply.getOPT();
        if (opt != null) {
            List<EDNSOption> options = new ArrayList<>(opt.getOptions());
            options.add(option);
            reply.removeRecord(opt, Section.ADDITIONAL);
            reply.addRecord(
                    new OPTRecord(opt.getPayloadSize(), opt.getExtendedRcode(), 0, opt.getFlags(), options),
                    Section.ADDITIONAL);
        }
    }

    private List<Message> query(Request request, TsigGate.Verdict verdict, Client client) {
        Record question = request.question();
        if (question == null) {
            return List.of(bare(request, client, Rcode.FORMERR));
        }
        if (tkeys.isAsked(question)) {
            Message reply = bare(request, client, Rcode.NOERROR);
            tkeys.answer(request, reply);
            return List.of(reply);
        }
        boolean incremental = question.getType() == Type.IXFR;
        boolean transfer = question.getType() == Type.AXFR || (client.tcp() && incremental);
        Zones.View seen = zones.seenBy(client.address());
        if (!transfer) {
            Message reply = bare(request, client, Rcode.NOERROR);
            new QueryAnswerer(seen, client, habits, reply).answer(question);
            return List.of(reply);
        }
        if (!client.tcp()) {
            return List.of(bare(request, client, Rcode.FORMERR)); // RFC 5936 section 4.2
        }
        Zone zone = seen.at(question.getName());
        if (zone == null) {
            return List.of(bare(request, client, Rcode.NOTAUTH));
        }
        if (!zone.rules().mayTransfer(verdict)) {
            return List.of(bare(request, client, Rcode.REFUSED));
        }
        if (!incremental) {
            return transfer(request, client, ZoneTransfer.whole(zone.data()));
        }
        // RFC 1995 section 3: the SOA in the authority section tells which version the client has
        return request.records(Section.AUTHORITY).stream()
                .filter(record -> record instanceof SOARecord)
                .map(record -> ((SOARecord) record).getSerial())
                .findFirst()
                .map(serial -> transfer(request, client, ZoneTransfer.since(serial, zone)))
                .orElseGet(() -> List.of(bare(request, client, Rcode.FORMERR)));
    }

    private List<Message> transfer(Request request, Client client, List<List<Record>> contents) {
        List<Message> messages = new ArrayList<>();
        for (List<Record> answers : contents) {
            Message message = bare(request, client, Rcode.NOERROR);
            message.getHeader().setFlag(Flags.AA);
            answers.forEach(record -> message.addRecord(record, Section.ANSWER));
            messages.add(message);
        }
        return messages;
    }

    /** RFC 7873 section 5.2.3, for a server that insists; who comes by TCP has shown where it is. */
    private boolean lacksCookie(Request request, Client client) {
        return cookiesRequired
                && !client.tcp()
                && Cookies.of(request)
                        .map(cookie -> !cookies.isOurs(cookie, client.address()))
                        .orElse(false);
    }

    /** A reply with nothing in it but what every reply has. */
    Message bare(Request request, Client client, int rcode) {
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
        header.setRcode(rcode & 0xF);
        Message reply = new Message();
        reply.setHeader(header);
        request.echo().forEach(asked -> reply.addRecord(asked, Section.QUESTION));
        OPTRecord opt = request.opt();
        if (opt != null && !(update && habits.contains(Habit.NO_EDNS_IN_REPLIES_TO_UPDATES))) {
            int flags = opt.getFlags() & ExtendedFlags.DO; // RFC 3225 section 3
            reply.addRecord(new OPTRecord(PAYLOAD, rcode >> 4, 0, flags, options(request, client)), Section.ADDITIONAL);
        }
        return reply;
    }

    private List<EDNSOption> options(Request request, Client client) {
        List<EDNSOption> options = new ArrayList<>();
        if (!habits.contains(Habit.NO_COOKIES)) {
            for (CookieOption cookie : Cookies.of(request).stream().toList()) {
                options.add(cookies.answer(cookie, client.address()));
            }
        }
        return options;
    }
}
