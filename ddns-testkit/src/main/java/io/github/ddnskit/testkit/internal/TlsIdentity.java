package io.github.ddnskit.testkit.internal;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A key and a certificate that were made for one server, which nobody vouches for. Thread-safe. */
public final class TlsIdentity {

    private final HeldCertificate held;
    private final SSLContext context;

    private TlsIdentity(HeldCertificate held) {
        this.held = held;
        this.context = new HandshakeCertificates.Builder()
                .heldCertificate(held)
                .build()
                .sslContext();
    }

    /** Makes a certificate for an address and for {@code localhost}. */
    public static TlsIdentity of(InetAddress address) {
        return new TlsIdentity(new HeldCertificate.Builder()
                .commonName("fake name server")
                .addSubjectAlternativeName("localhost")
                .addSubjectAlternativeName(address.getHostAddress())
                .build());
    }

    public X509Certificate certificate() {
        return held.certificate();
    }

    public String pem() {
        return held.certificatePem();
    }

    SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }
}
