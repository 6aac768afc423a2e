package io.github.ddnskit.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.PeerZone;
import io.github.ddnskit.peers.Sig0Gate;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Rcode;

/** Requests that a key pair signs, verified by Net::DNS in front of BIND. */
final class Sig0Test {

    private static @Nullable PeerServer server;
    private static @Nullable Sig0Gate gate;

    @TempDir
    @Nullable
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        PeerServer started = Named.start(List.of(new PeerZone("open.test", PeerZone.Updates.ANYONE, List.of())));
        server = started;
        gate = Sig0Gate.start(keys().map(Sig0Test::publicHalf).toList(), started);
    }

    @AfterAll
    static void stop() {
        if (gate != null) {
            gate.close();
        }
        if (server != null) {
            server.close();
        }
    }

    static Stream<Path> keys() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(Sig0Test.class.getResource("transport/sig0"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*/Kddns.*private")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void publishesWithEveryAlgorithm(Path file) throws InterruptedException {
        Sig0Key key = Sig0Key.fromFile(file);
        String host = key.algorithm() + ".open.test";
        assertThat(outcome(with(key), host)).hasToString("published 192.0.2.1");
        assertThat(server().data(host, "A")).containsExactly("192.0.2.1");
    }

    @Test
    void anotherKeyOrAnotherTimeIsRefused() throws Exception {
        List<Path> all = keys().toList();
        Path other;
        try (Stream<Path> files = Files.list(all.get(0).resolveSibling("."))) {
            other = files.filter(file -> file.toString().matches(".*/Kother.*private"))
                    .findFirst()
                    .orElseThrow();
        }
        assertRefused(outcome(with(Sig0Key.fromFile(other)), "other-key.open.test"));
        Sig0Key key = Sig0Key.fromFile(all.get(all.size() - 1));
        Clock early = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));
        assertRefused(outcome(with(key).clock(early), "other-time.open.test"));
        assertThat(server().data("other-key.open.test", "A")).isEmpty();
        assertThat(server().data("other-time.open.test", "A")).isEmpty();
    }

    @Test
    void theZoneOfANameThatIsNewIsFound() throws Exception {
        Sig0Key key = Sig0Key.fromFile(keys().findFirst().orElseThrow());
        Rfc2136Updater.Builder builder = Rfc2136Updater.builder()
                .server(Objects.requireNonNull(gate).address())
                .sig0(key)
                .timeout(Duration.ofSeconds(30));
        assertThat(outcome(builder, "found.open.test")).hasToString("published 192.0.2.1");
    }

    @Test
    void aSuccessThatTheServerDoesNotShowIsNone() throws Exception {
        Sig0Key key = Sig0Key.fromFile(keys().findFirst().orElseThrow());
        try (ScriptedServer liar = ScriptedServer.udp((datagram, earlier) -> datagram.answer(
                ScriptedServer.reply(datagram.query(), Rcode.NOERROR).toWire()))) {
            Outcome.Failed failed = (Outcome.Failed) outcome(with(key, liar.address()), "lie.open.test");
            assertThat(failed.reason()).isEqualTo(FailureReason.UNVERIFIED_REPLY);
            assertThat(failed.detail())
                    .contains("does not show the update of lie.open.test that it was said to have taken");
            assertThat(liar.datagrams()).hasSizeGreaterThan(1);
        }
    }

    @Test
    void filesThatDoNotBelongTogetherAreNoKey() throws Exception {
        List<Path> all = keys().toList();
        String privateHalf = Files.readString(all.get(0));
        assertThatThrownBy(() -> Sig0Key.of(Files.readString(publicHalf(all.get(1))), Secret.of(privateHalf)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not the private half of the public key ddns.example.test. (RSASHA512)")
                .hasNoCause();
        assertThatThrownBy(() -> Sig0Key.of("x. 0 IN A 192.0.2.1", Secret.of(privateHalf)))
                .hasMessageContaining("a A record, not a KEY record: make it with dnssec-keygen -T KEY");
        assertThatThrownBy(() -> Sig0Key.of("", Secret.of(privateHalf))).hasMessageContaining("not there");
        assertThatThrownBy(() -> Sig0Key.of("$INCLUDE /etc/passwd", Secret.of(privateHalf)))
                .hasMessageContaining("not there");
        assertThatThrownBy(() -> Sig0Key.fromFile(Objects.requireNonNull(folder).resolve("Knone")))
                .hasMessageContaining("Knone.key cannot be read");
    }

    @Test
    void theKeyIsKnownByItsFilesNameOrEitherFile() throws Exception {
        Path file = keys().findFirst().orElseThrow();
        String common = file.toString().replace(".private", "");
        for (String form : List.of(common, common + ".key", common + ".private")) {
            assertThat(Sig0Key.fromFile(Path.of(form)).description())
                    .matches("the key ddns\\.example\\.test\\. \\(RSASHA256, tag \\d+\\)");
        }
    }

    @Test
    void saysNothingOfThePrivateHalf() throws Exception {
        Sig0Key key = Sig0Key.fromFile(keys().findFirst().orElseThrow());
        String exponent = key.secret()
                .reveal()
                .lines()
                .filter(line -> line.startsWith("PrivateExponent: "))
                .findFirst()
                .orElseThrow()
                .substring(17, 40);
        assertThat(List.of(key.toString(), key.description(), key.secret().toString()))
                .noneMatch(text -> text.contains(exponent));
    }

    private static void assertRefused(Outcome outcome) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(FailureReason.REFUSED);
            assertThat(failed.detail())
                    .contains("example.test. (ED25519, tag")
                    .contains("[REFUSED]; the reply was not signed");
        });
    }

    private static Rfc2136Updater.Builder with(Sig0Key key) {
        return with(key, Objects.requireNonNull(gate).address());
    }

    private static Rfc2136Updater.Builder with(Sig0Key key, String server) {
        return Rfc2136Updater.builder()
                .server(server)
                .zone("open.test")
                .sig0(key)
                .timeout(Duration.ofSeconds(30));
    }

    private static Outcome outcome(Rfc2136Updater.Builder builder, String host) throws InterruptedException {
        return builder.build()
                .update(Update.of(Hostname.of(host), Goal.publish("192.0.2.1"), Goal.keep()))
                .ipv4();
    }

    private static Path publicHalf(Path file) {
        return Path.of(file.toString().replace(".private", ".key"));
    }

    private static PeerServer server() {
        return Objects.requireNonNull(server);
    }
}
