package io.github.ddnskit.spi;

import io.github.ddnskit.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What an updater talks to, and as whom.
 *
 * <p>The <em>target</em> says where records live: what was confirmed at one target says nothing about another. The
 * <em>credentials</em> decide whether a refusal still stands: a provider that said {@code Never} is asked again once the
 * user has changed them. They are remembered only as a salted PBKDF2-HMAC-SHA256 seal, so that a state file gives no
 * secret away, not even a short one. Immutable and thread-safe.
 *
 * @param target the place, such as {@code rfc2136:ns1.example.org:53/example.org}; holds no secret
 * @param account the name of the key or account, or empty
 * @param secrets the secrets used with it
 */
public record UpdaterIdentity(String target, String account, List<Secret> secrets) {

    private static final int ITERATIONS = 50_000;
    private static final int SALT_BYTES = 16;
    private static final int SEAL_BITS = 128;

    /**
     * Copies the secrets.
     *
     * @param target the place, such as {@code rfc2136:ns1.example.org:53/example.org}; holds no secret
     * @param account the name of the key or account, or empty
     * @param secrets the secrets used with it
     */
    public UpdaterIdentity {
        secrets = List.copyOf(secrets);
    }

    /**
     * An identity without credentials.
     *
     * @param target the place; holds no secret
     * @return the identity
     */
    public static UpdaterIdentity of(String target) {
        return new UpdaterIdentity(target, "", List.of());
    }

    /**
     * An identity with credentials.
     *
     * @param target the place; holds no secret
     * @param account the name of the key or account
     * @param secrets the secrets used with it
     * @return the identity
     */
    public static UpdaterIdentity of(String target, String account, Secret... secrets) {
        return new UpdaterIdentity(target, account, List.of(secrets));
    }

    /**
     * Seals the whole identity, secrets included, with a fresh salt. Takes some tens of milliseconds on purpose.
     *
     * @return text without blanks from which nothing can be read
     * @throws IllegalStateException if a secret cannot be read
     */
    public String seal() {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return seal(salt);
    }

    /**
     * Whether a seal was made of this same identity.
     *
     * @param seal a text made by {@link #seal()}
     * @return true if target, account and secrets are the same; false for any other text
     * @throws IllegalStateException if a secret cannot be read
     */
    public boolean matches(String seal) {
        int dot = seal.indexOf('.');
        if (dot < 0) {
            return false;
        }
        try {
            byte[] salt = Base64.getUrlDecoder().decode(seal.substring(0, dot));
            return salt.length == SALT_BYTES
                    && MessageDigest.isEqual(
                            seal(salt).getBytes(StandardCharsets.US_ASCII), seal.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private String seal(byte[] salt) {
        String all = target
                + '\0'
                + account
                + '\0'
                + secrets.stream().map(Secret::reveal).collect(Collectors.joining("\0"));
        PBEKeySpec spec = new PBEKeySpec(all.toCharArray(), salt, ITERATIONS, SEAL_BITS);
        try {
            byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
            return base64.encodeToString(salt) + "." + base64.encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }
}
