package io.github.ddnskit.testkit.internal;

import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.xbill.DNS.Name;

/**
 * A key made ready. Used by one thread.
 *
 * @param algorithm what its TSIGs name
 * @param code makes and checks codes with it
 * @param principal with whom it was negotiated, if it was
 */
record ReadyKey(Name algorithm, Code code, Optional<String> principal) {

    /** Makes and checks codes. */
    interface Code {

        /** How many octets a code has, at most. */
        int size();

        /** Whether less than a whole code is a code too. */
        boolean canBeCut();

        byte[] of(byte[] data);

        /** Whether this is the code of that, or if it need not be whole its beginning. */
        boolean fits(byte[] data, byte[] code, boolean whole);
    }

    static ReadyKey of(TsigKey key) {
        try {
            Mac mac = Mac.getInstance(jcaName(key.algorithm()));
            mac.init(new SecretKeySpec(key.octets(), mac.getAlgorithm()));
            return new ReadyKey(ZoneReader.name(key.algorithm().wireName()), new Hmac(mac), Optional.empty());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this Java does not know " + key.algorithm(), e);
        }
    }

    private static String jcaName(TsigAlgorithm algorithm) {
        return switch (algorithm) {
            case HMAC_MD5 -> "HmacMD5";
            case HMAC_SHA1 -> "HmacSHA1";
            case HMAC_SHA224 -> "HmacSHA224";
            case HMAC_SHA256 -> "HmacSHA256";
            case HMAC_SHA384 -> "HmacSHA384";
            case HMAC_SHA512 -> "HmacSHA512";
        };
    }

    private record Hmac(Mac mac) implements Code {
        @Override
        public int size() {
            return mac.getMacLength();
        }

        @Override
        public boolean canBeCut() {
            return true;
        }

        @Override
        public byte[] of(byte[] data) {
            return mac.doFinal(data);
        }

        @Override
        public boolean fits(byte[] data, byte[] code, boolean whole) {
            return code.length <= size()
                    && (code.length == size() || !whole)
                    && MessageDigest.isEqual(Arrays.copyOf(of(data), code.length), code);
        }
    }
}
