package io.github.ddnskit.testkit.internal;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSInput;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;

/** A message from a client. Immutable, though it hands out its octets, and thread-safe. */
public final class Request {

    static final int HEADER_LENGTH = 12;

    private final byte[] wire;
    /** Null until somebody asks; then it is the same whoever read it first. */
    private @Nullable Content content;

    private Request(byte[] wire) {
        this.wire = wire;
    }

    /**
     * What the octets say.
     *
     * @param parsed as dnsjava reads it; null if it is malformed
     * @param signatureAt where the TSIG starts; -1 if there is none
     */
    private record Content(@Nullable Message parsed, int signatureAt) {

        static Content of(byte[] wire) {
            try {
                if (u16(wire, 4) > 1) {
                    throw new IOException("more than one question (RFC 9619)");
                }
                int signatureAt = new Layout(wire).signatureAt();
                Message message = new Message(wire);
                return new Content(isComplete(message, wire) ? message : null, signatureAt);
            } catch (IOException | RuntimeException e) {
                // dnsjava announces some broken rdata with unchecked exceptions
                return new Content(null, -1);
            }
        }
    }

    /** A message of at least a header, which is read when somebody wants to know what is in it. */
    static Request of(byte[] wire) {
        return new Request(wire);
    }

    private Content content() {
        Content known = content;
        if (known == null) {
            known = Content.of(wire);
            content = known;
        }
        return known;
    }

    private @Nullable Message parsed() {
        return content().parsed;
    }

    /** As received. */
    public byte[] wire() {
        return wire;
    }

    int signatureAt() {
        return content().signatureAt;
    }

    int questions() {
        return u16(wire, 4);
    }

    /** Whether octets follow the message, which must be well-formed. */
    boolean isFollowed() {
        return message().numBytes() < wire.length;
    }

    boolean isMalformed() {
        return parsed() == null;
    }

    /** The message, which must be well-formed. */
    Message message() {
        Message parsed = parsed();
        if (parsed == null) {
            throw new IllegalStateException("malformed");
        }
        return parsed;
    }

    int id() {
        return u16(wire, 0);
    }

    public int opcode() {
        return (wire[2] >> 3) & 0xF;
    }

    boolean isReply() {
        return isReply(wire);
    }

    /** Whether these octets say of themselves that they answer something. */
    static boolean isReply(byte[] wire) {
        return wire.length >= HEADER_LENGTH && (wire[2] & 0x80) != 0;
    }

    boolean recursionDesired() {
        return (wire[2] & 1) != 0;
    }

    /** The first question, or zone, if there is one. */
    public @Nullable Record question() {
        Message parsed = parsed();
        return parsed == null ? null : parsed.getQuestion();
    }

    /** A section, empty if the message is malformed. */
    public List<Record> records(int section) {
        Message parsed = parsed();
        return parsed == null ? List.of() : parsed.getSection(section);
    }

    /** The name of the key it claims to be signed with, or null. */
    public @Nullable Name keyName() {
        TSIGRecord tsig = tsig();
        return tsig == null ? null : tsig.getName();
    }

    @Nullable
    TSIGRecord tsig() {
        Message parsed = parsed();
        return parsed == null ? null : parsed.getTSIG();
    }

    @Nullable
    OPTRecord opt() {
        Message parsed = parsed();
        return parsed == null ? null : parsed.getOPT();
    }

    static int u16(byte[] wire, int at) {
        return ((wire[at] & 0xFF) << 8) | (wire[at + 1] & 0xFF);
    }

