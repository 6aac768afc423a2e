package io.github.ddnskit.rfc2136.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.rfc2136.transport.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Where updates go when nobody has said so; one small server is the resolver, others are those of the zone. */
@Timeout(60)
final class PrimaryFinderTest {

    private static final Hostname HOST = Hostname.of("home.example.test");
    private static final Deadline LATER = Deadline.after(Duration.ofSeconds(40));

    private final List<Server> servers = new ArrayList<>();
    private final Server resolver = new Server("127.0.0.1", 0, false);
    private final int port = new Server("127.0.0.2", 0, true).socket.getLocalPort();

    @AfterEach
    void close() {
        servers.forEach(server -> server.socket.close());
    }

    @Test
    void thePrimaryComesFirstAndTheOthersAfterIt() throws Exception {
        zone("ns2.example.test.", "ns1.example.test.", "ns2.example.test.");
        address("ns1.example.test.", "127.0.0.3");
        address("ns2.example.test.", "127.0.0.2");
        new Server("127.0.0.3", port, true);
        PrimaryFinder.Found found = find();
        assertThat(found.zone()).isEqualTo(Hostname.of("example.test"));
        assertThat(found.servers()).containsExactly(at("127.0.0.2"), at("127.0.0.3"));
        assertThat(found.remarks()).isEmpty();
    }

    @Test
    void whatHasNoAuthorityOrDoesNotAnswerIsLeftOutWithAReason() throws Exception {
        zone("ns1.example.test.", "ns1.example.test.", "ns2.example.test.", "ns3.example.test.", "ns4.example.test.");
        address("ns1.example.test.", "127.0.0.3"); // lame
        address("ns2.example.test.", "127.0.0.4"); // nobody there
        address("ns4.example.test.", "127.0.0.2"); // fine
        new Server("127.0.0.3", port, false);
        PrimaryFinder.Found found = find();
        assertThat(found.servers()).containsExactly(at("127.0.0.2"));
        assertThat(found.remarks())
                .satisfiesExactly(
                        one -> assertThat(one)
                                .startsWith("ns1.example.test (127.0.0.3:" + port + ") has no authority for the zone"),
                        two -> assertThat(two).contains("ns2.example.test: nothing listens at 127.0.0.4:" + port),
                        three -> assertThat(three).isEqualTo("ns3.example.test has no address"));
    }

    @Test
    void aPrimaryThatIsNotListedIsFoundAllTheSame() throws Exception {
        zone("hidden.example.test.", "ns1.example.test.");
        address("hidden.example.test.", "127.0.0.2");
        PrimaryFinder.Found found = find();
        assertThat(found.servers()).containsExactly(at("127.0.0.2"));
        assertThat(found.remarks()).containsExactly("ns1.example.test has no address");
    }

    @Test
    void anAliasIsSaidToBeOne() {
        zone("ns1.example.test.", "ns1.example.test.");
        resolver.say(new CNAMERecord(name("home.example.test."), DClass.IN, 60, name("other.test.")), Type.CNAME);
        assertThatThrownBy(this::find)
                .isInstanceOf(NoPrimaryException.class)
                .hasMessageStartingWith("home.example.test is an alias (CNAME) of other.test, and an alias has no");
    }

    @Test
    void aServerWhoseNameLeadsInACircleHasNoAddress() {
        zone("ns1.example.test.", "ns1.example.test.");
        resolver.say(new CNAMERecord(name("ns1.example.test."), DClass.IN, 60, name("ns1.example.test.")), Type.A);
        assertThatThrownBy(this::find)
                .isInstanceOf(NoPrimaryException.class)
                .hasMessageContaining("takes updates of the zone example.test: ns1.example.test has no address; name");
    }

    @Test
    void noZoneAtAllIsSaidSo() {
        assertThatThrownBy(this::find)
                .isInstanceOf(NoPrimaryException.class)
                .hasMessageContaining("knows no zone that holds home.example.test");
    }

    private PrimaryFinder.Found find() throws IOException, InterruptedException {
        return new PrimaryFinder(Resolvers.of(List.of(resolver.address())), port).find(HOST, null, LATER);
    }

    private ServerAddress at(String address) {
        return ServerAddress.of(address, port);
    }

    private void zone(String primary, String... listed) {
        resolver.say(soa(primary), Type.SOA);
        for (String each : listed) {
            resolver.say(new NSRecord(name("example.test."), DClass.IN, 60, name(each)), Type.NS);
        }
    }

    private void address(String host, String address) {
        try {
            resolver.say(new ARecord(name(host), DClass.IN, 60, InetAddress.getByName(address)), Type.A);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Record soa(String primary) {
        return new SOARecord(name("example.test."), DClass.IN, 60, name(primary), name("root.test."), 1, 1, 1, 1, 1);
    }

    private static Name name(String text) {
        return Name.fromConstantString(text);
    }

    /** Answers with what it was told, and with the SOA record of the zone if it has authority. */
    private final class Server {

        private final DatagramSocket socket;
        private final Map<String, List<Record>> answers = new ConcurrentHashMap<>();
        private final boolean authority;

        Server(String address, int port, boolean authority) {
            try {
                socket = new DatagramSocket(port, InetAddress.getByName(address));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            this.authority = authority;
            servers.add(this);
            Thread thread = new Thread(this::serve);
            thread.setDaemon(true);
            thread.start();
        }

        ServerAddress address() {
            return ServerAddress.of(socket.getLocalAddress().getHostAddress(), socket.getLocalPort());
        }

        void say(Record answer, int toType) {
            answers.computeIfAbsent(answer.getName() + " " + toType, unused -> new ArrayList<>())
                    .add(answer);
        }

        private void serve() {
            byte[] buffer = new byte[512];
            while (!socket.isClosed()) {
                try {
                    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                    socket.receive(packet);
                    Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
                    Record question = query.getQuestion();
                    Message reply = new Message(query.getHeader().getID());
                    reply.getHeader().setFlag(Flags.QR);
                    reply.addRecord(question, Section.QUESTION);
                    List<Record> answer =
                            answers.getOrDefault(question.getName() + " " + question.getType(), List.of());
                    answer.forEach(record -> reply.addRecord(record, Section.ANSWER));
                    if (authority) {
                        reply.getHeader().setFlag(Flags.AA);
                        reply.addRecord(soa("ns1.example.test."), Section.ANSWER);
                    } else if (answer.isEmpty()) {
                        reply.getHeader().setRcode(Rcode.NXDOMAIN);
                    }
                    byte[] wire = reply.toWire();
                    socket.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
                } catch (IOException closed) {
                    // the loop ends if so
                }
            }
        }
    }
}
