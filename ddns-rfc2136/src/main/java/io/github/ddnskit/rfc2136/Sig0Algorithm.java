package io.github.ddnskit.rfc2136;

import java.util.Arrays;
import java.util.Optional;

/** A signature algorithm of SIG(0), from the IANA registry "DNS Security Algorithm Numbers". */
public enum Sig0Algorithm {
    /** RSA with SHA-256 (RFC 5702). */
    RSASHA256(8, "SHA256withRSA"),
    /** RSA with SHA-512 (RFC 5702). */
    RSASHA512(10, "SHA512withRSA"),
    /** ECDSA on P-256 with SHA-256 (RFC 6605). */
    ECDSAP256SHA256(13, "SHA256withECDSAinP1363Format"),
    /** ECDSA on P-384 with SHA-384 (RFC 6605). */
    ECDSAP384SHA384(14, "SHA384withECDSAinP1363Format"),
    /** Ed25519 (RFC 8080). */
    ED25519(15, "Ed25519");

    private final int number;
    private final String signatureName;

    Sig0Algorithm(int number, String signatureName) {
        this.number = number;
        this.signatureName = signatureName;
    }

    /** The algorithm with a number, if it is one of these. */
    static Optional<Sig0Algorithm> of(int number) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.number == number)
                .findFirst();
    }

    /** {@return its number in DNS records and in the names of key files} */
    public int number() {
        return number;
    }

    /** {@return its name in the JDK, such as {@code SHA256withRSA}} */
    public String signatureName() {
        return signatureName;
    }
}
