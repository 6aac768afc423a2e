package io.github.ddnskit.rfc2136.transport;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.rfc2136.GssCredentials;
import io.github.ddnskit.rfc2136.transport.UnverifiedReplyException.Flaw;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TKEYRecord;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * One negotiation of a key with a server (RFC 3645 section 3): tokens go back and forth in TKEY records (RFC 2930) until
 * both sides have a security context, and the last reply is signed with it. Used by one thread.
 */
final class GssNegotiation {

    private static final int MAX_ROUNDS = 10;
    private static final int NAME_OCTETS = 16;
    private static final Duration LIFETIME = Duration.ofHours(8); // a wish; the server decides
    private static final byte[] NONE = new byte[0];

    private final GssCredentials credentials;
    private final Transport transport;
    private final Clock clock;
    private final Deadline deadline;
    private final SecureRandom random = new SecureRandom();

    GssNegotiation(GssCredentials credentials, Transport transport, Clock clock, Deadline deadline) {
        this.credentials = credentials;
        this.transport = transport;
        this.clock = clock;
        this.deadline = deadline;
    }

    /**
     * Agrees on a key.
     *
     * @param about the zone, or a name in it, that is to be asked about or updated
     * @return the key
     */
    GssKey negotiate(Name about) throws IOException, InterruptedException {
        Optional<String> given = credentials.service();
        String service = given.isPresent() ? given.get() : "DNS/" + primary(about);
        Subject subject = Kerberos.login(credentials, deadline);
        try (Kerberos kerberos = Kerberos.context(credentials, subject, service)) {
            Name name = name(service);
            byte[] token = kerberos.next(NONE, deadline);
            for (int round = 0; round < MAX_ROUNDS; round++) {
                Answer answer = ask(name, token);
                TKEYRecord tkey = answer.tkey();
                byte[] theirs = tkey.getKey();
                token = kerberos.isEstablished() ? NONE : kerberos.next(theirs == null ? NONE : theirs, deadline);
                // The server signs the reply with which it is satisfied, whatever else we would have to say.
                if (kerberos.isEstablished()
                        && (token.length == 0 || answer.reply().getTSIG() != null)) {
                    return key(name, kerberos, answer);
                }
            }
            throw new NegotiationException(
                    FailureReason.BAD_REPLY, "the server does not come to an end with " + service, null);
        }
    }

    private GssKey key(Name name, Kerberos kerberos, Answer last) throws IOException {
        TsigSigner signer = GssKey.signer(name, kerberos.release(), clock);
        Flaw flaw = signer.flaw(last.reply(), last.recording().wire, NONE);
        if (flaw != null) {
            throw new NegotiationException(
                    FailureReason.UNVERIFIED_REPLY,
                    "the reply that ends it is not signed with the key, or was altered on the way",
                    null);
        }
        Duration granted =
                Duration.between(last.tkey().getTimeInception(), last.tkey().getTimeExpire());
        Instant theirs = clock.instant().plus(granted.isNegative() || granted.isZero() ? LIFETIME : granted);
        return new GssKey(signer, kerberos.end().filter(theirs::isAfter).orElse(theirs));
    }

    /** The primary server of the zone, as its SOA record names it. */
    private String primary(Name about) throws IOException, InterruptedException {
        Message query = Message.newQuery(Record.newRecord(about, Type.SOA, DClass.IN));
        query.getHeader().unsetFlag(Flags.RD);
        Message reply = transport.exchange(new PlainRequest(query), deadline);
        return Stream.of(Section.ANSWER, Section.AUTHORITY)
                .flatMap(section -> reply.getSection(section).stream())
                .filter(record -> record instanceof SOARecord)
                .map(record -> ((SOARecord) record).getHost().canonicalize().toString(true))
                .findFirst()
                .orElseThrow(() -> new NegotiationException(
                        FailureReason.ZONE_NOT_SERVED,
                        "the server does not name the primary server of "
                                + about.toString(true)
                                + ", to which a ticket is needed: name the service, as in DNS/ns1.example.org@EXAMPLE.ORG",
                        null));
    }

    /** A name for the key, unlike any before: the server knows the key by it. */
    private Name name(String service) throws IOException {
        byte[] octets = new byte[NAME_OCTETS];
        random.nextBytes(octets);
        String server = service.replaceFirst("^[^/]*/", "").replaceFirst("@.*$", "");
        try {
            return Name.fromString(HexFormat.of().formatHex(octets) + ".sig-" + server, Name.root);
        } catch (TextParseException e) {
            throw new NegotiationException(FailureReason.BAD_REQUEST, service + " is not the service of a server", e);
        }
    }

    private record Answer(Message reply, Recording recording, TKEYRecord tkey) {}

    private Answer ask(Name name, byte[] token) throws IOException, InterruptedException {
        Instant now = clock.instant();
        Message query = Message.newQuery(Record.newRecord(name, Type.TKEY, DClass.ANY));
        query.getHeader().unsetFlag(Flags.RD);
        query.addRecord(
                new TKEYRecord(
                        name,
                        DClass.ANY,
                        0,
                        TSIG.GSS_TSIG,
                        now,
                        now.plus(LIFETIME),
                        TKEYRecord.GSSAPI,
                        Rcode.NOERROR,
                        token,
                        NONE),
                Section.ADDITIONAL);
        Recording recording = new Recording(new PlainRequest(query));
        Message reply = transport.exchange(recording, deadline);
        TKEYRecord tkey = reply.getSection(Section.ANSWER).stream()
                .filter(record ->
                        record instanceof TKEYRecord && record.getName().equals(name))
                .map(record -> (TKEYRecord) record)
                .findFirst()
                .orElse(null);
        if (tkey == null || tkey.getError() != Rcode.NOERROR || reply.getRcode() != Rcode.NOERROR) {
            throw refused(reply, tkey);
        }
        return new Answer(reply, recording, tkey);
    }

    private NegotiationException refused(Message reply, @Nullable TKEYRecord tkey) {
        String code = tkey != null && tkey.getError() != Rcode.NOERROR
                ? Rcode.TSIGstring(tkey.getError())
                : Rcode.string(reply.getRcode());
        return reply.getRcode() == Rcode.NOERROR && tkey == null
                ? new NegotiationException(
                        FailureReason.BAD_REPLY, "the server answers, but not about the key that was asked for", null)
                : new NegotiationException(
                        FailureReason.UNKNOWN_CREDENTIALS,
                        "the server does not take " + credentials.description() + " [" + code
                                + "]: check that it has GSS-TSIG, and the key of the service in its keytab",
                        null);
    }

    /**
     * Keeps the octets of the reply that was accepted, for they are signed. It goes over a stream: BIND answers BADNAME to
     * a token that comes again, be it because its answer was truncated.
     */
    private static final class Recording implements Request {

        private final Request request;
        private volatile byte[] wire = NONE; // a transport may judge in a thread of its own

        Recording(Request request) {
            this.request = request;
        }

        @Override
        public boolean isForStream() {
            return true;
        }

        @Override
        public Name about() {
            return request.about();
        }

        @Override
        public Transmission transmission() {
            Transmission transmission = request.transmission();
            return new Transmission() {
                @Override
                public byte[] wire() {
                    return transmission.wire();
                }

                @Override
                public Verdict judge(byte[] octets) {
                    Verdict verdict = transmission.judge(octets);
                    if (verdict instanceof Verdict.Accepted) {
                        wire = octets;
                    }
                    return verdict;
                }
            };
        }
    }
}
