package io.github.ddnskit.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.PeerZone;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.FakeZone;
import io.github.ddnskit.testkit.Personality;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Hundreds of questions about zones that were thrown together at random, to a real server and to its personality: the same
 * code, flags and sections, but for what {@link QueryDifferences} lists.
 *
 * <p>{@code -Dddnskit.random.seed=N} begins with another seed than 1, and {@code -Dddnskit.random.zones=N} tries more.
 */
final class RandomQueriesTest {

    private static final long FIRST_SEED = Long.getLong("ddnskit.random.seed", 1);
    /** Another zone, to which random ones point. */
    private static final String ELSEWHERE = "elsewhere.test";

    private static final int ZONES = Integer.getInteger("ddnskit.random.zones", 12);

    @ParameterizedTest
    @EnumSource(names = "POWERDNS", mode = EnumSource.Mode.EXCLUDE)
    void areAnsweredAlike(RealServer server) {
        List<RandomZone> zones = LongStream.range(FIRST_SEED, FIRST_SEED + ZONES)
                .mapToObj(seed -> RandomZone.of(seed, "random" + seed + ".test"))
                .toList();
        List<PeerZone> served = Stream.concat(
                        zones.stream().map(zone -> new PeerZone(zone.name(), PeerZone.Updates.NOBODY, zone.records())),
                        Stream.of(new PeerZone(ELSEWHERE, PeerZone.Updates.NOBODY, List.of("www 300 A 192.0.2.77"))))
                .toList();
        List<String> differences = new ArrayList<>();
        try (PeerServer real = server.start(served)) {
            for (int i = 0; i < ZONES; i++) {
                try (FakeAuthoritativeServer fake = FakeAuthoritativeServer.serving(
                                copy(real, zones.get(i).name()), copy(real, ELSEWHERE))
                        .personality(Personality.valueOf(server.name()))
                        .start()) {
                    differences.addAll(compare(server, real, fake, zones.get(i)));
                }
            }
        }
        assertThat(differences).isEmpty();
    }

    private static FakeZone copy(PeerServer real, String zone) {
        return FakeZone.of(zone).record(String.join("\n", Transfer.of(real.port(), zone)));
    }

    private static List<String> compare(
            RealServer server, PeerServer real, FakeAuthoritativeServer fake, RandomZone zone) {
        List<String> differences = new ArrayList<>();
        for (RandomZone.Question question : zone.questions()) {
            Message fromReal = ask(real.port(), question);
            Message fromFake = ask(fake.port(), question);
            if (!show(fromFake).equals(show(fromReal)) && !QueryDifferences.explain(server, fromReal, fromFake)) {
                differences.add(
                        question + " of " + zone.records() + "\n real " + show(fromReal) + "\n fake " + show(fromFake));
            }
        }
        return differences;
    }

    private static Message ask(int port, RandomZone.Question question) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(20_000);
            Message query = Message.newQuery(Record.newRecord(
                    Name.fromString(question.name() + "."), Type.value(question.type(), true), DClass.IN));
            query.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);
            byte[] wire = query.toWire();
            socket.send(new DatagramPacket(wire, wire.length));
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(packet);
            return new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String show(Message reply) {
        String flags = Stream.of(Flags.AA, Flags.TC, Flags.RD, Flags.RA)
                .filter(reply.getHeader()::getFlag)
                .map(Flags::string)
                .collect(Collectors.joining(" "));
        return Rcode.string(reply.getRcode()) + " " + flags + " "
                + Stream.of(Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL)
                        .map(section -> sorted(reply, section).toString())
                        .collect(Collectors.joining(" "));
    }

    private static List<String> sorted(Message reply, int section) {
        return reply.getSection(section).stream()
                .filter(record -> record.getType() != Type.OPT)
                .map(record -> record.toString().replaceAll("\\s+", " "))
                .sorted()
                .toList();
    }
}
