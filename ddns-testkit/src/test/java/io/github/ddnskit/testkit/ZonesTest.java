package io.github.ddnskit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.rfc2136.TsigKey;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** A server of several zones, and of zones that not everybody sees. */
final class ZonesTest {

    private static final String SECRET = "c2VjcmV0LXNlY3JldC1zZWNyZXQ=";
    private static final TsigKey PARENT = TsigKey.parse("parent:" + SECRET);
    private static final TsigKey CHILD = TsigKey.parse("child:" + SECRET);

    private static final FakeAuthoritativeServer SERVER = FakeAuthoritativeServer.serving(
                    FakeZone.of("example.test").key(PARENT).record("""
                                    www.example.test 300 IN A 192.0.2.1
                                    child.example.test 300 IN NS ns.child.example.test
                                    child.example.test 300 IN DS 1 13 2 0000000000000000000000000000000000000000000000000000000000000000
                                    below.example.test 300 IN CNAME www.child.example.test
                                    away.example.test 300 IN CNAME www.other.test
                                    gone.example.test 300 IN CNAME www.gone.test
                                    example.test 300 IN MX 10 mail.other.test
                                    """),
                    FakeZone.of("child.example.test").key(CHILD).record("www.child.example.test 300 IN A 192.0.2.2"),
                    FakeZone.of("other.test").allowUnsigned().record("""
                            www.other.test 300 IN A 192.0.2.3
                            mail.other.test 300 IN A 192.0.2.4
                            """))
            .start();

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            www.example.test        | A   | NOERROR AA [www.example.test. 300 IN A 192.0.2.1] [] []
            www.child.example.test  | A   | NOERROR AA [www.child.example.test. 300 IN A 192.0.2.2] [] []
            child.example.test      | NS  | NOERROR AA [child.example.test. 3600 IN NS ns.child.example.test.] [] [ns.child.example.test. 3600 IN A 127.0.0.1]
            child.example.test      | DS  | NOERROR AA [child.example.test. 300 IN DS 1 13 2 0000000000000000000000000000000000000000000000000000000000000000] [] []
            nothing.example.test    | A   | NXDOMAIN AA [] [example.test. 60 IN SOA ns.example.test. hostmaster.example.test. 1 3600 600 86400 60] []
            no.child.example.test   | A   | NXDOMAIN AA [] [child.example.test. 60 IN SOA ns.child.example.test. hostmaster.child.example.test. 1 3600 600 86400 60] []
            below.example.test      | A   | NOERROR AA [below.example.test. 300 IN CNAME www.child.example.test., www.child.example.test. 300 IN A 192.0.2.2] [] []
            away.example.test       | A   | NOERROR AA [away.example.test. 300 IN CNAME www.other.test., www.other.test. 300 IN A 192.0.2.3] [] []
            gone.example.test       | A   | NOERROR AA [gone.example.test. 300 IN CNAME www.gone.test.] [] []
            example.test            | MX  | NOERROR AA [example.test. 300 IN MX 10 mail.other.test.] [] [mail.other.test. 300 IN A 192.0.2.4]
            test                    | SOA | REFUSED [] [] []
            www.gone.test           | A   | REFUSED [] [] []
            """)
    void theLongestZoneAnswers(String name, String type, String reply) {
        try (DnsClient client = new DnsClient(SERVER)) {
            assertThat(DnsClient.show(client.ask(name, Type.value(type)))).isEqualTo(reply);
        }
    }

    @ParameterizedTest(name = "{0} with {1}: {2}")
    @CsvSource(textBlock = """
            example.test,       parent, NOERROR
            example.test,       child,  REFUSED
            example.test,       none,   REFUSED
            child.example.test, parent, REFUSED
            child.example.test, child,  NOERROR
            other.test,         none,   NOERROR
            other.test,         parent, NOERROR
            www.example.test,   parent, NOTAUTH
            test,               parent, NOTAUTH
            """)
    void aKeyIsForItsZone(String zone, String key, String rcode) {
        try (DnsClient client = new DnsClient(SERVER)) {
            Update update = new Update(DnsClient.name(zone));
            update.delete(DnsClient.name("nothing." + zone));
            if (!key.equals("none")) {
                DnsClient.signed(update, new TSIG(TSIG.HMAC_SHA256, key, SECRET));
            }
            assertThat(Rcode.string(client.ask(update).getRcode())).isEqualTo(rcode);
        }
    }

    @Test
    void anUpdateRaisesTheSerialOfItsZoneOnly() {
        try (FakeAuthoritativeServer server = FakeAuthoritativeServer.serving(
                                FakeZone.of("one.test").allowUnsigned(),
                                FakeZone.of("two.test").allowUnsigned())
                        .start();
                DnsClient client = new DnsClient(server)) {
            client.ask(DnsClient.add("two.test", "new.two.test", "192.0.2.9"));
            assertThat(server.serial()).isEqualTo(1);
            assertThat(server.serial("two.test")).isEqualTo(2);
            assertThat(server.addresses("new.two.test")).containsExactly("192.0.2.9");
            assertThat(server.zoneText()).startsWith("one.test.").doesNotContain("two.test");
            assertThat(server.zoneText("two.test")).contains("new.two.test. 60 IN A 192.0.2.9\n");
        }
    }

    @Test
    void whatDoesNotExistIsSaidInWords() {
        assertThatThrownBy(() -> SERVER.serial("three.test"))
                .hasMessage("this server has no zone three.test, but [example.test, child.example.test, other.test]");
        assertThatThrownBy(() -> FakeAuthoritativeServer.serving(FakeZone.of("a.test"), FakeZone.of("A.TEST."))
                        .start())
                .hasMessage("there are two zones a.test. for the same clients");
        TsigKey other = TsigKey.parse("parent:b3RoZXItb3RoZXItb3RoZXI=");
        FakeAuthoritativeServerBuilder builder = FakeAuthoritativeServer.serving(
                FakeZone.of("a.test").key(PARENT), FakeZone.of("b.test").key(other));
        assertThatThrownBy(builder::start).hasMessage("there are two keys parent.");
        assertThatThrownBy(() -> FakeZone.of("a.test").whoami("b.test"))
                .hasMessage("b.test is not in the zone a.test.");
    }

    @Test
    void theLastNameServerOfAZoneStays() throws IOException {
        try (FakeAuthoritativeServer server = FakeAuthoritativeServer.zone("one.test")
                        .allowUnsigned()
                        .record("one.test 300 NS ns1.one.test\none.test 300 NS ns2.one.test")
                        .start();
                DnsClient client = new DnsClient(server)) {
            for (String target : List.of("ns1.one.test.", "ns2.one.test.")) {
                Update update = new Update(DnsClient.name("one.test"));
                update.delete(DnsClient.name("one.test"), Type.NS, target);
                assertThat(client.ask(update).getRcode()).isEqualTo(Rcode.NOERROR);
            }
            assertThat(server.records("one.test"))
                    .filteredOn(line -> line.contains(" NS "))
                    .containsExactly("one.test. 300 IN NS ns2.one.test.");
        }
    }

    @Test
    void someClientsSeeAnotherZone() throws IOException {
        try (FakeAuthoritativeServer server = FakeAuthoritativeServer.serving(
                        FakeZone.of("example.test").record("www.example.test A 192.0.2.1"),
                        FakeZone.of("example.test")
                                .record("www.example.test A 10.0.0.1")
                                .allowUnsigned()
                                .seenBy("127.0.0.2", "127.0.0.3"),
                        FakeZone.of("hidden.test").seenBy("127.0.0.3"))
                .start()) {
            assertThat(answer(server, "127.0.0.1", "www.example.test", Type.A)).contains("A 192.0.2.1");
            assertThat(answer(server, "127.0.0.2", "www.example.test", Type.A)).contains("A 10.0.0.1");
            assertThat(answer(server, "127.0.0.3", "www.example.test", Type.A)).contains("A 10.0.0.1");
            assertThat(answer(server, "127.0.0.2", "hidden.test", Type.NS)).isEqualTo("REFUSED [] [] []");
            assertThat(answer(server, "127.0.0.3", "hidden.test", Type.NS)).contains("NS ns.hidden.test.");

            Message update = DnsClient.add("example.test", "new.example.test", "10.0.0.2");
            assertThat(exchange(server, "127.0.0.1", update).getRcode()).isEqualTo(Rcode.REFUSED);
            assertThat(exchange(server, "127.0.0.2", update).getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(server.records("new.example.test")).isEmpty();
            assertThat(server.records("new.example.test", "127.0.0.3"))
                    .containsExactly("new.example.test. 60 IN A 10.0.0.2");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1 | A    | NOERROR AA [me.example.test. 0 IN A 127.0.0.1] [] []
            127.0.0.7 | A    | NOERROR AA [me.example.test. 0 IN A 127.0.0.7] [] []
            127.0.0.7 | TXT  | NOERROR AA [me.example.test. 0 IN TXT 127.0.0.7] [] []
            127.0.0.7 | AAAA | NOERROR AA [] [example.test. 60 IN SOA ns.example.test. hostmaster.example.test. 1 3600 600 86400 60] []
            """)
    void whoAsksIsToldHisAddress(String client, String type, String reply) throws IOException {
        try (FakeAuthoritativeServer server = FakeAuthoritativeServer.serving(
                        FakeZone.of("example.test").whoami("me.example.test"))
                .start()) {
            assertThat(answer(server, client, "me.example.test", Type.value(type)))
                    .isEqualTo(reply);
        }
    }

    private static String answer(FakeAuthoritativeServer server, String from, String name, int type)
            throws IOException {
        return DnsClient.show(exchange(server, from, DnsClient.query(name, type)));
    }

    private static Message exchange(FakeAuthoritativeServer server, String from, Message message) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(from), 0))) {
            socket.setSoTimeout(20_000);
            byte[] wire = message.toWire();
            socket.send(new DatagramPacket(
                    wire, wire.length, new InetSocketAddress(InetAddress.getByName(server.host()), server.port())));
            DatagramPacket reply = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(reply);
            return new Message(Arrays.copyOf(reply.getData(), reply.getLength()));
        }
    }
}
