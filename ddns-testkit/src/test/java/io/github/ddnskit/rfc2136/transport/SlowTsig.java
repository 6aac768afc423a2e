package io.github.ddnskit.rfc2136.transport;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** RFC 8945 section 4 with a finger on the line, for the key {@code ddns-key.} with hmac-sha256. */
final class SlowTsig {

    private static final String KEY = "ddns-key.";
    private static final String ALGORITHM = "hmac-sha256.";
    private static final int FUDGE = 300;
    private static final int BADTIME = 18;

    private final byte[] secret;
    private final int octets;
    private final long now;
    private byte[] wire = {};
    private int at;

    SlowTsig(byte[] secret, int octets, long now) {
        this.secret = secret;
        this.octets = octets;
        this.now = now;
    }

    /** {@return a reply with a signature behind it, if it has a header to count it in} */
    byte[] signed(byte[] request, byte[] reply, boolean isAboutTime) {
        if (reply.length < 12) {
            return reply;
        }
        int id = (reply[0] & 0xff) * 256 + (reply[1] & 0xff);
        byte[] other = isAboutTime ? numbers(6, now) : new byte[0];
        int error = isAboutTime ? BADTIME : 0;
        byte[] mac = Arrays.copyOf(mac(requestMac(request), reply, variables(now, FUDGE, error, other)), octets);
        byte[] rdata = concat(
                name(ALGORITHM),
                numbers(6, now),
                numbers(2, FUDGE),
                numbers(2, mac.length),
                mac,
                numbers(2, id),
                numbers(2, error),
                numbers(2, other.length),
                other);
        byte[] counted = reply.clone();
        int count = (reply[10] & 0xff) * 256 + (reply[11] & 0xff) + 1;
        counted[10] = (byte) (count >> 8);
        counted[11] = (byte) count;
        return concat(
                counted, name(KEY), numbers(2, 250), numbers(2, 255), numbers(4, 0), numbers(2, rdata.length), rdata);
    }

    /** {@return whether a reply ends with a signature over it and the request, not cut shorter than it may be} */
    boolean isSigned(byte[] request, byte[] reply) {
        try {
            int start = toLastRecord(reply);
            String key = readName();
            int type = (int) read(2);
            int dnsClass = (int) read(2);
            long ttl = read(4);
            int end = (int) read(2) + at;
            String algorithm = readName();
            long time = read(6);
            long fudge = read(2);
            byte[] mac = readOctets((int) read(2));
            byte[] id = readOctets(2);
            int error = (int) read(2);
            byte[] other = readOctets((int) read(2));
            int stop = at;
            byte[] unsigned = Arrays.copyOf(reply, start);
            unsigned[0] = id[0];
            unsigned[1] = id[1];
            int count = (unsigned[10] & 0xff) * 256 + (unsigned[11] & 0xff) - 1;
            unsigned[10] = (byte) (count >> 8);
            unsigned[11] = (byte) count;
            byte[] whole = mac(requestMac(request), unsigned, variables(time, fudge, error, other));
            return key.equals(KEY)
                    && algorithm.equals(ALGORITHM)
                    && type == 250
                    && dnsClass == 255
                    && ttl == 0
                    && end == stop
                    && stop == reply.length
                    && Math.abs(time - now) <= fudge
                    && mac.length >= octets
                    && mac.length <= whole.length
                    && Arrays.equals(mac, Arrays.copyOf(whole, mac.length));
        } catch (IndexOutOfBoundsException cutOff) {
            return false;
        }
    }

    private byte[] requestMac(byte[] request) {
        toLastRecord(request);
        readName();
        read(10);
        readName();
        read(8);
        return readOctets((int) read(2));
    }

    private byte[] mac(byte[] requestMac, byte[] message, byte[] variables) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(concat(numbers(2, requestMac.length), requestMac, message, variables));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] variables(long time, long fudge, int error, byte[] other) {
        return concat(
                name(KEY),
                numbers(2, 255),
                numbers(4, 0),
                name(ALGORITHM),
                numbers(6, time),
                numbers(2, fudge),
                numbers(2, error),
                numbers(2, other.length),
                other);
    }

    private int toLastRecord(byte[] message) {
        wire = message;
        at = 4;
        long questions = read(2);
        long records = read(2) + read(2) + read(2);
        for (long i = 0; i < questions; i++) {
            readName();
            read(4);
        }
        for (long i = 1; i < records; i++) {
            readName();
            read(8);
            readOctets((int) read(2));
        }
        return at;
    }

    private long read(int count) {
        long number = 0;
        for (int i = 0; i < count; i++) {
            number = number * 256 + (wire[at++] & 0xff);
        }
        return number;
    }

    private byte[] readOctets(int count) {
        byte[] octetsRead = new byte[count];
        for (int i = 0; i < count; i++) {
            octetsRead[i] = wire[at++];
        }
        return octetsRead;
    }

    private String readName() {
        StringBuilder name = new StringBuilder();
        int length = (int) read(1);
        while (length > 0) {
            if (length >= 0xc0) { // the rest stands further in front
                int target = (length - 0xc0) * 256 + (int) read(1);
                int back = at;
                if (target >= back - 2) {
                    throw new IndexOutOfBoundsException();
                }
                at = target;
                name.append(readName());
                at = back;
                return name.toString();
            }
            name.append(new String(readOctets(length), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT))
                    .append('.');
            length = (int) read(1);
        }
        return name.toString();
    }

    private static byte[] name(String text) {
        byte[] letters = ("x" + text).getBytes(StandardCharsets.ISO_8859_1);
        letters[0] = (byte) (text.length() - 1);
        letters[letters.length - 1] = 0;
        return letters;
    }

    private static byte[] numbers(int count, long number) {
        byte[] octetsOf = new byte[count];
        for (int i = 0; i < count; i++) {
            octetsOf[i] = (byte) (number >> (8 * (count - 1 - i)));
        }
        return octetsOf;
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
