package io.github.ddnskit.rfc2136.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.peers.Kdc;
import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.PeerZone;
import io.github.ddnskit.peers.Tool;
import io.github.ddnskit.rfc2136.GssCredentials;
import io.github.ddnskit.rfc2136.GssCredentials.Mechanism;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * GSS-TSIG against BIND and MIT's KDC. The one class of this module that uses Kerberos: where its realms are is a matter
 * of the whole process.
 */
@Timeout(600)
final class GssTsigTest {

    private static final String PASSWORD = "pass-word-of-the-principal";
    private static final String REALM = "@" + Kdc.REALM;
    private static final String CONFIGURATION = "java.security.krb5.conf";

    private static @Nullable Kdc kdc;
    private static @Nullable PeerServer server;
    private static @Nullable Path keytab;
    private static @Nullable Path hostKeytab;

    @BeforeAll
    static void start() {
        Kdc started = Kdc.start();
        kdc = started;
        System.setProperty(CONFIGURATION, started.configuration().toString());
        Path service = started.addToKeytab("DNS/ns1.example.test");
        keytab = started.addToKeytab("ddns");
        hostKeytab = started.addToKeytab("host/nas.example.test");
        started.add("typed", PASSWORD);
        started.addToKeytab("DNS/elsewhere.example.test");
        server = Named.start(
                started,
                service,
                Map.of(
                        "example.test",
                        "grant ddns@EXAMPLE.TEST zonesub ANY; grant typed@EXAMPLE.TEST zonesub ANY;"
                                + " grant EXAMPLE.TEST krb5-self . A AAAA;"),
                List.of(PeerZone.STANDARD.get(0)));
    }

    @AfterAll
    static void stop() {
        System.clearProperty(CONFIGURATION);
        if (server != null) {
            server.close();
        }
        if (kdc != null) {
            kdc.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKeytabIsEnough(Mechanism mechanism) throws InterruptedException {
        Rfc2136Updater updater =
                with(keytab().withMechanism(mechanism)).zone("example.test").build();
        publish(updater, mechanism + ".example.test", "192.0.2.1");
        publish(updater, mechanism + ".example.test", "192.0.2.2");
        assertThat(server().data(mechanism + ".example.test", "A")).containsExactly("192.0.2.2");
    }

    @Test
    void theZoneIsFoundWithoutBeingNamed() throws InterruptedException {
        publish(with(keytab()).build(), "found.example.test", "192.0.2.1");
    }

    @Test
    void theServerIsFoundWithoutBeingNamed() throws InterruptedException {
        Rfc2136Updater updater = Rfc2136Updater.builder()
                .resolver(server().address())
                .port(server().port())
                .gss(keytab())
                .build();
        publish(updater, "sought.example.test", "192.0.2.1");
    }

    @Test
    void aPasswordIsEnough() throws InterruptedException {
        GssCredentials typed = GssCredentials.password("typed" + REALM, Secret.of(PASSWORD));
        publish(with(typed).zone("example.test").build(), "typed.example.test", "192.0.2.1");
    }

    @Test
    void theTicketOfKinitIsEnough() throws InterruptedException {
        Path cache = kdc().configuration().resolveSibling("cache");
        Tool kinit = Tool.runIn(
                kdc().environment(),
                "",
                "kinit",
                List.of(
                        "-c",
                        cache.toString(),
                        "-k",
                        "-t",
                        Objects.requireNonNull(keytab).toString(),
                        "ddns"));
        assertThat(kinit.stderr()).isEmpty();
        publish(
                with(GssCredentials.ticketCache(cache)).zone("example.test").build(),
                "kinit.example.test",
                "192.0.2.1");
    }

    @Test
    void aHostMayUpdateItsOwnNameAndNoOther() throws InterruptedException {
        GssCredentials host =
                GssCredentials.keytab("host/nas.example.test" + REALM, Objects.requireNonNull(hostKeytab));
        Rfc2136Updater updater = with(host).zone("example.test").build();
        publish(updater, "nas.example.test", "192.0.2.1");
        Outcome.Failed refused = failure(updater, "other.example.test");
        assertThat(refused.reason()).isEqualTo(FailureReason.REFUSED);
        assertThat(refused.detail())
                .contains("does not let host/nas.example.test@EXAMPLE.TEST update other.example.test")
                .doesNotContain("not signed");
    }

    @Test
    void aServerThatHasForgottenTheKeyGetsAnother() throws InterruptedException {
        Rfc2136Updater updater = with(keytab()).zone("example.test").build();
        publish(updater, "restarted.example.test", "192.0.2.1");
        server().restart();
        publish(updater, "restarted.example.test", "192.0.2.2");
        assertThat(server().data("restarted.example.test", "A")).containsExactly("192.0.2.2");
    }

    @Test
    void aServerThatHasForgottenTheKeyGetsAnotherForManyAtOnceToo() throws InterruptedException {
        Rfc2136Updater updater = with(keytab()).zone("example.test").build();
        List<Update> updates = IntStream.range(0, 20)
                .mapToObj(i -> Update.of(
                        Hostname.of("many-" + i + ".example.test"), Goal.publish("192.0.2." + i), Goal.keep()))
                .toList();
        List<UpdateReport> published =
                updates.stream().map(UpdateReport::published).toList();
        assertThat(updater.updateAll(updates)).isEqualTo(published);
        server().restart();
        assertThat(updater.updateAll(updates)).isEqualTo(published);
    }

    @Test
    void oneKeyServesUntilItEnds() throws Exception {
        Path brief = kdc().addToKeytab("-maxlife 180s", "brief");
        AtomicReference<Instant> time = new AtomicReference<>(Instant.now().minusSeconds(200));
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Objects.requireNonNull(time.get());
            }
        };
        AtomicInteger negotiations = new AtomicInteger();
        Transport plain = plain();
        Transport counting = (request, deadline) -> {
            Message reply = plain.exchange(request, deadline);
            if (reply.getQuestion().getType() == Type.TKEY) {
                negotiations.incrementAndGet();
            }
            return reply;
        };
        Transport signed = new SignedTransport(counting, GssCredentials.keytab("brief" + REALM, brief), clock);
        int exchanges = 0;
        for (int expected : new int[] {1, 1, 2}) {
            Message reply = signed.exchange(question(), Deadline.after(Duration.ofSeconds(60)));
            assertThat(reply.getTSIG()).isNotNull();
            assertThat(negotiations).hasValue(expected);
            exchanges++;
            if (exchanges == 2) {
                // what the server allows a signature to be early is more than what is left of the key
                time.updateAndGet(before -> before.plusSeconds(400));
            }
        }
    }

