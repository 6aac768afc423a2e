package io.github.ddnskit.http;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Trusts what the platform trusts, and some certificates more. */
record AddedTrust(X509TrustManager platform, X509TrustManager added) implements X509TrustManager {

    static AddedTrust of(List<X509Certificate> certificates) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("added-" + i, certificates.get(i));
            }
            return new AddedTrust(Platform.TRUST, manager(store));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the platform has no TLS", e);
        }
    }

    /** Read once, however many engines a program makes. */
    private static final class Platform {

        static final X509TrustManager TRUST = load();

        private static X509TrustManager load() {
            try {
                return manager(null);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the platform has no TLS", e);
            }
        }
    }

    private static X509TrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    SSLSocketFactory socketFactory() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform has no TLS", e);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        platform.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        try {
            added.checkServerTrusted(chain, authType);
        } catch (CertificateException notAdded) {
            platform.checkServerTrusted(chain, authType);
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return Stream.concat(Arrays.stream(platform.getAcceptedIssuers()), Arrays.stream(added.getAcceptedIssuers()))
                .toArray(X509Certificate[]::new);
    }
}