    /** The question to repeat in a reply, none if even that cannot be read. */
    List<Record> echo() {
        Message parsed = parsed();
        if (parsed != null) {
            return parsed.getSection(Section.QUESTION);
        }
        if (u16(wire, 4) != 1 && opcode() == Opcode.QUERY) {
            return List.of();
        }
        try {
            DNSInput in = new DNSInput(wire);
            in.jump(HEADER_LENGTH);
            Record question = Record.newRecord(new Name(in), in.readU16(), in.readU16());
            return isMetaClass(question.getDClass()) ? List.of() : List.of(question);
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }

    private static boolean isMetaClass(int dclass) {
        return dclass == DClass.ANY || dclass == DClass.NONE;
    }

    /** Whether every section has what the header promises, and no record is empty that must not be. */
    private static boolean isComplete(Message message, byte[] wire) throws IOException {
        boolean update = message.getHeader().getOpcode() == Opcode.UPDATE;
        Record question = message.getQuestion();
        if (update && question != null && isMetaClass(question.getDClass())) {
            return false;
        }
        for (int section = Section.QUESTION; section <= Section.ADDITIONAL; section++) {
            if (message.getSection(section).size() != u16(wire, 4 + 2 * section)) {
                return false; // dnsjava forgives a message with the TC bit for being cut, and counts what it read
            }
            if (update && section != Section.QUESTION) {
                for (Record record : message.getSection(section)) {
                    requireRdata(record, section);
                }
            }
        }
        return true;
    }

    private static void requireRdata(Record record, int section) throws IOException {
        boolean mayBeEmpty =
                record.getDClass() == DClass.ANY || (section == Section.PREREQ && record.getDClass() == DClass.NONE);
        if (!mayBeEmpty && record.rdataToWireCanonical().length == 0) {
            if (record.getType() == Type.TXT) {
                throw new IOException("a TXT has at least one string (RFC 1035 section 3.3.14)");
            }
            // read it again without the leniency that dnsjava has for updates: most types need something
            Record.fromWire(record.toWire(Section.ADDITIONAL), Section.ADDITIONAL);
        }
    }

    /** Walks over a message without reading rdata, and refuses what no message may look like. */
    private static final class Layout {

        private final byte[] wire;
        private int at = HEADER_LENGTH;
        private int signatureAt = -1;
        private boolean optSeen;

        Layout(byte[] wire) throws IOException {
            this.wire = wire;
            for (int i = u16(wire, 4); i > 0; i--) {
                skipName();
                skip(4);
            }
            for (int section = Section.ANSWER; section <= Section.ADDITIONAL; section++) {
                for (int i = u16(wire, 4 + 2 * section); i > 0; i--) {
                    record(section);
                }
            }
        }

        int signatureAt() {
            return signatureAt;
        }

        private void record(int section) throws IOException {
            if (signatureAt >= 0) {
                throw new IOException("something follows the TSIG");
            }
            int start = at;
            boolean root = at < wire.length && wire[at] == 0;
            skipName();
            int fixed = at;
            skip(10);
            int type = u16(wire, fixed);
            int dclass = u16(wire, fixed + 2);
            int length = u16(wire, fixed + 8);
            skip(length);
            if (type == Type.TSIG && isExtra(section, dclass)) {
                signatureAt = start;
            } else if (type == Type.OPT && isExtra(section, DClass.ANY)) {
                if (optSeen || !root) {
                    throw new IOException("one OPT at most, owned by the root (RFC 6891 section 6.1.1)");
                }
                optSeen = true;
            } else if (length != 0 && mustBeEmpty(section, dclass)) {
                throw new IOException("rdata where RFC 2136 sections 2.4 and 2.5 have none");
            }
        }

        /** A TSIG elsewhere is malformed; but an update may name the types TSIG and OPT, to be refused later. */
        private boolean isExtra(int section, int dclass) throws IOException {
            if (section == Section.ADDITIONAL && dclass == DClass.ANY) {
                return true;
            }
            if (!isUpdate() || section == Section.ADDITIONAL) {
                throw new IOException("misplaced TSIG or OPT");
            }
            return false;
        }

        private boolean mustBeEmpty(int section, int dclass) {
            boolean ofSet = section == Section.UPDATE && dclass == DClass.ANY;
            boolean ofUse = section == Section.PREREQ && (dclass == DClass.ANY || dclass == DClass.NONE);
            return isUpdate() && (ofSet || ofUse);
        }

        private boolean isUpdate() {
            return ((wire[2] >> 3) & 0xF) == Opcode.UPDATE;
        }

        private void skipName() throws IOException {
            while (true) {
                skip(1);
                int length = wire[at - 1] & 0xFF;
                if (length >= 0xC0) {
                    skip(1);
                    return;
                }
                if (length > 63) {
                    throw new IOException("unknown kind of label");
                }
                if (length == 0) {
                    return;
                }
                skip(length);
            }
        }

        private void skip(int octets) throws IOException {
            at += octets;
            if (at > wire.length) {
                throw new IOException("cut short");
            }
        }
    }
}