    @Test
    void aWrongPasswordIsBadCredentials() throws InterruptedException {
        String wrong = "not-the-" + PASSWORD;
        Outcome.Failed failed =
                failure(with(GssCredentials.password("typed" + REALM, Secret.of(wrong))), "home.example.test");
        assertThat(failed.reason()).isEqualTo(FailureReason.BAD_CREDENTIALS);
        assertThat(failed.detail())
                .contains("the login of typed@EXAMPLE.TEST failed")
                .doesNotContain(PASSWORD);
    }

    @Test
    void noPasswordComesUpInAnyFailure() throws InterruptedException {
        GssCredentials typed = GssCredentials.password("typed" + REALM, Secret.of("x" + PASSWORD));
        GssCredentials unreadable = GssCredentials.password("typed" + REALM, Secret.from(() -> {
            throw new IllegalStateException(PASSWORD);
        }));
        for (GssCredentials credentials : List.of(typed, unreadable)) {
            Signing signing = Signing.with(credentials.withService("DNS/ns1.example.test"), Clock.systemUTC());
            Transport nowhere = (request, deadline) -> {
                throw new IOException("this is asked for nothing");
            };
            StringWriter trace = new StringWriter();
            try {
                signing.ready(nowhere, question(), Deadline.after(Duration.ofSeconds(60)));
            } catch (IOException e) {
                e.printStackTrace(new PrintWriter(trace));
            }
            assertThat(trace.toString())
                    .contains("the login of typed@EXAMPLE.TEST failed")
                    .doesNotContain(PASSWORD);
            assertThat(credentials + credentials.description() + credentials.name())
                    .doesNotContain(PASSWORD);
        }
    }

