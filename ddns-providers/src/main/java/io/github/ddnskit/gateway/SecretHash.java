package io.github.ddnskit.gateway;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a password or token: PBKDF2-HMAC-SHA256 (RFC 8018) with a random salt. Immutable and thread-safe.
 *
 * <p>What people choose is hashed {@value #PASSWORD_ITERATIONS} times, which takes about a tenth of a second on purpose.
 * What {@link AccountToken} makes has 130 random bits, which nobody finds by trying, however fast: it is hashed once.
 */
public final class SecretHash {

    /** For passwords. */
    public static final int PASSWORD_ITERATIONS = 210_000;

    /** For random tokens. */
    static final int TOKEN_ITERATIONS = 1;

    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int SALT_OCTETS = 16;
    private static final int HASH_BITS = 256;
    private static final Pattern TEXT =
            Pattern.compile("pbkdf2-sha256\\$([1-9][0-9]{0,7})\\$([A-Za-z0-9_-]{22})\\$([A-Za-z0-9_-]{43})");
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final String text;
    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private SecretHash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
        this.text =
                "pbkdf2-sha256$" + iterations + "$" + ENCODER.encodeToString(salt) + "$" + ENCODER.encodeToString(hash);
    }

    /**
     * Hashes a secret with a fresh salt.
     *
     * @param secret the password or token
     * @param iterations 1 to 10,000,000
     * @return the hash
     * @throws IllegalArgumentException if the number is out of range, or the secret is empty
     */
    public static SecretHash of(String secret, int iterations) {
        if (iterations < 1 || iterations > MOST_ITERATIONS) {
            throw new IllegalArgumentException("there are 1 to " + MOST_ITERATIONS + " iterations, not " + iterations);
        }
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
        byte[] salt = new byte[SALT_OCTETS];
        new SecureRandom().nextBytes(salt);
        return new SecretHash(iterations, salt, derive(secret, salt, iterations));
    }

    /**
     * Reads what {@link #text()} wrote.
     *
     * @param text {@code pbkdf2-sha256$ITERATIONS$SALT$HASH}
     * @return the hash
     * @throws IllegalArgumentException if it is anything else; the message does not quote it
     */
    public static SecretHash parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(1)) > MOST_ITERATIONS) {
            throw new IllegalArgumentException("that is no hash of a secret: pbkdf2-sha256$ITERATIONS$SALT$HASH");
        }
        return new SecretHash(
                Integer.parseInt(parts.group(1)),
                Base64.getUrlDecoder().decode(parts.group(2)),
                Base64.getUrlDecoder().decode(parts.group(3)));
    }

    /**
     * Whether a secret is the one that was hashed. Takes as long for a wrong one as for the right one.
     *
     * @param secret the password or token
     * @return true if it is
     */
    public boolean matches(String secret) {
        return MessageDigest.isEqual(hash, derive(secret.isEmpty() ? " " : secret, salt, iterations))
                && !secret.isEmpty();
    }

    /** {@return how often it was hashed} */
    public int iterations() {
        return iterations;
    }

    /** {@return the hash as it is stored; whoever has it can try secrets, so keep it to yourself} */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretHash that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** {@return that it is a hash, and not which} */
    @Override
    public String toString() {
        return "SecretHash[masked]";
    }

    private static byte[] derive(String secret, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(secret.toCharArray(), salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }
}
