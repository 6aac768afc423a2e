package io.github.ddnskit.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.TestCertificate;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Query;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Updates of a real BIND over TLS, and servers that do not prove who they are. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(600)
final class DnsOverTlsTest {

    private static final TsigKey KEY = PeerServer.key(TsigAlgorithm.HMAC_SHA256);
    private static final Duration LONG = Duration.ofSeconds(50);

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestCertificate certificate;

    @SuppressWarnings("NullAway.Init")
    private PeerServer server;

    @SuppressWarnings("NullAway.Init")
    private TestCertificate client;

    @SuppressWarnings("NullAway.Init")
    private PeerServer demanding;

    private int port;
    private int demandingPort;

    @BeforeAll
    void start(@TempDir Path files) throws IOException {
        folder = files;
        certificate = TestCertificate.valid(folder, "dns:ns1.example.test");
        client = TestCertificate.valid(folder, "dns:client.example.test");
        port = freePort();
        server = Named.start(new Named.Tls(port, certificate, null));
        demandingPort = freePort();
        demanding = Named.start(new Named.Tls(demandingPort, certificate, client));
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
        if (demanding != null) {
            demanding.close();
        }
    }

    @Test
    void updatesAServerWithTheRightName() throws InterruptedException {
        try (Rfc2136Updater updater = updater(port, named("ns1.example.test").build())) {
            Update update = publish("named.example.test", "192.0.2.1");
            assertThat(updater.update(update)).isEqualTo(UpdateReport.published(update));
            assertThat(server.data("named.example.test", "A")).containsExactly("192.0.2.1");
        }
    }

    @Test
    void aServerWithAnotherNameGetsNothing() throws InterruptedException {
        assertRefused(port, named("ns2.example.test").build(), "ns2.example.test");
        // the literal of its address is the name if none is given
        assertRefused(
                port, TlsSettings.builder().trust(certificate.certificate()).build(), "subject alternative");
    }

    @Test
    void aServerThatNobodyVouchesForGetsNothing() throws InterruptedException {
        assertRefused(port, TlsSettings.builder().serverName("ns1.example.test").build(), "PKIX");
        assertRefused(
                port,
                TlsSettings.builder()
                        .serverName("ns1.example.test")
                        .trust(client.certificate())
                        .build(),
                "PKIX");
    }

    @Test
    void aKnownKeyIsEnough() throws InterruptedException {
        TlsSettings pinned =
                TlsSettings.builder().pin(client.pin()).pin(certificate.pin()).build();
        try (Rfc2136Updater updater = updater(port, pinned)) {
            Update update = publish("pinned.example.test", "192.0.2.1");
            assertThat(updater.update(update)).isEqualTo(UpdateReport.published(update));
        }
    }

    @Test
    void anotherKeyIsNotEvenIfTheNameIsRight() throws InterruptedException {
        assertRefused(port, TlsSettings.builder().pin(client.pin()).build(), "is not one of those that are pinned");
        assertRefused(port, named("ns1.example.test").pin(client.pin()).build(), "is not one of those that are pinned");
    }

    @Test
    void aServerThatWantsACertificateGetsIt() throws InterruptedException {
        TlsSettings with = named("ns1.example.test")
                .clientCertificate(client.store(), Secret.of(TestCertificate.PASSWORD))
                .build();
        try (Rfc2136Updater updater = updater(demandingPort, with)) {
            Update update = publish("shown.example.test", "192.0.2.1");
            assertThat(updater.update(update)).isEqualTo(UpdateReport.published(update));
        }
        try (Rfc2136Updater updater =
                updater(demandingPort, named("ns1.example.test").build())) {
            assertThat(updater.update(publish("hidden.example.test", "192.0.2.1"))
                            .ipv4())
                    .isInstanceOf(Outcome.Failed.class);
            assertThat(demanding.data("hidden.example.test", "A")).isEmpty();
        }
    }

    @Test
    void aCertificateThatIsOverIsNone() throws Exception {
        TestCertificate expired = TestCertificate.expired(folder, "dns:ns1.example.test,ip:127.0.0.1");
        int other = freePort();
        try (PeerServer old = Named.start(new Named.Tls(other, expired, null))) {
            assertThat(old.port()).isPositive();
            assertRefused(
                    other, TlsSettings.builder().trust(expired.certificate()).build(), "NotAfter");
        }
    }

    @Test
    void aServerWithoutTlsIsNotTakenForOne() throws InterruptedException {
        // BIND waits for the rest of what it takes for a long message
        try (Rfc2136Updater updater = builder(
                        server.port(), named("ns1.example.test").build())
                .timeout(Duration.ofSeconds(2))
                .build()) {
            assertThat(updater.update(publish("plain.example.test", "192.0.2.66"))
                            .ipv4())
                    .isInstanceOf(Outcome.Failed.class);
            assertThat(server.data("plain.example.test", "A")).isEmpty();
        }
    }

    @Test
    void theSourceOfTheAddressMayBeAskedOverTlsToo() throws InterruptedException {
        try (DnsWhoamiSource source = DnsWhoamiSource.builder()
                .server("127.0.0.1:" + port)
                .name("ns1.example.test")
                .transport(DnsTransport.tls(named("ns1.example.test").build()))
                .build()) {
            assertThat(source.observe(Query.of(AddressFamily.IPV4, LONG)))
                    .isInstanceOfSatisfying(Observation.Found.class, found -> {
                        assertThat(found.addresses()).containsExactly(InetAddress.getLoopbackAddress());
                        assertThat(found.provenance().authenticated()).isTrue();
                    });
        }
    }

    @Test
    void refusesFilesThatHoldSomethingElse() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "no certificate");
        assertThatThrownBy(() -> TlsSettings.builder().trust(text).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not hold certificates in PEM");
        assertThatThrownBy(() -> TlsSettings.builder()
                        .clientCertificate(client.store(), Secret.of("wrong"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be read: check")
                .hasMessageNotContaining("wrong");
        assertThatThrownBy(() -> TlsSettings.builder().pin("c2hvcnQ="))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a SHA-256 digest");
    }

    private void assertRefused(int at, TlsSettings settings, String why) throws InterruptedException {
        try (Rfc2136Updater updater = updater(at, settings)) {
            assertThat(updater.update(publish("refused.example.test", "192.0.2.66"))
                            .ipv4())
                    .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                        assertThat(failed.reason()).isEqualTo(FailureReason.UNREACHABLE);
                        assertThat(failed.retry()).isEqualTo(Retry.backoff());
                        assertThat(failed.detail())
                                .contains("TLS with")
                                .contains("127.0.0.1:" + at)
                                .contains(why);
                    });
        }
        assertThat(server.data("refused.example.test", "A")).isEmpty();
    }

    private TlsSettings.Builder named(String name) {
        return TlsSettings.builder().serverName(name).trust(certificate.certificate());
    }

    private static Rfc2136Updater updater(int port, TlsSettings settings) {
        return builder(port, settings).timeout(LONG).build();
    }

    private static Rfc2136Updater.Builder builder(int port, TlsSettings settings) {
        return Rfc2136Updater.builder()
                .server("127.0.0.1", port)
                .zone("example.test")
                .tsig(KEY)
                .transport(DnsTransport.tls(settings));
    }

    private static Update publish(String host, String... addresses) {
        return Update.of(Hostname.of(host), Goal.publish(addresses), Goal.keep());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
