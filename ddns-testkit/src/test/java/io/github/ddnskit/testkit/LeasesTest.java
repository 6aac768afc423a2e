package io.github.ddnskit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.rfc2136.TsigKey;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Leases (RFC 9664) end by the clock of a test. */
final class LeasesTest {

    private static final String NAME = "home.example.test";

    private final ManualTime time = ManualTime.create();
    private final FakeAuthoritativeServer server = FakeAuthoritativeServer.serving(
                    FakeZone.of("example.test").allowUnsigned().leases(Duration.ofMinutes(1), Duration.ofHours(1)))
            .clock(time.clock())
            .start();
    private final DnsClient client = new DnsClient(server);

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @ParameterizedTest(name = "asks for {0}, gets {1}")
    @CsvSource({"600, 600", "10, 60", "1000000, 3600", "4294967295, 3600"})
    void grantsWhatItsPolicyAllows(long asked, long granted) {
        Message reply = client.ask(leased(DnsClient.add("example.test", NAME, "192.0.2.1"), (int) asked));
        assertThat(reply.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(option(reply))
                .isEqualTo(ByteBuffer.allocate(4).putInt((int) granted).flip());
        time.advance(Duration.ofSeconds(granted - 1));
        assertThat(server.addresses(NAME)).containsExactly("192.0.2.1");
        time.advance(Duration.ofSeconds(1));
        assertThat(server.addresses(NAME)).isEmpty();
        assertThat(client.ask(NAME, Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(server.serial()).as("added, and removed").isEqualTo(3);
    }

    @Test
    void aRefreshExtendsIt() {
        org.xbill.DNS.Update update = DnsClient.add("example.test", NAME, "192.0.2.1");
        client.ask(leased(update, 600));
        time.advance(Duration.ofSeconds(500));
        client.ask(leased(DnsClient.add("example.test", NAME, "192.0.2.1"), 600));
        assertThat(server.serial()).as("a refresh changes nothing").isEqualTo(2);
        time.advance(Duration.ofSeconds(599));
        assertThat(server.addresses(NAME)).isNotEmpty();
        time.advance(Duration.ofSeconds(1));
        assertThat(server.addresses(NAME)).isEmpty();
    }

    @Test
    void whatIsAddedWithoutALeaseStays() {
        client.ask(leased(DnsClient.add("example.test", NAME, "192.0.2.1"), 600));
        client.ask(leased(DnsClient.add("example.test", NAME, "192.0.2.2"), 600));
        client.ask(DnsClient.add("example.test", NAME, "192.0.2.2"));
        client.ask(DnsClient.add("example.test", NAME, "192.0.2.3"));
        time.advance(Duration.ofDays(1));
        assertThat(server.addresses(NAME)).containsExactly("192.0.2.2", "192.0.2.3");
    }

    @Test
    void aKeyMayBeLeasedForLonger() throws IOException {
        org.xbill.DNS.Update update = DnsClient.add("example.test", NAME, "192.0.2.1");
        update.add(DnsClient.name(NAME), Type.KEY, 60, "512 3 13 AwEAAQ==");
        byte[] both = ByteBuffer.allocate(8).putInt(600).putInt(1800).array();
        Message reply = client.ask(with(update, both));
        assertThat(option(reply)).isEqualTo(ByteBuffer.wrap(both));
        time.advance(Duration.ofMinutes(10));
        assertThat(server.records(NAME)).singleElement().asString().contains(" KEY ");
        time.advance(Duration.ofMinutes(20));
        assertThat(server.records(NAME)).isEmpty();
    }

    @Test
    void anOptionOfAnyOtherLengthIsMalformed() {
        for (int length : new int[] {0, 3, 5, 7, 9, 12}) {
            Message reply = client.ask(with(DnsClient.add("example.test", NAME, "192.0.2.1"), new byte[length]));
            assertThat(reply.getRcode()).as("%d octets", length).isEqualTo(Rcode.FORMERR);
        }
        assertThat(server.addresses(NAME)).isEmpty();
    }

    @Test
    void aRefusedUpdateGrantsNothing() {
        Message reply = client.ask(leased(DnsClient.add("example.test", "www.other.test", "192.0.2.1"), 600));
        assertThat(reply.getRcode()).isEqualTo(Rcode.NOTZONE);
        assertThat(reply.getOPT().getOptions()).isEmpty();
    }

    @Test
    void aServerWithoutLeasesDoesNotKnowTheOption() {
        try (FakeAuthoritativeServer old = FakeAuthoritativeServer.zone("example.test")
                        .allowUnsigned()
                        .clock(time.clock())
                        .start();
                DnsClient other = new DnsClient(old)) {
            Message reply = other.ask(leased(DnsClient.add("example.test", NAME, "192.0.2.1"), 600));
            assertThat(reply.getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(reply.getOPT().getOptions()).isEmpty();
            time.advance(Duration.ofDays(1));
            assertThat(old.addresses(NAME)).containsExactly("192.0.2.1");
        }
    }

    @Test
    void secondariesHearOfTheEndThoughNobodyAsks() throws IOException {
        try (DatagramSocket secondary =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            secondary.setSoTimeout(20_000);
            client.ask(leased(DnsClient.add("example.test", NAME, "192.0.2.1"), 600));
            server.addSecondary("127.0.0.1", secondary.getLocalPort());
            time.advance(Duration.ofMinutes(10));
            DatagramPacket packet = new DatagramPacket(new byte[512], 512);
            secondary.receive(packet);
            assertThat(packet.getData()[2] >> 3).as("opcode NOTIFY").isEqualTo(4);
        }
    }

    @Test
    void ourUpdaterGetsALeaseAndRefreshesIt() throws InterruptedException {
        TsigKey key = TsigKey.parse("ddns-key:c2VjcmV0IG9mIHRoZSB0ZXN0");
        FakeZone zone = FakeZone.of("example.test").key(key).leases(Duration.ofMinutes(1), Duration.ofMinutes(10));
        try (FakeAuthoritativeServer signed = FakeAuthoritativeServer.serving(zone)
                        .clock(time.clock())
                        .start();
                Rfc2136Updater updater = Rfc2136Updater.builder()
                        .server(signed.server())
                        .zone("example.test")
                        .tsig(key)
                        .clock(time.clock())
                        .lease(Duration.ofHours(1))
                        .build()) {
            Hostname host = Hostname.of(NAME);
            Update update = Update.of(host, Goal.publish("192.0.2.1"), Goal.keep());
            assertThat(updater.update(update)).isEqualTo(UpdateReport.published(update));
            Duration refresh = Objects.requireNonNull(updater.refreshEvery(host));
            assertThat(refresh).isBetween(Duration.ofSeconds(480), Duration.ofSeconds(510));
            for (int i = 0; i < 3; i++) {
                time.advance(refresh);
                assertThat(signed.addresses(NAME)).containsExactly("192.0.2.1");
                updater.update(update);
            }
            time.advance(Duration.ofMinutes(10));
            assertThat(signed.addresses(NAME)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "20, 10", "1, 2147483648"})
    void aPolicyMustMakeSense(long least, long most) {
        assertThatThrownBy(
                        () -> FakeZone.of("example.test").leases(Duration.ofSeconds(least), Duration.ofSeconds(most)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no leases from ");
    }

    private static Message leased(Message update, int seconds) {
        return with(update, ByteBuffer.allocate(4).putInt(seconds).array());
    }

    private static Message with(Message update, byte[] lease) {
        update.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(new GenericEDNSOption(2, lease))), Section.ADDITIONAL);
        return update;
    }

    private static ByteBuffer option(Message reply) {
        byte[] wire = reply.getOPT().getOptions(2).get(0).toWire();
        return ByteBuffer.wrap(wire, 4, wire.length - 4).slice();
    }
}
