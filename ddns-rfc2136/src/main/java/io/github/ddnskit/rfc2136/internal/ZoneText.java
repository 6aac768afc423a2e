package io.github.ddnskit.rfc2136.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * The presentation format of zone files (RFC 1035 section 5.1) in one spelling for each thing: names in lower case with a
 * trailing dot, types as mnemonics, data as dnsjava writes it where it reads that back, and otherwise in the form of
 * RFC 3597 section 5.
 */
public final class ZoneText {

    private static final int FIRST_META_TYPE = 128; // RFC 6895 section 3.1
    private static final int LAST_META_TYPE = 255;
    private static final int MAX_TYPE = 65_535;

    private ZoneText() {}

    /**
     * Reads a domain name. It is never relative: the trailing dot makes no difference.
     *
     * @param text such as {@code _sip._tcp.example.org} or {@code *.example.org.}
     * @return its spelling here
     * @throws IllegalArgumentException if it is none
     */
    public static String name(String text) {
        return parseName(text).toString();
    }

    /**
     * Reads a record type.
     *
     * @param text a mnemonic such as {@code AAAA}, or {@code TYPE65280}
     * @return its spelling here
     * @throws IllegalArgumentException if it is none, or one that no record in a zone has
     */
    public static String type(String text) {
        int type = Type.value(text, false);
        if (type < 0) {
            throw new IllegalArgumentException(quote(text)
                    + " is not a record type that is known here: write TYPE and its number (RFC 3597 section 5)");
        }
        boolean meta = type >= FIRST_META_TYPE && type <= LAST_META_TYPE;
        if (type == 0 || type > MAX_TYPE || meta || !Type.isRR(type)) {
            throw new IllegalArgumentException(
                    quote(text) + " is the type of a question or of a message, and not of a record in a zone");
        }
        return Type.string(type);
    }

    /**
     * Reads the data of a record.
     *
     * @param type its type, in any spelling
     * @param text its data; names in it need no trailing dot
     * @return its spelling here
     * @throws IllegalArgumentException if it is not data of that type
     */
    public static String rdata(String type, String text) {
        int number = Type.value(type, false);
        Record record = parse(Name.root, number, DClass.IN, 0, text);
        byte[] wire = rdataWire(record);
        String printed = record.rdataToString();
        return isReadBack(number, printed, wire) ? printed : generic(wire);
    }

    /**
     * Whether two texts are the same data.
     *
     * @param type their type
     * @param one data of that type
     * @param other data of that type
     * @return whether a name server would say so; the case of names makes no difference
     */
    public static boolean isSame(String type, String one, String other) {
        return record(".", 0, type, one).equals(record(".", 0, type, other));
    }

    /**
     * A name as it goes into a digest.
     *
     * @param name a name
     * @return its octets in lower case, not compressed
     */
    public static byte[] wire(String name) {
        return parseName(name).toWireCanonical();
    }

    static Name parseName(String text) {
        boolean plain = !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127);
        if (plain && !text.equals("@")) {
            try {
                return Name.fromString(text, Name.root).canonicalize();
            } catch (TextParseException e) {
                throw new IllegalArgumentException(quote(text) + " is not a domain name: " + why(e), e);
            }
        }
        throw new IllegalArgumentException(quote(text)
                + " is not a domain name: write it in full, its blanks as \\032 and what is not ASCII as xn--...");
    }

    /** A name for people, without the trailing dot. */
    static String words(Name name) {
        return name.toString(true);
    }

    /** A record of class IN from parts that were read before. */
    static Record record(String name, long ttl, String type, String rdata) {
        return parse(parseName(name), Type.value(type), DClass.IN, ttl, rdata);
    }

    /** A record that stands for its data in a prerequisite (class IN) or a deletion (class NONE). */
    static Record valueOf(String name, String type, String rdata, int dclass) {
        return parse(parseName(name), Type.value(type), dclass, 0, rdata);
    }

    static byte[] rdataWire(Record record) {
        byte[] wire = record.withName(Name.root).toWire(1);
        int header = 1 + 2 + 2 + 4 + 2; // the root, type, class, TTL and length
        return Arrays.copyOfRange(wire, header, wire.length);
    }

    /**
     * A text as it was given, for messages.
     *
     * @param text the text
     * @return it in quotes, cut off after 300 characters and without control characters
     */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().limit(300).forEach(c -> {
            if (Character.isISOControl(c)) {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }

    private static boolean isReadBack(int type, String printed, byte[] wire) {
        try {
            return !printed.isBlank()
                    && printed.indexOf('\n') < 0
                    && Arrays.equals(rdataWire(parse(Name.root, type, DClass.IN, 0, printed)), wire);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String generic(byte[] wire) {
        return ("\\# " + wire.length + " " + HexFormat.of().withUpperCase().formatHex(wire)).strip();
    }

    private static Record parse(Name name, int type, int dclass, long ttl, String rdata) {
        try {
            Record record = Record.fromString(name, type, dclass, ttl, oneLine(rdata), Name.root);
            if (record != null) {
                return record;
            }
        } catch (IOException | RuntimeException e) { // dnsjava throws both, depending on what is wrong
            throw bad(type, rdata, e);
        }
        throw bad(type, rdata, null);
    }

    private static String oneLine(String rdata) {
        if (rdata.indexOf('\n') >= 0 || rdata.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("it has a line break");
        }
        return rdata;
    }

    private static IllegalArgumentException bad(int type, String rdata, @Nullable Exception e) {
        String mnemonic = Type.string(type);
        String reason = e == null ? "it does not fit" : why(e);
        if (reason.toLowerCase(Locale.ROOT).contains("unknown rr")) {
            reason = "that type is not known here; write \\# and its length and octets in hexadecimal (RFC 3597)";
        }
        return new IllegalArgumentException(
                quote(rdata) + " is not the data of a record of type " + mnemonic + ": " + reason, e);
    }

    /** What dnsjava says, without where in which file. */
    private static String why(Exception e) {
        String message = String.valueOf(e.getMessage());
        return message.replaceFirst("^<[a-z]+>:[0-9]+: ", "").replaceFirst("^'.*': ", "");
    }
}