    static Stream<UnaryOperator<byte[]>> forgeries() {
        UnaryOperator<byte[]> strips = wire -> {
            Message reply = parsed(wire);
            reply.removeRecord(reply.getTSIG(), Section.ADDITIONAL);
            return reply.toWire();
        };
        UnaryOperator<byte[]> changes = wire -> {
            byte[] changed = wire.clone();
            changed[3] ^= 0x20; // a flag that nobody looks at
            return changed;
        };
        return Stream.of(strips, changes);
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void aKeyThatTheServerDoesNotSignForIsNone(UnaryOperator<byte[]> forgery) {
        UnaryOperator<byte[]> onTheWay = wire -> parsed(wire).getTSIG() == null ? wire : forgery.apply(wire);
        Transport tampered = (request, deadline) -> plain().exchange(new Tampered(request, onTheWay), deadline);
        Transport signed = new SignedTransport(tampered, keytab(), Clock.systemUTC());
        assertThatThrownBy(() -> signed.exchange(question(), Deadline.after(Duration.ofSeconds(60))))
                .isInstanceOfSatisfying(
                        NegotiationException.class,
                        e -> assertThat(e.reason()).isEqualTo(FailureReason.UNVERIFIED_REPLY));
    }

    @Test
    void aRealmThatNobodyKnowsIsUnreachable() throws InterruptedException {
        Outcome.Failed failed =
                failure(with(GssCredentials.password("typed@NOWHERE.TEST", Secret.of(PASSWORD))), "home.example.test");
        assertThat(failed.reason()).isEqualTo(FailureReason.UNREACHABLE);
        assertThat(failed.detail()).contains("Cannot locate KDC").doesNotContain(PASSWORD);
    }

    @Test
    void aServiceInAnotherRealmHasNoTicket() throws InterruptedException {
        Outcome.Failed failed =
                failure(with(keytab().withService("DNS/ns1.example.test@NOWHERE.TEST")), "home.example.test");
        assertThat(failed.reason()).isEqualTo(FailureReason.UNKNOWN_CREDENTIALS);
        assertThat(failed.detail()).contains("no agreement with the service DNS/ns1.example.test@NOWHERE.TEST");
    }

    @Test
    void aServerWithoutTheKeyOfTheServiceSaysSo() throws InterruptedException {
        Outcome.Failed failed =
                failure(with(keytab().withService("DNS/elsewhere.example.test" + REALM)), "home.example.test");
        assertThat(failed.reason()).isEqualTo(FailureReason.UNKNOWN_CREDENTIALS);
        assertThat(failed.detail()).contains("does not take ddns@EXAMPLE.TEST [BADKEY]");
    }

    @Test
    void aKdcThatSaysNothingHoldsNobodyUpForLong() throws InterruptedException {
        long start = System.nanoTime();
        Outcome.Failed failed = failure(
                Rfc2136Updater.builder()
                        .server(server().address())
                        .gss(GssCredentials.password("typed@" + Kdc.SILENT_REALM, Secret.of(PASSWORD)))
                        .timeout(Duration.ofSeconds(1)),
                "home.example.test");
        assertThat(failed.reason()).isEqualTo(FailureReason.UNREACHABLE);
        assertThat(failed.detail()).contains("the KDC did not answer in time");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
    }

    private static Rfc2136Updater.Builder with(GssCredentials credentials) {
        return Rfc2136Updater.builder()
                .server(server().address())
                .gss(credentials)
                .timeout(Duration.ofSeconds(60));
    }

    private static Transport plain() {
        return new DatagramOrStreamTransport(new InetSocketAddress(InetAddress.getLoopbackAddress(), server().port()));
    }

    private static Request question() {
        Name zone = Name.fromConstantString("example.test.");
        return new PlainRequest(Message.newQuery(Record.newRecord(zone, Type.SOA, DClass.IN)));
    }

    private static Message parsed(byte[] wire) {
        try {
            return new Message(wire);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GssCredentials keytab() {
        return GssCredentials.keytab("ddns" + REALM, Objects.requireNonNull(keytab));
    }

    private static void publish(Rfc2136Updater updater, String host, String address) throws InterruptedException {
        assertThat(updater.update(Update.of(Hostname.of(host), Goal.publish(address), Goal.keep()))
                        .ipv4())
                .hasToString("published " + address);
        assertThat(server().data(host, "A")).containsExactly(address);
    }

    private static Outcome.Failed failure(Rfc2136Updater.Builder builder, String host) throws InterruptedException {
        return failure(builder.zone("example.test").build(), host);
    }

    private static Outcome.Failed failure(Rfc2136Updater updater, String host) throws InterruptedException {
        Outcome outcome = updater.update(Update.of(Hostname.of(host), Goal.publish("192.0.2.9"), Goal.keep()))
                .ipv4();
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        Outcome.Failed failed = (Outcome.Failed) outcome;
        assertThat(failed.retry()).isEqualTo(Retry.backoff());
        assertThat(server().data(host, "A")).isEmpty();
        return failed;
    }

    private static PeerServer server() {
        return Objects.requireNonNull(server);
    }

    private static Kdc kdc() {
        return Objects.requireNonNull(kdc);
    }
}
