package io.github.ddnskit.rfc2136;

import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.rfc2136.internal.ZoneText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.StringJoiner;

/**
 * A record of any type, in the presentation format of zone files (RFC 1035 section 5.1). Immutable and thread-safe.
 *
 * <p>Everything is checked and brought into one spelling: the name in lower case with a trailing dot, the type as its
 * mnemonic, the data as zone files have it. A type that is not known is written as RFC 3597 section 5 has it:
 * {@code TYPE65280} with the data <code>\# 3 010203</code>, a form that is good for known types too.
 *
 * @param name the domain name, with or without a trailing dot; it may be a wildcard
 * @param ttl the time to live, whole seconds from 0 to 2^31-1 (RFC 2181 section 8)
 * @param type the type, such as {@code AAAA}, {@code SRV} or {@code HTTPS}; none that only questions have
 * @param rdata the data, such as {@code 10 mail.example.org} for {@code MX}; names in it need no trailing dot, and are
 *     never relative
 */
public record ResourceRecord(String name, Duration ttl, String type, String rdata) {

    private static final int STRING_OCTETS = 255;

    /**
     * Checks the components.
     *
     * @param name the domain name, with or without a trailing dot; it may be a wildcard
     * @param ttl the time to live, whole seconds from 0 to 2^31-1 (RFC 2181 section 8)
     * @param type the type, such as {@code AAAA}, {@code SRV} or {@code HTTPS}; none that only questions have
     * @param rdata the data, such as {@code 10 mail.example.org} for {@code MX}
     * @throws IllegalArgumentException if one of them is not what it must be; the message says what would be right
     */
    public ResourceRecord {
        name = ZoneText.name(name);
        RecordOptions.defaults().withTtl(ttl);
        type = ZoneText.type(type);
        rdata = ZoneText.rdata(type, rdata);
    }

    /**
     * Any text as the data of a {@code TXT} record: UTF-8, quoted, in strings of 255 octets (RFC 1035 section 3.3.14).
     *
     * @param text the text
     * @return the data
     */
    public static String quoted(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        StringJoiner strings = new StringJoiner(" ").setEmptyValue("\"\"");
        for (int from = 0; from < octets.length; from += STRING_OCTETS) {
            StringBuilder string = new StringBuilder("\"");
            for (int i = from; i < Math.min(from + STRING_OCTETS, octets.length); i++) {
                int octet = octets[i] & 0xff;
                if (octet == '"' || octet == '\\') {
                    string.append('\\').append((char) octet);
                } else if (octet < ' ' || octet > '~') {
                    string.append(String.format("\\%03d", octet));
                } else {
                    string.append((char) octet);
                }
            }
            strings.add(string.append('"'));
        }
        return strings.toString();
    }

    /** {@return a line of a zone file, such as {@code home.example.org. 60 IN A 192.0.2.1}} */
    @Override
    public String toString() {
        return name + " " + ttl.toSeconds() + " IN " + type + " " + rdata;
    }
}
