package io.github.ddnskit.jp;

import static io.github.ddnskit.jp.Outcomes.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.jp.FletsDdnsUpdater.Transport;
import io.github.ddnskit.peers.Peers;
import io.github.ddnskit.rfc2136.AuthoritativeObserver;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.spi.RecordObserver;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Update packets to loopback, and the name servers that the service answers with. */
class FletsPacketsTest {

    private static final Hostname HOME = Hostname.of("home.i.open.ad.jp");
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
    private static final Goal LOOPBACK = Goal.publish("::1");

    @Test
    void registersWhereThePacketComesFromAndBelievesOnlyDns() throws Exception {
        try (FakeAuthoritativeServer dns = FakeAuthoritativeServer.zone("i.open.ad.jp")
                        .allowUnsigned()
                        .record("home-ngn.i.open.ad.jp. 60 IN AAAA 2408:210:1234:5600::1")
                        .start();
                DatagramSocket service = loopback();
                FletsDdnsUpdater updater = updater(service.getLocalPort(), AuthoritativeObserver.at(dns.server()))) {
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
            assertThat(updater.update(update).ipv6()).isEqualTo(new Outcome.Unchanged(Set.of(IpLiteral.parse("::1"))));
            service.setSoTimeout(1);
            assertThatThrownBy(() -> receive(service)).as("no second packet").isInstanceOf(IOException.class);
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
                FletsDdnsUpdater updater = updater(service.getLocalPort(), AuthoritativeObserver.at(dns.server()))) {
            Update update = Update.of(HOME, Goal.keep(), Goal.publish("2408:210:1234:5600::1"));
            assertFailed(updater.update(update).ipv6(), FailureReason.UNREACHABLE, "not one of this device");
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
            Peers.require(false, "the machine has an IPv6 loopback");
            throw new IllegalStateException(e);
        }
    }

    private InetAddress receive(DatagramSocket service) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[64], 64);
        service.receive(packet);
        return packet.getAddress();
    }
}
