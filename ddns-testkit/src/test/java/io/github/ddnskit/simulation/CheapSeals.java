package io.github.ddnskit.simulation;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Provider;
import java.security.Security;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.SecretKeyFactorySpi;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the seals of halts cost nothing on threads that simulate. A seal is slow on purpose, and a hundred thousand
 * schedules would do nothing else. Other threads get the real thing.
 */
final class CheapSeals implements AutoCloseable {

    private static final String ALGORITHM = "PBKDF2WithHmacSHA256";

    private final Provider provider = new CheapProvider();

    CheapSeals() {
        Security.insertProviderAt(provider, 1);
    }

    @Override
    public void close() {
        Security.removeProvider(provider.getName());
    }

    private static final class CheapProvider extends Provider {
        private static final long serialVersionUID = 1;

        CheapProvider() {
            super("CheapSeals", "1", "seals for simulations");
            put("SecretKeyFactory." + ALGORITHM, Factory.class.getName());
        }
    }

    /** What the JDK makes an instance of. */
    public static final class Factory extends SecretKeyFactorySpi {
        /** Called by the JDK. */
        public Factory() {}

        @Override
        protected SecretKey engineGenerateSecret(KeySpec spec) throws InvalidKeySpecException {
            if (!Quiet.isSimulating()) {
                return real(spec);
            }
            PBEKeySpec sealed = (PBEKeySpec) spec;
            byte[] key = new byte[sealed.getKeyLength() / Byte.SIZE];
            int hash = 31 * Arrays.hashCode(sealed.getPassword()) + Arrays.hashCode(sealed.getSalt());
            for (int i = 0; i < key.length; i++) {
                key[i] = (byte) (hash >>> (i % Integer.BYTES * Byte.SIZE));
            }
            return new SecretKeySpec(key, ALGORITHM);
        }

        @Override
        protected KeySpec engineGetKeySpec(SecretKey key, Class<?> type) throws InvalidKeySpecException {
            throw new InvalidKeySpecException();
        }

        @Override
        protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
            throw new InvalidKeyException();
        }

        private static SecretKey real(KeySpec spec) throws InvalidKeySpecException {
            try {
                return SecretKeyFactory.getInstance(ALGORITHM, "SunJCE").generateSecret(spec);
            } catch (InvalidKeySpecException e) {
                throw e;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
