package io.github.ddnskit.rfc2136;

import static io.github.ddnskit.rfc2136.ScriptedServer.framed;
import static io.github.ddnskit.rfc2136.ScriptedServer.reply;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.peers.Knotd;
import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.PeerZone;
import io.github.ddnskit.peers.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Rcode;

/** Many updates at once, on real servers and on one that refuses. */
@Timeout(600)
final class BulkTest {

    private static final TsigKey KEY = PeerServer.key(TsigAlgorithm.HMAC_SHA256);
    private static final String BAD = "alias.example.test";

    static Stream<Supplier<PeerServer>> servers() {
        return Stream.of(Named::start, Knotd::start);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void oneBadNameCostsNobodyElse(Supplier<PeerServer> start) throws InterruptedException {
        try (PeerServer server = start.get();
                Rfc2136Updater updater =
                        updater(server.address()).zone("example.test").build()) {
            List<Update> updates = new ArrayList<>(many(3000));
            updates.set(1234, publish(BAD, 1)); // a name that is an alias takes no addresses
            updates.add(publish("home.elsewhere.test", 1));
            updates.add(Update.of(Hostname.of("kept.example.test"), Goal.keep(), Goal.keep()));
            updates.add(new Update(
                    Hostname.of("wild.example.test"),
                    Goal.publish("192.0.2.7"),
                    Goal.keep(),
                    RecordOptions.defaults().withWildcard(true)));

            List<UpdateReport> reports = updater.updateAll(updates);

            assertThat(reports).hasSameSizeAs(updates);
            assertThat(failed(reports.get(1234)).reason()).isEqualTo(FailureReason.CONFLICT);
            assertThat(failed(reports.get(1234)).detail()).contains(BAD).contains("CNAME");
            assertThat(failed(reports.get(3000)).reason()).isEqualTo(FailureReason.UNKNOWN_HOST);
            for (int i = 0; i < updates.size(); i++) {
                if (i != 1234 && i != 3000) {
                    assertThat(reports.get(i)).isEqualTo(UpdateReport.published(updates.get(i)));
                }
            }
            assertThat(server.data("host-0.example.test", "A")).containsExactly("10.0.0.0");
            assertThat(server.data("host-2999.example.test", "A")).containsExactly("10.0.11.183");
            assertThat(server.data("any.wild.example.test", "A")).containsExactly("192.0.2.7");
            assertThat(server.data(BAD, "CNAME")).containsExactly("ns1.example.test.");

            // and again, with other addresses
            List<Update> changed = IntStream.range(0, 500)
                    .mapToObj(i -> publish("host-" + i + ".example.test", i + 70_000))
                    .toList();
            assertThat(updater.updateAll(changed)).isEqualTo(published(changed));
            assertThat(server.data("host-0.example.test", "A")).containsExactly("10.1.17.112");
        }
    }

    @Test
    void findsTheZonesByItself() throws InterruptedException {
        try (PeerServer server = Named.start();
                Rfc2136Updater updater = updater(server.address()).build()) {
            List<Update> updates = new ArrayList<>(many(20));
            IntStream.range(0, 20).forEach(i -> updates.add(publish("host-" + i + ".sub.example.test", i)));
            updates.add(publish("host.nowhere.test", 1));
            List<UpdateReport> reports = updater.updateAll(updates);
            assertThat(reports.subList(0, 40)).isEqualTo(published(updates.subList(0, 40)));
            assertThat(failed(reports.get(40)).reason()).isEqualTo(FailureReason.ZONE_NOT_SERVED);
            assertThat(server.data("host-19.sub.example.test", "A")).containsExactly("10.0.0.19");
        }
    }

    @Test
    void goesOverTlsInLargeMessages(@TempDir Path folder) throws IOException, InterruptedException {
        TestCertificate certificate = TestCertificate.valid(folder, "ip:127.0.0.1");
        int port = freePort();
        TlsSettings tls = TlsSettings.builder().trust(certificate.certificate()).build();
        try (PeerServer server = Named.start(new Named.Tls(port, certificate, null));
                Rfc2136Updater updater = updater("127.0.0.1:" + port)
                        .zone("example.test")
                        .transport(DnsTransport.tls(tls))
                        .build()) {
            List<Update> updates = many(2000);
            assertThat(updater.updateAll(updates)).isEqualTo(published(updates));
            assertThat(server.data("host-1999.example.test", "A")).containsExactly("10.0.7.207");
        }
    }

    @Test
    void theLastOfSeveralUpdatesOfOneNameCounts() throws InterruptedException {
        try (PeerServer server = Named.start();
                Rfc2136Updater updater =
                        updater(server.address()).zone("example.test").build()) {
            List<Update> updates = IntStream.range(0, 40)
                    .mapToObj(i -> publish("same.example.test", i))
                    .toList();
            assertThat(updater.updateAll(updates)).isEqualTo(published(updates));
            assertThat(server.data("same.example.test", "A")).containsExactly("10.0.0.39");
        }
    }

    @Test
    void aServerThatRefusesEverythingIsNotAskedForEveryName() throws InterruptedException {
        try (PeerServer server = Named.start();
                Rfc2136Updater updater = Rfc2136Updater.builder()
                        .server(server.address())
                        .zone("example.test")
                        .tsig(PeerServer.powerlessKey())
                        .build()) {
            assertThat(updater.updateAll(many(2000)))
                    .hasSize(2000)
                    .allSatisfy(report -> assertThat(failed(report).reason()).isEqualTo(FailureReason.REFUSED));
            assertThat(server.log().lines().filter(line -> line.contains("update 'example.test/IN' denied")))
                    .hasSizeLessThan(300);
        }
    }

    @Test
    void aServerThatIsGoneFailsThemAllAtOnce() throws IOException, InterruptedException {
        try (Rfc2136Updater updater =
                updater("127.0.0.1:" + freePort()).zone("example.test").build()) {
            assertThat(updater.updateAll(many(5000)))
                    .hasSize(5000)
                    .allSatisfy(report -> assertThat(failed(report).detail()).startsWith("nothing listens at"));
        }
    }

    @Test
    void theNextServerTakesWhatOneDoesNot() throws IOException, InterruptedException {
        List<PeerZone> nothing = List.of(new PeerZone("open.test", PeerZone.Updates.ANYONE, List.of()));
        try (PeerServer lame = Knotd.start(nothing);
                PeerServer server = Named.start();
                Rfc2136Updater updater = updater("127.0.0.1:" + freePort())
                        .server(lame.address())
                        .server(server.address())
                        .zone("example.test")
                        .build()) {
            List<Update> updates = new ArrayList<>(many(1000));
            updates.set(123, publish(BAD, 1));
            List<UpdateReport> reports = updater.updateAll(updates);
            assertThat(failed(reports.get(123)).detail()).contains(BAD).contains(server.address());
            updates.remove(123);
            List<UpdateReport> others = new ArrayList<>(reports);
            others.remove(123);
            assertThat(others).isEqualTo(published(updates));
        }
    }

    @Test
    void theSecretThatCannotBeReadAnyMoreFailsThem() throws InterruptedException {
        AtomicReference<String> secret = new AtomicReference<>("c2VjcmV0LXNlY3JldA==");
        TsigKey key = TsigKey.of("k", TsigAlgorithm.HMAC_SHA256, Secret.from(secret::get));
        try (ScriptedServer server = new ScriptedServer((datagram, earlier) -> {}, query -> null);
                Rfc2136Updater updater = Rfc2136Updater.builder()
                        .server(server.address())
                        .zone("example.test")
                        .tsig(key)
                        .build()) {
            secret.set("not Base64!");
            assertThat(updater.updateAll(many(20)))
                    .hasSize(20)
                    .allSatisfy(report -> assertThat(failed(report).reason()).isEqualTo(FailureReason.BAD_CREDENTIALS));
            assertThat(server.streamed()).isEmpty();
        }
    }

    @Test
    void theClockOfTheServerIsFollowedWhenAskedFor() throws InterruptedException {
        Clock late = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10));
        List<Update> updates = many(1500);
        try (PeerServer server = Named.start();
                Rfc2136Updater lost = updater(server.address())
                        .zone("example.test")
                        .clock(late)
                        .build();
                Rfc2136Updater following = updater(server.address())
                        .zone("example.test")
                        .clock(late)
                        .followServerClock()
                        .build()) {
            assertThat(lost.updateAll(updates))
                    .allSatisfy(report -> assertThat(failed(report).reason()).isEqualTo(FailureReason.CLOCK_SKEW));
            assertThat(lost.clockDifference()).isPresent();
            assertThat(following.updateAll(updates)).isEqualTo(published(updates));
        }
    }

    @Test
    void whatNobodyAnsweredIsSentTwiceAndThenGivenUp() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer((datagram, earlier) -> {}, query -> null);
                Rfc2136Updater updater = Rfc2136Updater.builder()
                        .server(server.address())
                        .zone("example.test")
                        .build()) {
            assertThat(updater.updateAll(many(20)))
                    .hasSize(20)
                    .allSatisfy(report -> assertThat(failed(report).reason()).isEqualTo(FailureReason.UNREACHABLE));
            assertThat(server.streamed()).hasSize(2);
        }
    }

    @Test
    void anUnsignedSuccessIsNone() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer(
                        (datagram, earlier) -> {},
                        query -> framed(reply(query, Rcode.NOERROR).toWire()));
                Rfc2136Updater updater =
                        updater(server.address()).zone("example.test").build()) {
            assertThat(updater.updateAll(many(20)))
                    .hasSize(20)
                    .allSatisfy(
                            report -> assertThat(failed(report).reason()).isEqualTo(FailureReason.UNVERIFIED_REPLY));
        }
    }

    private static List<Update> many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> publish("host-" + i + ".example.test", i))
                .toList();
    }

    private static Update publish(String host, int number) {
        String address = "10." + (number >> 16) + "." + (number >> 8 & 0xff) + "." + (number & 0xff);
        return Update.of(Hostname.of(host), Goal.publish(address), Goal.keep());
    }

    private static List<UpdateReport> published(List<Update> updates) {
        return updates.stream().map(UpdateReport::published).toList();
    }

    private static Outcome.Failed failed(UpdateReport report) {
        assertThat(report.ipv4()).isInstanceOf(Outcome.Failed.class);
        return (Outcome.Failed) report.ipv4();
    }

    private static Rfc2136Updater.Builder updater(String server) {
        return Rfc2136Updater.builder().server(server).tsig(KEY).timeout(Duration.ofSeconds(40));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
