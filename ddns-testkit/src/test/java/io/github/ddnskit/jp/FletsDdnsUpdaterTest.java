package io.github.ddnskit.jp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.jp.FletsDdnsUpdater.Transport;
import io.github.ddnskit.rfc2136.AuthoritativeObserver;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.RecordObserver;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.contract.DnsUpdaterContract;
import io.github.ddnskit.testkit.contract.DnsUpdaterFixture;
import io.github.ddnskit.testkit.provider.FakeHttp;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FletsDdnsUpdaterTest {

    private static final String KEY = "CANARY12BC34567DE890FG";
    private static final String API = "ddnsapi-v6.open.ad.jp";
    private static final Hostname HOME = Hostname.of("home.i.open.ad.jp");
    private static final Goal INSIDE = Goal.publish("2408:210:1234:5600::1");
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    private static String reply(String code, String address) {
        return "RESULT_SIZE:1\r\nRESULT_JA:" + KEY + " 成功\r\nRESULT:" + code + "\r\nRESULT_EN:Done for " + KEY
                + "\r\n\r\n#Key,Host,IPv6,Create,LastRenew,LastQuery,Memo\r\n" + KEY + ",home," + address
                + ",20260101000000,20261122000000,18000101000000,\"a, \"\"b\"\"\"\r\n";
    }

    private static FletsDdnsUpdater.Builder open(FakeHttp server) {
        return FletsDdnsUpdater.openIpv6()
                .hostKey(Secret.of(KEY))
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .http(server.engine().build());
    }

    private static FakeHttp server(String body) {
        return FakeHttp.start(Set.of(API, "api.example.org"), exchange -> HttpAnswer.text(200, body));
    }

    private static Outcome update(FletsDdnsUpdater updater) throws InterruptedException {
        return updater.update(Update.of(HOME, Goal.keep(), INSIDE)).ipv6();
    }

    @Test
    void sendsTheAddressBehindTheKey() throws Exception {
        try (FakeHttp server = server(reply("OK", "2408:0210:1234:5600:0:0:0:1"));
                FletsDdnsUpdater updater = open(server).build()) {
            assertThat(update(updater)).isEqualTo(Outcome.reached(INSIDE));
            assertThat(server.exchanges())
                    .extracting(exchange -> exchange.method() + " " + exchange.host() + exchange.target())
                    .containsExactly("GET " + API + "/api/renew/?" + KEY + "=2408:210:1234:5600::1");
        }
    }

    @Test
    void letsTheServiceTakeTheAddressThatItIsCalledFrom() throws Exception {
        try (FakeHttp server = server(reply("OK", "2408:210:1234:5600::1"));
                FletsDdnsUpdater updater =
                        open(server).transport(Transport.SOURCE).build()) {
            assumeTrue(server.hasIpv6(), "this machine has no IPv6 loopback");
            assertThat(update(updater)).isEqualTo(Outcome.reached(INSIDE));
            assertThat(server.exchanges()).singleElement().satisfies(exchange -> {
                assertThat(exchange.target()).isEqualTo("/api/renew/?" + KEY);
                assertThat(exchange.family()).isEqualTo(AddressFamily.IPV6);
            });
            server.answer(exchange -> HttpAnswer.text(200, reply("OK", "2408:210:1234:5600::2")));
            assertFailed(update(updater), FailureReason.CONFLICT, "registered 2408:210:1234:5600::2 and not");
        }
    }

    @Test
    void takesNothingButOkForASuccess() throws Exception {
        try (FakeHttp server = server("");
                FletsDdnsUpdater updater = open(server).build()) {
            for (String code : List.of("ERR_INVALID_KEY", "OK_BUT", "ok", "NG")) {
                server.answer(exchange -> HttpAnswer.text(200, reply(code, "2408:210:1234:5600::1")));
                Outcome outcome = update(updater);
                assertFailed(outcome, FailureReason.REFUSED, "answered " + code + ": Done for *** / *** 成功");
                assertThat(outcome).asString().contains("not before 2026-11-22T01:00:00Z");
            }
            for (String body : List.of("", "OK", "<html>RESULT:OK</html>", "RESULT:", "#Key,RESULT\nRESULT:OK,1")) {
                server.answer(exchange -> HttpAnswer.text(200, body));
                assertFailed(update(updater), FailureReason.BAD_REPLY, "without a result code");
            }
            server.answer(exchange -> HttpAnswer.text(200, "RESULT:OK\nRESULT_SIZE:0\n"));
            assertThat(update(updater)).isEqualTo(Outcome.reached(INSIDE));
            server.answer(exchange -> HttpAnswer.text(503, "busy").with("Retry-After", "120"));
            assertThat(update(updater)).asString().contains("not before 2026-11-22T00:02:00Z");
        }
    }

    @Test
    void isReachedWhereTheUserSays() throws Exception {
        try (FakeHttp server = server(reply("OK", "2408:210:1234:5600::1"));
                FletsDdnsUpdater updater = FletsDdnsUpdater.nttEast()
                        .hostKey(Secret.of(KEY))
                        .endpoint("https://api.example.org/api/renew/")
                        .http(server.engine().build())
                        .build()) {
            Outcome outcome = updater.update(Update.of(Hostname.of("home.i.e-ntt.jp"), Goal.keep(), INSIDE))
                    .ipv6();
            assertThat(outcome).isEqualTo(Outcome.reached(INSIDE));
            assertThat(server.exchanges()).extracting(HttpExchange::host).containsExactly("api.example.org");
            assertFailed(update(updater), FailureReason.UNKNOWN_HOST, "is not a name below i.e-ntt.jp");
        }
        try (FakeHttp relay =
                        FakeHttp.startPlain(exchange -> HttpAnswer.text(200, reply("OK", "2408:210:1234:5600::1")));
                FletsDdnsUpdater updater = open(relay)
                        .endpoint("http://update.p-ns.flets-west.jp/open/api/renew/")
                        .allowPlainHttp(true)
                        .build()) {
            assertThat(update(updater)).isEqualTo(Outcome.reached(INSIDE));
        }
    }

    @Test
    void sendsNoKeyThatCannotBeOne() throws Exception {
        try (FakeHttp server = server("")) {
            for (String key : List.of("two words", "a=b", "a&b", "schlüssel", "a\nb")) {
                FletsDdnsUpdater updater = open(server).hostKey(Secret.of(key)).build();
                assertFailed(update(updater), FailureReason.BAD_CREDENTIALS, "copy it anew");
                updater.close();
            }
            assertThat(server.exchanges()).isEmpty();
        }
    }

    @Test
    void refusesWhatCannotWork() {
        assertThatThrownBy(() -> FletsDdnsUpdater.openIpv6().build()).hasMessageContaining("needs the host key");
        Secret key = Secret.of(KEY);
        assertThatThrownBy(() -> FletsDdnsUpdater.nttEast().hostKey(key).build())
                .hasMessageContaining("to its customers only: give it as endpoint");
        for (String endpoint :
                List.of("http://relay.example.org/", "ftp://a/", "a b", "https://h/?k=v", "https://u:p@h/")) {
            assertThatThrownBy(() -> FletsDdnsUpdater.openIpv6()
                            .hostKey(key)
                            .endpoint(endpoint)
                            .build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("OPEN IPv6 Dynamic DNS")
                    .hasMessageNotContaining("k=v")
                    .hasMessageNotContaining("u:p");
        }
        FletsDdnsUpdater.Builder packet = FletsDdnsUpdater.openIpv6().transport(Transport.PACKET);
        assertThatThrownBy(packet::build).hasMessageContaining("update-only host name");
        assertThatThrownBy(() -> packet.updateHost(Secret.of("::1")).build())
                .hasMessageContaining("nobody acknowledges an update packet")
                .hasMessageContaining("AuthoritativeObserver");
    }

    /** Update packets to loopback, and the name servers that the service answers with. */
    @Nested
    class Packets {

        private static final Goal LOOPBACK = Goal.publish("::1");

        @Test
        void registersWhereThePacketComesFromAndBelievesOnlyDns() throws Exception {
            try (FakeAuthoritativeServer dns = FakeAuthoritativeServer.zone("i.open.ad.jp")
                            .allowUnsigned()
                            .record("home-ngn.i.open.ad.jp. 60 IN AAAA 2408:210:1234:5600::1")
                            .start();
                    DatagramSocket service = loopback();
                    FletsDdnsUpdater updater =
                            updater(service.getLocalPort(), AuthoritativeObserver.at(dns.server()))) {
                Update update = Update.of(HOME, Goal.keep(), LOOPBACK);
                Outcome unverified = updater.update(update).ipv6();
                assertFailed(unverified, FailureReason.UNVERIFIED_REPLY, "home-ngn.i.open.ad.jp does not show");
                assertThat(unverified).asString().contains("not before 2026-11-22T00:01:05Z");
                assertThat(receive(service)).isEqualTo(IpLiteral.parse("::1"));
                assertThat(dns.exchanges())
                        .as("nothing but the name that is not counted is asked for")
                        .allSatisfy(exchange ->
                                assertThat(exchange.question().toString()).contains("home-ngn.i.open.ad.jp"));

                Rfc2136Updater.builder()
                        .server(dns.server())
                        .zone("i.open.ad.jp")
                        .build()
                        .update(Update.of(Hostname.of("home-ngn.i.open.ad.jp"), Goal.keep(), LOOPBACK));
                assertThat(updater.update(update).ipv6())
                        .isEqualTo(new Outcome.Unchanged(Set.of(IpLiteral.parse("::1"))));
                service.setSoTimeout(1);
                assertThatThrownBy(() -> receive(service))
                        .as("no second packet")
                        .isInstanceOf(IOException.class);
            }
        }

        @Test
        void isDoneAtOnceWhereDnsFollowsAtOnce() throws Exception {
            try (DatagramSocket service = loopback();
                    FakeAuthoritativeServer before =
                            FakeAuthoritativeServer.zone("i.open.ad.jp").start();
                    FakeAuthoritativeServer after = FakeAuthoritativeServer.zone("i.open.ad.jp")
                            .record("home-ngn.i.open.ad.jp. 60 IN AAAA ::1")
                            .start()) {
                boolean[] asked = new boolean[1];
                RecordObserver observer = host -> {
                    FakeAuthoritativeServer now = asked[0] ? after : before;
                    asked[0] = true;
                    return AuthoritativeObserver.at(now.server()).observe(host);
                };
                try (FletsDdnsUpdater updater = updater(service.getLocalPort(), observer)) {
                    assertThat(updater.update(Update.of(HOME, Goal.keep(), LOOPBACK))
                                    .ipv6())
                            .isEqualTo(Outcome.reached(LOOPBACK));
                }
                assertThat(receive(service)).isEqualTo(IpLiteral.parse("::1"));
            }
        }

        @Test
        void sendsNoPacketFromAnyOtherAddress() throws Exception {
            try (DatagramSocket service = loopback();
                    FakeAuthoritativeServer dns =
                            FakeAuthoritativeServer.zone("i.open.ad.jp").start();
                    FletsDdnsUpdater updater =
                            updater(service.getLocalPort(), AuthoritativeObserver.at(dns.server()))) {
                assertFailed(update(updater), FailureReason.UNREACHABLE, "not one of this device");
            }
        }

        private FletsDdnsUpdater updater(int port, RecordObserver observer) {
            return FletsDdnsUpdater.openIpv6()
                    .transport(Transport.PACKET)
                    .updateHost(Secret.of("::1"))
                    .packetPort(port)
                    .observer(observer)
                    .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                    .build();
        }

        private DatagramSocket loopback() {
            try {
                DatagramSocket socket = new DatagramSocket(new InetSocketAddress(IpLiteral.parse("::1"), 0));
                socket.setSoTimeout(10_000);
                return socket;
            } catch (IOException e) {
                assumeTrue(false, "this machine has no IPv6 loopback");
                throw new IllegalStateException(e);
            }
        }

        private InetAddress receive(DatagramSocket service) throws IOException {
            DatagramPacket packet = new DatagramPacket(new byte[64], 64);
            service.receive(packet);
            return packet.getAddress();
        }
    }

    private static void assertFailed(Outcome outcome, FailureReason reason, String words) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(reason);
            assertThat(failed.detail()).contains(words).doesNotContain(KEY);
        });
    }

    @Nested
    class Contract extends DnsUpdaterContract {

        @Override
        protected DnsUpdaterFixture fixture() {
            return new Fixture();
        }
    }

    /** A service with one name. */
    private static final class Fixture implements DnsUpdaterFixture {

        private volatile Set<InetAddress> registered = Set.of();
        private final FakeHttp server = FakeHttp.start(Set.of(API), this::renew);
        private final FletsDdnsUpdater updater = open(server).build();

        private HttpAnswer renew(HttpExchange exchange) {
            String address = exchange.query().getOrDefault(KEY, "none");
            registered = Set.of(IpLiteral.parse(address));
            return new HttpAnswer(200, Map.of(), reply("OK", address), StandardCharsets.UTF_8);
        }

        @Override
        public DnsUpdater updater() {
            return updater;
        }

        @Override
        public Hostname host() {
            return HOME;
        }

        @Override
        public Hostname strangeHost() {
            return Hostname.of("home.example.org");
        }

        @Override
        public Set<InetAddress> addresses(Hostname host, AddressFamily family) {
            return family == AddressFamily.IPV6 ? registered : Set.of();
        }

        @Override
        public int changes() {
            return server.exchanges().size();
        }

        @Override
        public void rejectCredentials() {
            server.answer(exchange -> HttpAnswer.text(200, reply("ERR_INVALID_KEY", "")));
        }

        @Override
        public void breakDown() {
            server.answer(exchange -> HttpAnswer.text(500, "down"));
        }

        @Override
        public List<Secret> secrets() {
            return List.of(Secret.of(KEY));
        }

        @Override
        public boolean removes() {
            return false;
        }

        /** The codes for a wrong key are not published. */
        @Override
        public boolean rejectionsStand() {
            return false;
        }

        @Override
        public boolean looksFirst() {
            return false;
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
