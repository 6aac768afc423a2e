package io.github.ddnskit.ip;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/** What may come from a STUN server, or from somebody who would like to be one. */
class StunFuzzTest {

    /** The transaction of the examples in RFC 5769. */
    private static final String ID = "b7e7a701bc34d686fa87dfae";

    private static final String COOKIE = "2112a442";

    /** Comprehension-required attributes of RFC 3489, 5389, 8489 and 8656 that change nothing about the address. */
    private static final List<String> HARMLESS = List.of(
            "0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "000a", "000b", "0014", "0015", "001c",
            "001d", "001e");

    @FuzzTest
    void believesWhatTheStandardAllowsAndNothingElse(byte[] datagram) {
        String told = told(datagram, ID);
        assertThat(told).isEqualTo(slowly(datagram));
        if (!told.equals("nothing")) {
            assertThat(told(datagram, "00" + ID.substring(2)))
                    .as("to another request")
                    .isEqualTo("nothing");
        }
    }

    private static String told(byte[] datagram, String id) {
        try {
            StunMessage.Answer answer =
                    StunMessage.parse(datagram, HexFormat.of().parseHex(id));
            if (answer instanceof StunMessage.Answer.Mapped mapped) {
                return HexFormat.of().formatHex(mapped.address().getAddress()) + " " + mapped.port();
            }
            return "error " + ((StunMessage.Answer.Refused) answer).code();
        } catch (UnbelievableException e) {
            assertThat(e.why()).isNotBlank().hasSizeLessThan(100);
            return "nothing";
        }
    }

    private record Attribute(String type, String value, int at) {}

    /** RFC 8489 with a finger on the line: sections 5, 6.3 and 14. All texts are hexadecimal. */
    private static String slowly(byte[] datagram) {
        String hex = HexFormat.of().formatHex(datagram);
        if (datagram.length < 20
                || !hex.substring(8, 40).equals(COOKIE + ID)
                || Integer.parseInt(hex.substring(4, 8), 16) != datagram.length - 20
                || datagram.length % 4 != 0) {
            return "nothing";
        }
        List<Attribute> attributes = new ArrayList<>();
        int at = 40;
        while (at < hex.length()) {
            int length = 2 * Integer.parseInt(hex.substring(at + 4, at + 8), 16);
            int padded = length + (8 - length % 8) % 8;
            if (at + 8 + padded > hex.length()) {
                return "nothing";
            }
            attributes.add(new Attribute(hex.substring(at, at + 4), hex.substring(at + 8, at + 8 + length), at / 2));
            at += 8 + padded;
        }
        boolean wrongFingerprint = attributes.stream()
                .filter(attribute -> attribute.type().equals("8028"))
                .anyMatch(attribute -> !attribute.equals(attributes.get(attributes.size() - 1))
                        || !attribute.value().equals(fingerprint(datagram, attribute.at())));
        if (wrongFingerprint) {
            return "nothing";
        }
        return switch (hex.substring(0, 4)) {
            case "0101" ->
                attributes.stream()
                                .map(Attribute::type)
                                .allMatch(type ->
                                        type.equals("0020") || type.compareTo("8000") >= 0 || HARMLESS.contains(type))
                        ? address(first(attributes, "0020"))
                        : "nothing";
            case "0111" -> error(first(attributes, "0009"));
            default -> "nothing";
        };
    }

    private static String fingerprint(byte[] datagram, int length) {
        CRC32 crc = new CRC32();
        crc.update(datagram, 0, length);
        byte[] mask = "STUN".getBytes(StandardCharsets.US_ASCII);
        return xor(String.format("%08x", crc.getValue()), HexFormat.of().formatHex(mask));
    }

    private static String first(List<Attribute> attributes, String type) {
        return attributes.stream()
                .filter(attribute -> attribute.type().equals(type))
                .map(Attribute::value)
                .findFirst()
                .orElse("");
    }

    private static String address(String value) {
        boolean ipv4 = value.length() == 16 && value.startsWith("01", 2);
        boolean ipv6 = value.length() == 40 && value.startsWith("02", 2);
        if (!ipv4 && !ipv6) {
            return "nothing";
        }
        String address = xor(value.substring(8), COOKIE + ID);
        return ipv6 && address.startsWith("00000000000000000000ffff")
                ? "nothing" // IPv4-mapped
                : address + " " + Integer.parseInt(xor(value.substring(4, 8), COOKIE), 16);
    }

    private static String error(String value) {
        if (value.length() < 8) {
            return "nothing";
        }
        int hundreds = Integer.parseInt(value.substring(4, 6), 16) % 8;
        int rest = Integer.parseInt(value.substring(6, 8), 16);
        return hundreds >= 3 && hundreds <= 6 && rest <= 99 ? "error " + (100 * hundreds + rest) : "nothing";
    }

    private static String xor(String hex, String mask) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < hex.length(); i++) {
            result.append(
                    Integer.toHexString(Character.digit(hex.charAt(i), 16) ^ Character.digit(mask.charAt(i), 16)));
        }
        return result.toString();
    }
}
