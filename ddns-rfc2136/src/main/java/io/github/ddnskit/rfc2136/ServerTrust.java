package io.github.ddnskit.rfc2136;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts servers whose key is known (RFC 7858 section 4.2), whose certificate an authority has signed, or both. Thread-safe.
 *
 * <p>A pinned key is trusted whatever else its certificate says. A certificate that is an authority itself must be valid at
 * the time too, which the Java runtime does not check.
 */
final class ServerTrust extends X509ExtendedTrustManager {

    private static final X509Certificate[] NO_ISSUERS = {};

    private final Set<String> pins;
    private final @Nullable X509ExtendedTrustManager authorities;

    private ServerTrust(Set<String> pins, @Nullable X509ExtendedTrustManager authorities) {
        this.pins = Set.copyOf(pins);
        this.authorities = authorities;
    }

    /** The key must be one of these, whoever has signed the certificate. */
    static ServerTrust ofKeys(Set<String> pins) {
        return new ServerTrust(pins, null);
    }

    /** The certificate must be signed by one of these, and if there are pins, the key must be one of them. */
    static ServerTrust ofAuthorities(TrustManager[] authorities, Set<String> pins) throws GeneralSecurityException {
        X509ExtendedTrustManager all = Arrays.stream(authorities)
                .filter(one -> one instanceof X509ExtendedTrustManager)
                .map(one -> (X509ExtendedTrustManager) one)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("the Java runtime checks no certificates"));
        return new ServerTrust(pins, all);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkPin(chain);
        if (authorities != null) {
            chain[0].checkValidity();
            authorities.checkServerTrusted(chain, authType, engine);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkPin(chain);
        if (authorities != null) {
            chain[0].checkValidity();
            authorities.checkServerTrusted(chain, authType, socket);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        checkPin(chain);
        if (authorities != null) {
            chain[0].checkValidity();
            authorities.checkServerTrusted(chain, authType);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities == null ? NO_ISSUERS : authorities.getAcceptedIssuers();
    }

    private void checkPin(X509Certificate[] chain) throws CertificateException {
        if (pins.isEmpty()) {
            return;
        }
        String pin;
        try {
            byte[] key = chain[0].getPublicKey().getEncoded();
            pin = Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
        if (!pins.contains(pin)) {
            throw new CertificateException("the key of the server is not one of those that are pinned, but " + pin);
        }
    }
}
