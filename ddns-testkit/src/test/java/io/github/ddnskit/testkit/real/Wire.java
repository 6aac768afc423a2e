package io.github.ddnskit.testkit.real;

import io.github.ddnskit.rfc2136.TsigKey;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Builds a message octet by octet, which no tool would send. */
final class Wire {

    static final int ID = 0x1234;

    private final int[] counts = new int[4];
    private final ByteArrayOutputStream[] sections = {
        new ByteArrayOutputStream(),
        new ByteArrayOutputStream(),
        new ByteArrayOutputStream(),
        new ByteArrayOutputStream()
    };
    private int flags;
    private byte[] trailer = {};
    private int cut;

    private Wire(int opcode) {
        this.flags = opcode << 11;
    }

    /** An UPDATE without a zone section. */
    static Wire updateOfNothing() {
        return new Wire(5);
    }

    /** An UPDATE of a zone, with nothing to do. */
    static Wire update(String zone) {
        return updateOfNothing().question(zone, "SOA", "IN");
    }

    static Wire query(String name, String type) {
        return new Wire(0).question(name, type, "IN");
    }

    static Wire opcode(int opcode) {
        return new Wire(opcode);
    }

    Wire flag(int bits) {
        flags |= bits;
        return this;
    }

    Wire question(String name, String type, String dclass) {
        DNSOutput out = new DNSOutput();
        out.writeByteArray(name(name));
        out.writeU16(type(type));
        out.writeU16(dclass(dclass));
        return append(0, out);
    }

    /** A prerequisite as it should be, its TTL 0. */
    Wire prereq(String name, String type, String dclass, String hex) {
        return record(1, name, type, dclass, 0, hex);
    }

    Wire prereq(String name, String type, String dclass, long ttl, String hex) {
        return record(1, name, type, dclass, ttl, hex);
    }

    /** A record of the update section. */
    Wire change(String name, String type, String dclass, long ttl, String hex) {
        return record(2, name, type, dclass, ttl, hex);
    }

    Wire extra(String name, String type, String dclass, long ttl, String hex) {
        return record(3, name, type, dclass, ttl, hex);
    }

    /** EDNS, of a version and a payload size. */
    Wire edns(int version, int payload) {
        return record(3, ".", 41, payload, (long) version << 16, "");
    }

    /** Octets after the message. */
    Wire garbage(String hex) {
        trailer = HexFormat.of().parseHex(hex);
        return this;
    }

    /** Leaves out octets at the end. */
    Wire cutShort(int octets) {
        cut = octets;
        return this;
    }

    /** A header that promises more than there is. */
    Wire count(int section, int more) {
        counts[section] += more;
        return this;
    }

    byte[] bytes() {
        DNSOutput out = new DNSOutput();
        out.writeU16(ID);
        out.writeU16(flags);
        for (int count : counts) {
            out.writeU16(count);
        }
        for (ByteArrayOutputStream section : sections) {
            out.writeByteArray(section.toByteArray());
        }
        out.writeByteArray(trailer);
        byte[] all = out.toByteArray();
        return Arrays.copyOf(all, all.length - cut);
    }

    /** What goes into a signature; everything is right unless changed. */
    static final class Signature {
        String keyName = "";
        String algorithm = "";
        byte[] secret = {};
        String jcaName = "";
        long time;
        int fudge = 300;
        int error;
        String other = "";
        int originalId = ID;
        int dclass = DClass.ANY;
        long ttl;
        long digestedTtl;
        /** How many octets of the MAC to send; more than there are are zeros. */
        int macLength = -1;

        int times = 1;
    }

    /** Signs what there is so far, in a way that the caller may spoil. */
    Wire sign(TsigKey key, long now, Consumer<Signature> spoil) {
        Signature signature = new Signature();
        signature.keyName = key.name();
        signature.algorithm = key.algorithm().wireName();
        signature.secret = key.octets();
        signature.jcaName = key.algorithm().toString().replace("-", "").toUpperCase(Locale.ROOT);
        signature.time = now;
        spoil.accept(signature);
        byte[] mac = mac(bytes(), signature);
        byte[] sent = signature.macLength < 0 ? mac : Arrays.copyOf(mac, signature.macLength);
        byte[] other = HexFormat.of().parseHex(signature.other);
        DNSOutput rdata = new DNSOutput();
        rdata.writeByteArray(name(signature.algorithm));
        rdata.writeU16((int) (signature.time >>> 32));
        rdata.writeU32(signature.time & 0xFFFFFFFFL);
        rdata.writeU16(signature.fudge);
        rdata.writeU16(sent.length);
        rdata.writeByteArray(sent);
        rdata.writeU16(signature.originalId);
        rdata.writeU16(signature.error);
        rdata.writeU16(other.length);
        rdata.writeByteArray(other);
        for (int i = 0; i < signature.times; i++) {
            String hex = HexFormat.of().formatHex(rdata.toByteArray());
            record(3, signature.keyName, Type.TSIG, signature.dclass, signature.ttl, hex);
        }
        return this;
    }

    private static byte[] mac(byte[] message, Signature signature) {
        byte[] other = HexFormat.of().parseHex(signature.other);
        DNSOutput out = new DNSOutput();
        out.writeU16(signature.originalId);
        out.writeByteArray(message, 2, message.length - 2);
        out.writeByteArray(name(signature.keyName.toLowerCase(Locale.ROOT)));
        out.writeU16(DClass.ANY);
        out.writeU32(signature.digestedTtl);
        out.writeByteArray(name(signature.algorithm));
        out.writeU16((int) (signature.time >>> 32));
        out.writeU32(signature.time & 0xFFFFFFFFL);
        out.writeU16(signature.fudge);
        out.writeU16(signature.error);
        out.writeU16(other.length);
        out.writeByteArray(other);
        try {
            Mac mac = Mac.getInstance(signature.jcaName);
            mac.init(new SecretKeySpec(signature.secret, signature.jcaName));
            return mac.doFinal(out.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Wire record(int section, String name, String type, String dclass, long ttl, String hex) {
        return record(section, name, type(type), dclass(dclass), ttl, hex);
    }

    private Wire record(int section, String name, int type, int dclass, long ttl, String hex) {
        byte[] rdata = HexFormat.of().parseHex(hex);
        DNSOutput out = new DNSOutput();
        out.writeByteArray(name(name));
        out.writeU16(type);
        out.writeU16(dclass);
        out.writeU32(ttl);
        out.writeU16(rdata.length);
        out.writeByteArray(rdata);
        return append(section, out);
    }

    private Wire append(int section, DNSOutput out) {
        counts[section]++;
        sections[section].writeBytes(out.toByteArray());
        return this;
    }

    static byte[] name(String text) {
        try {
            return Name.fromString(text, Name.root).toWire();
        } catch (TextParseException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static int type(String text) {
        return text.startsWith("TYPE") ? Integer.parseInt(text.substring(4)) : Type.value(text);
    }

    private static int dclass(String text) {
        return DClass.value(text);
    }
}
