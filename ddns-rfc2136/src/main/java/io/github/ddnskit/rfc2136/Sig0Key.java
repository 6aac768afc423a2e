package io.github.ddnskit.rfc2136;

import io.github.ddnskit.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;

/**
 * A key pair whose public half the name server has in a KEY record, by which requests are signed (SIG(0), RFC 2931).
 * Immutable and thread-safe.
 *
 * <p>It authenticates requests and nothing else: servers do not sign their replies. Whatever says "done" may therefore
 * have come from anybody, unless TLS shows that it is the server's. Without TLS a success is confirmed by asking the
 * server for the records, which protects against replies that are forged from afar or that belong to something else, but
 * not against somebody who stands between.
 *
 * <p>BIND took SIG(0) until 9.16.50 and 9.18.27, and takes it again from 9.20 on; the versions between were stripped of
 * it (CVE-2024-1975) and answer REFUSED.
 */
public final class Sig0Key implements DnsCredentials {

    private final String name;
    private final Sig0Algorithm algorithm;
    private final int tag;
    private final PrivateKey privateKey;
    private final Secret secret;

    private Sig0Key(Sig0KeyRecord record, PrivateKey privateKey, Secret secret) {
        this.name = record.name();
        this.algorithm = record.algorithm();
        this.tag = record.tag();
        this.privateKey = privateKey;
        this.secret = secret;
    }

    /**
     * Reads the two files that {@code dnssec-keygen -T KEY} writes, once.
     *
     * @param file either of them, such as {@code Kddns.example.org.+015+52320.private}, or what their names have in common
     * @return the key
     * @throws IllegalArgumentException if one cannot be read, they hold no key of a {@link Sig0Algorithm}, or they do not
     *     belong together; the message names the file and quotes nothing from the private one
     */
    public static Sig0Key fromFile(Path file) {
        String text = file.toString();
        String common = text.replaceFirst("\\.(key|private)$", "");
        Path publicFile = Path.of(common + ".key");
        Path privateFile = Path.of(common + ".private");
        String publicText;
        try {
            publicText = Files.readString(publicFile, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the key file " + publicFile + " cannot be read: there must be it and " + privateFile
                            + ", as dnssec-keygen writes them",
                    e);
        }
        String privateText;
        try {
            privateText = Secret.fromFile(privateFile).reveal(); // which warns if others may read it
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("the key file " + privateFile + " cannot be read", e);
        }
        try {
            return of(publicText, Secret.of(privateText));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("in the key files " + common + ".*: " + e.getMessage(), e);
        }
    }

    /**
     * A key from the contents of those files.
     *
     * @param publicRecord the KEY record, as in a file that ends in {@code .key}
     * @param privateText what a file that ends in {@code .private} holds; read now
     * @return the key
     * @throws IllegalArgumentException if they hold no key of a {@link Sig0Algorithm}, or do not belong together; the
     *     message quotes nothing from the private text
     * @throws IllegalStateException if the private text cannot be read
     */
    public static Sig0Key of(String publicRecord, Secret privateText) {
        Sig0KeyRecord record = Sig0KeyRecord.parse(publicRecord);
        Secret read = Secret.of(privateText.reveal());
        PrivateKey key;
        try {
            key = Sig0PrivateKey.parse(read.reveal(), record.algorithm());
            if (!belong(record, key)) {
                throw new InvalidKeyException("they differ");
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            // The cause stays out: it may quote what it read.
            throw new IllegalArgumentException("the private key is not the private half of the public key "
                    + record.name() + " (" + record.algorithm() + "), as dnssec-keygen writes it");
        }
        return new Sig0Key(record, key, read);
    }

    private static boolean belong(Sig0KeyRecord record, PrivateKey key) throws GeneralSecurityException {
        byte[] probe = record.name().getBytes(StandardCharsets.UTF_8);
        Signature signer = Signature.getInstance(record.algorithm().signatureName());
        signer.initSign(key);
        signer.update(probe);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance(record.algorithm().signatureName());
        verifier.initVerify(record.publicKey());
        verifier.update(probe);
        return verifier.verify(signature);
    }

    /** {@return the name of the KEY record in lower case with a trailing dot} */
    @Override
    public String name() {
        return name;
    }

    /** {@return the algorithm} */
    public Sig0Algorithm algorithm() {
        return algorithm;
    }

    /** {@return the tag that tells keys of one name apart (RFC 4034 appendix B)} */
    public int tag() {
        return tag;
    }

    /** {@return the private half} */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /** {@return the text of the private half} */
    public Secret secret() {
        return secret;
    }

    @Override
    public String description() {
        return "the key " + name + " (" + algorithm + ", tag " + tag + ")";
    }

    /** {@return name, algorithm and tag, without the private half} */
    @Override
    public String toString() {
        return "Sig0Key[" + name + " " + algorithm + " " + tag + "]";
    }
}
