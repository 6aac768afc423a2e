package io.github.ddnskit.rfc2136.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * RFC 1035 section 4.1 with a finger on the line: a message as hexadecimal numbers and texts.
 *
 * @param header 24 digits
 * @param questions the name as it was written, then the type and the class
 * @param answers those of the answer section
 */
record SlowDns(String header, List<String> questions, List<Answer> answers) {

    /**
     * A record.
     *
     * @param name in small letters, with a dot behind every label
     * @param hex its data
     */
    record Answer(String name, int type, int dnsClass, String hex) {

        boolean is(String otherName, int otherType, int otherClass) {
            return name.equals(otherName) && type == otherType && dnsClass == otherClass;
        }

        /** {@return the one string of a TXT record} */
        Optional<String> text() {
            byte[] data = HexFormat.of().parseHex(hex);
            return data.length > 0 && (data[0] & 0xff) == data.length - 1
                    ? Optional.of(new String(data, 1, data.length - 1, StandardCharsets.ISO_8859_1))
                    : Optional.empty();
        }
    }

    /** {@return the message up to the end of the answer section, if it is one up to there} */
    static Optional<SlowDns> read(byte[] wire) {
        try {
            Reader reader = new Reader(wire, 12);
            List<String> questions = new ArrayList<>();
            for (int i = 0; i < u16(wire, 4); i++) {
                questions.add(reader.name() + " " + reader.number() + " " + reader.number());
            }
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < u16(wire, 6); i++) {
                String name = reader.name().toLowerCase(Locale.ROOT);
                int type = reader.number();
                int dnsClass = reader.number();
                reader.number();
                reader.number();
                answers.add(new Answer(name, type, dnsClass, HexFormat.of().formatHex(reader.data(reader.number()))));
            }
            return Optional.of(new SlowDns(HexFormat.of().formatHex(wire, 0, 12), questions, answers));
        } catch (IndexOutOfBoundsException cutOff) {
            return Optional.empty();
        }
    }

    boolean isReplyToQuery() {
        return flags() >> 11 == 0b10000; // one bit, and four of the opcode
    }

    boolean isAuthoritative() {
        return (flags() & 0x0400) != 0;
    }

    boolean isTruncated() {
        return (flags() & 0x0200) != 0;
    }

    int rcode() {
        return flags() & 0xf;
    }

    private int flags() {
        return Integer.parseInt(header.substring(4, 8), 16);
    }

    private static int u16(byte[] wire, int at) {
        return (wire[at] & 0xff) * 256 + (wire[at + 1] & 0xff);
    }

    private static final class Reader {

        private final byte[] wire;
        private int at;

        Reader(byte[] wire, int at) {
            this.wire = wire;
            this.at = at;
        }

        int number() {
            at += 2;
            return u16(wire, at - 2);
        }

        byte[] data(int length) {
            byte[] data = new byte[length];
            for (int i = 0; i < length; i++) {
                data[i] = wire[at++];
            }
            return data;
        }

        String name() {
            StringBuilder name = new StringBuilder();
            int length = wire[at++] & 0xff;
            while (length > 0) {
                if (length >= 0xc0) { // the rest stands further in front
                    int target = (length - 0xc0) * 256 + (wire[at++] & 0xff);
                    if (target >= at - 2) {
                        throw new IndexOutOfBoundsException();
                    }
                    return name.append(new Reader(wire, target).name()).toString();
                }
                if (length >= 0x40) {
                    throw new IndexOutOfBoundsException();
                }
                name.append(new String(data(length), StandardCharsets.ISO_8859_1))
                        .append('.');
                length = wire[at++] & 0xff;
            }
            return name.toString();
        }
    }
}
