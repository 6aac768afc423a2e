package io.github.ddnskit.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.PeerZone;
import io.github.ddnskit.rfc2136.TransactionResult.Applied;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** Nobody says where the updates go: BIND is found, by asking it as if it were a resolver. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(600)
final class FoundServersTest {

    private static final TsigKey KEY = PeerServer.key(TsigAlgorithm.HMAC_SHA256);

    @SuppressWarnings("NullAway.Init")
    private PeerServer server;

    @BeforeAll
    void start() {
        List<PeerZone> zones = new ArrayList<>(PeerZone.STANDARD);
        zones.set(
                0,
                new PeerZone(
                        "example.test",
                        PeerZone.Updates.SIGNED,
                        List.of("sub NS ns1", "pointing CNAME ns1.sub", "changing CNAME ns1.sub")));
        server = Named.start(zones);
    }

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void neitherServerNorZoneIsNeeded() throws InterruptedException {
        try (Rfc2136Updater updater = updater().build()) {
            Update update = publish("home.example.test", 1);
            assertThat(updater.update(update)).isEqualTo(UpdateReport.published(update));
            Update inAnotherZone = publish("home.sub.example.test", 2);
            assertThat(updater.update(inAnotherZone)).isEqualTo(UpdateReport.published(inAnotherZone));
            assertThat(updater.check(Hostname.of("home.example.test"))).isEmpty();
            assertThat(updater.identity().target()).isEqualTo("rfc2136:*/*");
        }
        assertThat(server.data("home.example.test", "A")).containsExactly("10.0.0.1");
        assertThat(server.data("home.sub.example.test", "A")).containsExactly("10.0.0.2");
    }

    @Test
    void theZoneAloneIsEnoughForATransaction() throws InterruptedException {
        DnsTransaction transaction = DnsTransaction.in("example.test")
                .add("note.example.test", Duration.ofMinutes(1), "TXT", "found")
                .build();
        try (DnsUpdateClient client = DnsUpdateClient.builder()
                .tsig(KEY)
                .resolver(server.address())
                .port(server.port())
                .build()) {
            assertThat(client.send(transaction)).isEqualTo(new Applied(false));
            assertThat(client.send(DnsTransaction.parse("update delete changing.example.test. CNAME")))
                    .as("an alias may be changed, and its zone is not that of its target")
                    .isEqualTo(new Applied(false));
        }
    }

    @Test
    void manyAtOnceFindTheServersOfEachZone() throws InterruptedException {
        List<Update> updates = new ArrayList<>();
        IntStream.range(0, 20).forEach(i -> updates.add(publish("many-" + i + ".example.test", i)));
        IntStream.range(0, 20).forEach(i -> updates.add(publish("many-" + i + ".sub.example.test", i)));
        updates.add(publish("home.nowhere.test", 1));
        try (Rfc2136Updater updater = updater().build()) {
            List<UpdateReport> reports = updater.updateAll(updates);
            assertThat(reports.subList(0, 40))
                    .isEqualTo(updates.subList(0, 40).stream()
                            .map(UpdateReport::published)
                            .toList());
            assertThat(failed(reports.get(40)).detail()).contains("REFUSED; name the server to update");
        }
        assertThat(server.data("many-19.sub.example.test", "A")).containsExactly("10.0.0.19");
    }

    @Test
    void anAliasIsSaidToBeOne() throws InterruptedException {
        try (Rfc2136Updater updater = updater().build()) {
            Outcome.Failed failed = failed(updater.update(publish("pointing.example.test", 1)));
            assertThat(failed.reason()).isEqualTo(FailureReason.CONFLICT);
            assertThat(failed.detail()).contains("the name is an alias (CNAME)");
        }
    }

    @Test
    void theServerIsNamedByTheZoneAndMustListenThere() throws InterruptedException {
        try (ScriptedServer nobody = ScriptedServer.udp((datagram, earlier) -> {});
                Rfc2136Updater updater = Rfc2136Updater.builder()
                        .resolver(server.address())
                        .port(Integer.parseInt(nobody.address().substring("127.0.0.1:".length())))
                        .timeout(Duration.ofSeconds(2))
                        .build()) {
            Outcome.Failed failed = failed(updater.update(publish("home.example.test", 1)));
            assertThat(failed.reason()).isEqualTo(FailureReason.ZONE_NOT_SERVED);
            assertThat(failed.detail())
                    .startsWith("no name server was found that takes updates of the zone example.test:")
                    .contains("ns1.example.test: " + nobody.address() + " did not answer");
        }
    }

    @Test
    void nothingIsSentBeforeThereIsSomethingToSend() {
        try (ScriptedServer resolver = ScriptedServer.udp((datagram, earlier) -> {})) {
            Rfc2136Updater.builder().resolver(resolver.address()).build().close();
            DnsUpdateClient.builder().resolver(resolver.address()).build().close();
            assertThat(resolver.datagrams()).isEmpty();
        }
    }

    @Test
    void refusesWhatContradictsItself() {
        assertThatThrownBy(() -> updater().server("192.0.2.1").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is for nothing where the server is given");
        assertThatThrownBy(() -> Rfc2136Updater.builder()
                        .transport(DnsTransport.tls(TlsSettings.standard()))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("over TLS, a server that is looked for can be anybody's");
        TlsSettings named = TlsSettings.builder().serverName("ns1.example.test").build();
        Rfc2136Updater.builder().transport(DnsTransport.tls(named)).build().close();
    }

    private Rfc2136Updater.Builder updater() {
        return Rfc2136Updater.builder().tsig(KEY).resolver(server.address()).port(server.port());
    }

    private static Update publish(String host, int number) {
        return Update.of(Hostname.of(host), Goal.publish("10.0.0." + number), Goal.keep());
    }

    private static Outcome.Failed failed(UpdateReport report) {
        assertThat(report.ipv4()).isInstanceOf(Outcome.Failed.class);
        return (Outcome.Failed) report.ipv4();
    }
}
