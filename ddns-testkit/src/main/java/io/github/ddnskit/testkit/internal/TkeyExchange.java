package io.github.ddnskit.testkit.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TKEYRecord;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;

/** Agrees on keys with clients (RFC 2930, RFC 3645 section 4.1), if it was given a principal. Used by one thread. */
final class TkeyExchange {

    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Duration FUDGE = Duration.ofMinutes(5);
    private static final byte[] NONE = new byte[0];

    private final @Nullable GssAcceptor acceptor;
    private final Clock clock;
    /** The request that has just completed an agreement. */
    private @Nullable Request completing;

    TkeyExchange(@Nullable GssAcceptor acceptor, Clock clock) {
        this.acceptor = acceptor;
        this.clock = clock;
    }

    static TkeyExchange of(String principal, Path keytab, Clock clock) {
        return new TkeyExchange(GssAcceptor.of(principal, keytab), clock);
    }

    /** Whether this is a question for a key, to a server that has any to give. */
    boolean isAsked(Record question) {
        return acceptor != null && question.getType() == Type.TKEY;
    }

    /** The key of that name, or null. */
    @Nullable
    ReadyKey key(Name name) {
        return acceptor == null ? null : acceptor.key(name);
    }

    /** Answers a question for a key: fills the reply. */
    void answer(Request request, Message reply) {
        Optional<TKEYRecord> asked = Stream.of(Section.ADDITIONAL, Section.ANSWER) // Windows has it in the answer
                .flatMap(section -> request.records(section).stream())
                .filter(record -> record instanceof TKEYRecord)
                .map(record -> (TKEYRecord) record)
                .findFirst();
        Record question = request.question();
        if (acceptor == null || question == null || asked.isEmpty()) {
            reply.getHeader().setRcode(Rcode.FORMERR);
            return;
        }
        Name name = question.getName();
        int error = error(acceptor, name, asked.get());
        byte[] theirs = asked.get().getKey();
        byte[] ours = error == Rcode.NOERROR ? acceptor.accept(name, theirs == null ? NONE : theirs) : NONE;
        if (ours == null) {
            error = Rcode.BADKEY;
            ours = NONE;
        }
        if (error == Rcode.NOERROR && acceptor.isEstablished(name)) {
            completing = request;
        }
        reply.addRecord(answer(name, asked.get(), error, ours), Section.ANSWER);
    }

    private TKEYRecord answer(Name name, TKEYRecord asked, int error, byte[] token) {
        Instant now = clock.instant();
        Instant end = now.plus(LIFETIME);
        return new TKEYRecord(name, DClass.ANY, 0, asked.getAlgorithm(), now, end, asked.getMode(), error, token, NONE);
    }

    private static int error(GssAcceptor acceptor, Name name, TKEYRecord asked) {
        if (asked.getMode() != TKEYRecord.GSSAPI) {
            return Rcode.BADMODE;
        }
        if (!asked.getAlgorithm().equals(TSIG.GSS_TSIG)) {
            return Rcode.BADALG;
        }
        return acceptor.isEstablished(name) ? Rcode.BADNAME : Rcode.NOERROR;
    }

    /** With what to sign the reply: the one that completes an agreement shows that the server has the key too. */
    TsigGate.Verdict signing(Request request, TsigGate.Verdict verdict) {
        Record question = request.question();
        if (request != completing || question == null) {
            return verdict;
        }
        completing = null;
        TSIGRecord tsig = new TSIGRecord(
                question.getName(), DClass.ANY, 0, TSIG.GSS_TSIG, clock.instant(), FUDGE, NONE, request.id(), 0, NONE);
        return new TsigGate.Verdict(tsig, key(question.getName()), Rcode.NOERROR, Rcode.NOERROR);
    }
}
