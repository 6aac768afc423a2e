package io.github.ddnskit.rfc2136.transport;

import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.rfc2136.transport.UnverifiedReplyException.Flaw;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The codes of a key that is shared (RFC 8945 section 6), whole or cut as the key says. Thread-safe. */
final class HmacCode implements TsigSigner.Code {

    private final TsigKey key;
    private final SecretKeySpec secret;
    private final AtomicReference<@Nullable Mac> idle =
            new AtomicReference<>(); // making one takes longer than using it

    /**
     * The codes of a key.
     *
     * @param key the key, whose secret is read now
     * @throws IllegalStateException if the secret cannot be read or is not Base64
     */
    HmacCode(TsigKey key) {
        this(key, key.octets());
    }

    /** The codes of a key whose secret is known. */
    HmacCode(TsigKey key, byte[] octets) {
        this.key = key;
        this.secret = new SecretKeySpec(octets, key.algorithm().macName());
    }

    /** Whether these are its codes as long as the secret is this. */
    boolean isOf(byte[] octets) {
        return MessageDigest.isEqual(secret.getEncoded(), octets);
    }

    @Override
    public byte[] of(byte[] data) {
        byte[] whole = whole(data);
        return key.macOctets() == whole.length ? whole : Arrays.copyOf(whole, key.macOctets());
    }

    @Override
    public @Nullable Flaw flaw(byte[] data, byte[] code) {
        byte[] whole = whole(data);
        boolean possible = code.length >= key.leastOctets() && code.length <= whole.length;
        if (!possible || !MessageDigest.isEqual(Arrays.copyOf(whole, code.length), code)) {
            return Flaw.WRONG_SIGNATURE;
        }
        return code.length < key.macOctets() ? Flaw.SHORT_SIGNATURE : null;
    }

    private byte[] whole(byte[] data) {
        Mac mac = idle.getAndSet(null);
        if (mac == null) {
            mac = fresh();
        }
        byte[] whole = mac.doFinal(data); // which makes it ready for the next
        idle.set(mac);
        return whole;
    }

    private Mac fresh() {
        try {
            Mac mac = Mac.getInstance(key.algorithm().macName());
            mac.init(secret);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no " + key.algorithm(), e);
        }
    }
}
