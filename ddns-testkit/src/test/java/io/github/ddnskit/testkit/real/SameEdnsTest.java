package io.github.ddnskit.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.PeerZone;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Cookies and the DO bit are answered by a personality as by its server. */
final class SameEdnsTest {

    private static final PeerZone ZONE = new PeerZone("example.test", PeerZone.Updates.NOBODY, List.of());
    private static final byte[] COOKIE = {1, 2, 3, 4, 5, 6, 7, 8};

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void isThatOfTheServer(RealServer server) throws IOException {
        try (PeerServer real = server.start(List.of(ZONE));
                FakeAuthoritativeServer fake = server.fake(ZONE, Transfer.of(real.port(), ZONE.name()))) {
            List<EDNSOption> stale = List.of(new CookieOption(COOKIE, new byte[16]));
            List<EDNSOption> fresh = List.of(new CookieOption(COOKIE));
            for (List<EDNSOption> options : List.of(fresh, stale, List.<EDNSOption>of())) {
                for (int flags : new int[] {0, ExtendedFlags.DO}) {
                    OPTRecord opt = new OPTRecord(1232, 0, 0, flags, options);
                    assertThat(ask(fake.port(), opt)).isEqualTo(ask(real.port(), opt));
                }
            }
        }
    }

    private static String ask(int port, OPTRecord opt) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(20_000);
            Message query = Message.newQuery(Record.newRecord(Name.fromString(ZONE.name() + "."), Type.SOA, DClass.IN));
            query.addRecord(opt, Section.ADDITIONAL);
            byte[] wire = query.toWire();
            socket.send(new DatagramPacket(wire, wire.length));
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(packet);
            return show(new Message(Arrays.copyOf(packet.getData(), packet.getLength())));
        }
    }

    private static String show(Message reply) {
        OPTRecord opt = reply.getOPT();
        List<String> cookies = Stream.ofNullable(opt)
                .flatMap(present -> present.getOptions(EDNSOption.Code.COOKIE).stream())
                .map(option -> (CookieOption) option)
                .map(cookie -> Arrays.toString(cookie.getClientCookie()) + " and "
                        + cookie.getServerCookie().map(theirs -> theirs.length).orElse(0) + " octets")
                .toList();
        return Rcode.string(reply.getRcode()) + " " + cookies + (opt == null ? "" : " flags " + opt.getFlags());
    }
}
