package io.github.ddnskit.rfc2136;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How a name server proves who it is over TLS (RFC 7858, RFC 8310), and how the client does if the server asks. Immutable
 * and thread-safe.
 *
 * <p>A server must show a certificate that the trusted authorities have signed and that holds its name; or, if pins are
 * given, one whose key is among them. If both pins and authorities (or a name) are given, both must be right.
 */
public final class TlsSettings {

    private static final int SHA256_OCTETS = 32;

    private final SSLContext context;
    private final @Nullable String serverName;
    private final boolean named;

    private TlsSettings(SSLContext context, @Nullable String serverName, boolean named) {
        this.context = context;
        this.serverName = serverName;
        this.named = named;
    }

    /** {@return settings that trust the authorities that the Java runtime trusts, and the name by which the server is given} */
    public static TlsSettings standard() {
        return builder().build();
    }

    /** {@return a builder, of which nothing must be given} */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether a certificate is right or wrong whatever the server is called that shows it. */
    boolean namesServer() {
        return !named || serverName != null;
    }

    /** What protects one connection. The host of the address is the server's name, or its literal. */
    SSLEngine engine(InetSocketAddress server) {
        String name = serverName == null ? server.getHostString() : serverName;
        SSLEngine engine = context.createSSLEngine(name, server.getPort());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setApplicationProtocols(new String[] {"dot"});
        if (named) {
            parameters.setEndpointIdentificationAlgorithm(
                    "HTTPS"); // which compares the name as RFC 8310 section 8.1 wants
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Collects the settings. Not thread-safe. */
    public static final class Builder {

        private final Set<String> pins = new LinkedHashSet<>();
        private @Nullable String serverName;
        private @Nullable Path authorities;
        private @Nullable Path clientStore;
        private @Nullable Secret clientPassword;
        private @Nullable SSLContext context;

        private Builder() {}

        /**
         * The name that the certificate of the server must hold, if it is not the one by which the server is given.
         *
         * @param name a host name
         * @return this
         * @throws IllegalArgumentException if it is not a host name
         */
        public Builder serverName(String name) {
            this.serverName = Hostname.of(name).ascii();
            return this;
        }

        /**
         * The authorities to trust instead of those of the Java runtime; the certificate of the server itself is one too.
         *
         * @param pem a file with one or more certificates in PEM; read by {@link #build}
         * @return this
         */
        public Builder trust(Path pem) {
            this.authorities = pem;
            return this;
        }

        /**
         * A key that the server may have (RFC 7858 section 4.2). Further ones may be added, for when the key changes.
         *
         * @param sha256 the SHA-256 digest of the subject public key info in Base64, as {@code kdig +tls-pin} takes it
         * @return this
         * @throws IllegalArgumentException if it is not such a digest
         */
        public Builder pin(String sha256) {
            byte[] digest;
            try {
                digest = Base64.getDecoder().decode(sha256);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("the pin \"" + sha256 + "\" is not Base64", e);
            }
            if (digest.length != SHA256_OCTETS) {
                throw new IllegalArgumentException("the pin \"" + sha256 + "\" is not a SHA-256 digest in Base64");
            }
            pins.add(Base64.getEncoder().encodeToString(digest));
            return this;
        }

        /**
         * The certificate to show to a server that wants one, with its private key.
         *
         * @param pkcs12 a key store in PKCS #12; read by {@link #build}
         * @param password its password, read by {@link #build}
         * @return this
         */
        public Builder clientCertificate(Path pkcs12, Secret password) {
            this.clientStore = pkcs12;
            this.clientPassword = password;
            return this;
        }

        /**
         * Everything that the other settings do not offer, such as keys in hardware. It replaces authorities, pins and the
         * client's certificate; the name is still checked.
         *
         * @param context what makes connections
         * @return this
         */
        public Builder context(SSLContext context) {
            this.context = context;
            return this;
        }

        /**
         * Reads the files and makes the settings.
         *
         * @return new settings
         * @throws IllegalArgumentException if a file cannot be read or does not hold what it should, the password cannot be
         *     read or is wrong, or there is both a context and what it replaces
         */
        public TlsSettings build() {
            SSLContext given = context;
            if (given != null) {
                if (!pins.isEmpty() || authorities != null || clientStore != null) {
                    throw new IllegalArgumentException(
                            "a context replaces authorities, pins and client certificate: give either it or them");
                }
                return new TlsSettings(given, serverName, true);
            }
            boolean pinsOnly = !pins.isEmpty() && authorities == null && serverName == null;
            try {
                SSLContext made = SSLContext.getInstance("TLS");
                TrustManager trust =
                        pinsOnly ? ServerTrust.ofKeys(pins) : ServerTrust.ofAuthorities(authorities(), pins);
                made.init(keys(), new TrustManager[] {trust}, null);
                return new TlsSettings(made, serverName, !pinsOnly);
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
            }
        }

        private TrustManager[] authorities() throws GeneralSecurityException {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities == null ? null : certificates(authorities));
            return factory.getTrustManagers();
        }

        private static KeyStore certificates(Path pem) throws GeneralSecurityException {
            Collection<? extends Certificate> read;
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(pem)) {
                read = CertificateFactory.getInstance("X.509").generateCertificates(in);
                store.load(null, null);
            } catch (IOException e) {
                throw new IllegalArgumentException("the certificates in " + pem + " cannot be read", e);
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException(pem + " does not hold certificates in PEM", e);
            }
            List<Certificate> all = new ArrayList<>(read);
            if (all.isEmpty()) {
                throw new IllegalArgumentException(pem + " does not hold certificates in PEM");
            }
            for (int i = 0; i < all.size(); i++) {
                store.setCertificateEntry("authority-" + i, all.get(i));
            }
            return store;
        }

        private KeyManager @Nullable [] keys() throws GeneralSecurityException {
            Path file = clientStore;
            Secret secret = clientPassword;
            if (file == null || secret == null) {
                return null;
            }
            char[] password;
            try {
                password = secret.reveal().toCharArray();
            } catch (RuntimeException e) {
                throw new IllegalArgumentException("the password of " + file + " cannot be read: " + secret, e);
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, password);
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "the client certificate in " + file
                                + " cannot be read: check that it is a PKCS #12 key store, and its password",
                        e);
            }
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return factory.getKeyManagers();
        }
    }
}
