package io.github.ddnskit.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate that signs itself, with its key, made for a test by the {@code keytool} of the JDK.
 *
 * @param folder where its files are: {@code store.p12}, {@code certificate.pem} and {@code key.pem}
 */
public record TestCertificate(Path folder) {

    /** What opens the key store. */
    public static final String PASSWORD = "certificate of a test";

    private static final String ALIAS = "test";
    private static final long PATIENCE_SECONDS = 120;

    /**
     * Makes a certificate that is valid today.
     *
     * @param parent where to make a folder for it
     * @param names its alternative names, such as {@code dns:ns1.example.test,ip:127.0.0.1}
     * @return the certificate
     */
    public static TestCertificate valid(Path parent, String names) {
        return make(parent, names, "-1d", "3");
    }

    /**
     * Makes a certificate that was valid yesterday.
     *
     * @param parent where to make a folder for it
     * @param names its alternative names
     * @return the certificate
     */
    public static TestCertificate expired(Path parent, String names) {
        return make(parent, names, "-3d", "2");
    }

    private static TestCertificate make(Path parent, String names, String begin, String days) {
        try {
            TestCertificate made = new TestCertificate(Files.createTempDirectory(parent, "certificate"));
            Process keytool = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-alias",
                            ALIAS,
                            "-dname",
                            "CN=a test",
                            "-ext",
                            "san=" + names,
                            "-startdate",
                            begin,
                            "-validity",
                            days,
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            made.store().toString(),
                            "-storepass",
                            PASSWORD))
                    .redirectErrorStream(true)
                    .redirectOutput(made.folder.resolve("log").toFile())
                    .start();
            if (!keytool.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                keytool.destroyForcibly();
                throw new IllegalStateException(
                        "keytool makes no certificate: " + Files.readString(made.folder.resolve("log")));
            }
            Key key = made.open().getKey(ALIAS, PASSWORD.toCharArray());
            Files.writeString(made.certificate(), pem("CERTIFICATE", made.x509().getEncoded()));
            Files.writeString(made.key(), pem("PRIVATE KEY", key.getEncoded()));
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** {@return the key store} */
    public Path store() {
        return folder.resolve("store.p12");
    }

    /** {@return the certificate in PEM} */
    public Path certificate() {
        return folder.resolve("certificate.pem");
    }

    /** {@return the private key in PEM} */
    public Path key() {
        return folder.resolve("key.pem");
    }

    /** {@return the SHA-256 digest of the public key in Base64} */
    public String pin() {
        try {
            byte[] key = x509().getPublicKey().getEncoded();
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return the key store, open} */
    public KeyStore open() {
        try (InputStream in = Files.newInputStream(store())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Certificate x509() throws GeneralSecurityException {
        return open().getCertificate(ALIAS);
    }

    private static String pem(String what, byte[] octets) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets) + "\n-----END " + what
                + "-----\n";
    }
}
