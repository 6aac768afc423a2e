package io.github.ddnskit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.peers.Tool;
import io.github.ddnskit.rfc2136.DnsTransport;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.rfc2136.TlsSettings;
import io.github.ddnskit.rfc2136.TsigKey;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DNS over TLS (RFC 7858). */
final class TlsTest {

    private static final TsigKey KEY = TsigKey.parse("ddns-key:c2VjcmV0IG9mIHRoZSB0ZXN0");

    @TempDir
    private static Path folder;

    private static Path authority;

    private static final FakeAuthoritativeServer SERVER = FakeAuthoritativeServer.zone("example.test")
            .key(KEY)
            .record(IntStream.range(0, 3000)
                    .mapToObj("host%d.example.test A 192.0.2.1"::formatted)
                    .collect(Collectors.joining("\n")))
            .tls()
            .start();

    @BeforeAll
    static void saveCertificate() throws IOException {
        authority = Files.writeString(folder.resolve("authority.pem"), SERVER.certificatePem());
    }

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @Test
    void kdigIsAnsweredAndBelievesTheCertificate() {
        assertThat(kdig("host1.example.test", "A"))
                .contains("host1.example.test.")
                .contains("192.0.2.1");
        assertThat(kdig("example.test", "AXFR").lines().filter(line -> line.startsWith("host")))
                .hasSize(3000);
    }

    @Test
    void ourUpdaterUsesIt() throws InterruptedException {
        Hostname host = Hostname.of("home.example.test");
        Update update = Update.of(host, Goal.publish("192.0.2.7"), Goal.keep());
        try (Rfc2136Updater updater =
                updater(TlsSettings.builder().trust(authority).build())) {
            assertThat(updater.update(update)).isEqualTo(UpdateReport.published(update));
            assertThat(SERVER.addresses("home.example.test")).containsExactly("192.0.2.7");
        }
    }

    @Test
    void nobodyElseVouchesForIt() throws InterruptedException {
        Update update = Update.of(Hostname.of("no.example.test"), Goal.publish("192.0.2.7"), Goal.keep());
        try (Rfc2136Updater updater = updater(TlsSettings.standard())) {
            assertThat(updater.update(update).ipv4()).isInstanceOf(Outcome.Failed.class);
            assertThat(SERVER.addresses("no.example.test")).isEmpty();
        }
    }

    @Test
    void whoSpeaksNoTlsIsCutOffAndNobodyElseNotices() throws IOException {
        String[] address = SERVER.tlsServer().split(":", 2);
        try (Socket plain = new Socket(address[0], Integer.parseInt(address[1]));
                Socket silent = new Socket(address[0], Integer.parseInt(address[1]))) {
            plain.setSoTimeout(20_000);
            OutputStream out = plain.getOutputStream();
            out.write("GET / HTTP/1.1\r\nHost: example.test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertThat(plain.getInputStream().readAllBytes().length).isLessThan(100);
            assertThat(silent.isConnected()).isTrue();
            assertThat(kdig("host2.example.test", "A")).contains("192.0.2.1");
        }
    }

    @Test
    void aServerWithoutItSaysSo() {
        try (FakeAuthoritativeServer plain =
                FakeAuthoritativeServer.zone("example.test").start()) {
            assertThatThrownBy(plain::tlsServer)
                    .hasMessage("this server does not speak TLS: say tls() before it is started");
        }
        assertThat(SERVER.certificate().getSubjectX500Principal().getName()).contains("fake name server");
    }

    private static Rfc2136Updater updater(TlsSettings settings) {
        return Rfc2136Updater.builder()
                .server(SERVER.tlsServer())
                .zone("example.test")
                .tsig(KEY)
                .transport(DnsTransport.tls(settings))
                .build();
    }

    private static String kdig(String name, String type) {
        String port = SERVER.tlsServer().replaceFirst(".*:", "");
        Tool run = Tool.run(
                "kdig",
                "@127.0.0.1",
                "-p",
                port,
                name,
                type,
                "+tls",
                "+tls-ca=" + authority,
                "+tls-hostname=localhost");
        return run.stdout() + run.stderr();
    }
}
