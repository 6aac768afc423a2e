package io.github.ddnskit.gateway;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.spi.DnsUpdater;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A gateway as it is seen from outside: its HTTP server on loopback, an account {@code alice}, and a zone. */
final class Service implements AutoCloseable {

    static final String PASSWORD = "wonderland";
    static final GatewayLimits GENEROUS = new GatewayLimits(
            new GatewayLimits.Rate(100_000, Duration.ofMinutes(1)),
            new GatewayLimits.Rate(1_000_000, Duration.ofMinutes(1)),
            new GatewayLimits.Rate(1_000_000, Duration.ofMinutes(1)),
            1_000_000,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));
    private static final int FEW = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder()
            .addSubjectAlternativeName("127.0.0.1")
            .addSubjectAlternativeName("localhost")
            .build();

    final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    final MemoryAccountStore accounts;
    final UpdateGateway gateway;
    final GatewayServer server;
    final HttpClient client;
    final boolean secure;

    private Service(
            DnsUpdater updater,
            boolean secure,
            Duration patience,
            UnaryOperator<GatewayBuilder> settings,
            String... hosts)
            throws IOException {
        this.secure = secure;
        Account alice = Account.of("alice").withPassword(SecretHash.of(PASSWORD, FEW));
        for (String host : hosts) {
            alice = alice.withHost(Hostname.of(host));
        }
        accounts = MemoryAccountStore.of(alice);
        GatewayBuilder builder = UpdateGateway.builder()
                .zone(GatewayZone.builder(Hostname.of("example.test"), updater)
                        .allow(AddressClass.DOCUMENTATION)
                        .allowRemoval()
                        .build())
                .accounts(accounts)
                .limits(GENEROUS)
                .hashing(FEW, 1, 100)
                .listener(events::add);
        gateway = settings.apply(secure ? builder : builder.allowPlainHttp()).build();
        GatewayServer.Builder http = GatewayServer.builder(gateway)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .reading(32, patience);
        server = (secure ? http.tls(tls()) : http).start();
        client = HttpClient.newBuilder()
                .sslContext(trust())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    static Service plain(DnsUpdater updater, String... hosts) throws IOException {
        return plain(updater, builder -> builder, hosts);
    }

    static Service plain(DnsUpdater updater, UnaryOperator<GatewayBuilder> settings, String... hosts)
            throws IOException {
        return new Service(updater, false, PATIENCE, settings, hosts);
    }

    static Service tls(DnsUpdater updater, String... hosts) throws IOException {
        return new Service(updater, true, PATIENCE, builder -> builder, hosts);
    }

    /** One that closes connections whose request is not there in two seconds. */
    static Service hasty(DnsUpdater updater, boolean secure, String... hosts) throws IOException {
        return new Service(updater, secure, Duration.ofSeconds(2), builder -> builder, hosts);
    }

    static SSLContext tls() {
        return new HandshakeCertificates.Builder()
                .heldCertificate(CERTIFICATE)
                .build()
                .sslContext();
    }

    static SSLContext trust() {
        return new HandshakeCertificates.Builder()
                .addTrustedCertificate(CERTIFICATE.certificate())
                .build()
                .sslContext();
    }

    static java.security.cert.X509Certificate certificate() {
        return CERTIFICATE.certificate();
    }

    static String certificatePem() {
        return CERTIFICATE.certificatePem();
    }

    /** An updater for the zone of a real server. */
    static Rfc2136Updater updater(PeerServer peer) {
        return Rfc2136Updater.builder()
                .server(peer.address())
                .zone("example.test")
                .tsig(PeerServer.key(TsigAlgorithm.HMAC_SHA256))
                .build();
    }

    int port() {
        return server.address().getPort();
    }

    String base() {
        return (secure ? "https" : "http") + "://127.0.0.1:" + port();
    }

    /** Asks with alice's password. */
    HttpResponse<String> ask(String target) throws IOException, InterruptedException {
        return client.send(request(target), HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest request(String target) {
        String login = Base64.getEncoder()
                .encodeToString(("alice:" + PASSWORD).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create(base() + target))
                .header("Authorization", "Basic " + login)
                .timeout(PATIENCE)
                .build();
    }

    @Override
    public void close() {
        server.close();
        gateway.close();
    }
}
