package io.github.ddnskit.rfc2136;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A message authentication code that TSIG may use (RFC 8945 section 6). */
public enum TsigAlgorithm {
    /** HMAC-MD5: broken for other uses, and only here for servers that know nothing else. */
    HMAC_MD5("hmac-md5", "hmac-md5.sig-alg.reg.int.", "HmacMD5", 16),
    /** HMAC-SHA-1: not recommended. */
    HMAC_SHA1("hmac-sha1", "hmac-sha1.", "HmacSHA1", 20),
    /** HMAC-SHA-224. */
    HMAC_SHA224("hmac-sha224", "hmac-sha224.", "HmacSHA224", 28),
    /** HMAC-SHA-256: the one that every server must know; the default. */
    HMAC_SHA256("hmac-sha256", "hmac-sha256.", "HmacSHA256", 32),
    /** HMAC-SHA-384. */
    HMAC_SHA384("hmac-sha384", "hmac-sha384.", "HmacSHA384", 48),
    /** HMAC-SHA-512. */
    HMAC_SHA512("hmac-sha512", "hmac-sha512.", "HmacSHA512", 64);

    private static final int LEAST_OCTETS = 10;

    private final String text;
    private final String wireName;
    private final String macName;
    private final int octets;

    TsigAlgorithm(String text, String wireName, String macName, int octets) {
        this.text = text;
        this.wireName = wireName;
        this.macName = macName;
        this.octets = octets;
    }

    /**
     * Reads a name as configuration and key files have it.
     *
     * @param text such as {@code hmac-sha256}, in any case; the longer name of hmac-md5 is accepted too
     * @return the algorithm
     * @throws IllegalArgumentException if there is no such algorithm; the message names those there are
     */
    public static TsigAlgorithm parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (TsigAlgorithm algorithm : values()) {
            String wire = algorithm.wireName;
            if (lower.equals(algorithm.text) || lower.equals(wire) || (lower + ".").equals(wire)) {
                return algorithm;
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" is " + unknown());
    }

    /** {@return what to say about a text that names no algorithm} */
    static String unknown() {
        return "not a TSIG algorithm: use one of "
                + Arrays.stream(values()).map(TsigAlgorithm::toString).collect(Collectors.joining(", "));
    }

    /** {@return the domain name that stands for it in a TSIG record} */
    public String wireName() {
        return wireName;
    }

    /** {@return the name of the code in the JDK, such as {@code HmacSHA256}} */
    public String macName() {
        return macName;
    }

    /** {@return the length of the whole code in octets} */
    public int octets() {
        return octets;
    }

    /** {@return how short a code may be cut: half of it, and 10 octets (RFC 8945 section 5.2.2.1)} */
    public int leastOctets() {
        return Math.max(LEAST_OCTETS, octets / 2);
    }

    /** {@return its name in configuration and key files, such as {@code hmac-sha256}} */
    @Override
    public String toString() {
        return text;
    }
}
