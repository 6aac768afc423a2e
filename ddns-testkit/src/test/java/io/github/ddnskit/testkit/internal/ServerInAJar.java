package io.github.ddnskit.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.Secret;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;

/** The message path of a server without its sockets, and what must be true of each of its replies. */
final class ServerInAJar {

    static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_767_323_045L), ZoneOffset.UTC);
    static final TsigKey KEY =
            TsigKey.of("ddns-key.", TsigAlgorithm.HMAC_SHA256, Secret.of("c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0"));

    /** For the clock that stands still. */
    static final TSIG SIGNER =
            new TSIG(TSIG.HMAC_SHA256, name("ddns-key."), new SecretKeySpec(KEY.octets(), "HmacSHA256"), CLOCK);

    private static final int MOST_REPLIES = 8;

    private final Zone zone;
    private final NameServer server;

    ServerInAJar(boolean unsignedUpdates, Set<Habit> habits) {
        ZoneReader reader = new ZoneReader("example.test");
        reader.lines("www.example.test 300 IN A 192.0.2.1");
        reader.lines("www.example.test 300 IN TXT \"some text\"");
        reader.lines("*.wild.example.test 300 IN CNAME www.example.test");
        reader.lines("child.example.test 300 IN NS ns.child.example.test");
        reader.lines("ns.child.example.test 300 IN A 192.0.2.2");
        zone = new Zone(
                reader.zone(),
                new Zone.Rules(Set.of(name("ddns-key.")), Set.of(), unsignedUpdates, false, Set.of()),
                CLOCK);
        server = new NameServer(new Zones(List.of(zone)), List.of(KEY), CLOCK, false, null, habits, new NoHooks());
    }

    /** The habits of all servers at once: what one does not look at another does. */
    static Set<Habit> allHabits() {
        Set<Habit> habits = EnumSet.allOf(Habit.class);
        habits.remove(Habit.ECHOES_TSIG);
        habits.remove(Habit.SILENT_TO_SEVERAL_QUESTIONS);
        return habits;
    }

    ZoneData zone() {
        return zone.data();
    }

    /** What is answered to these octets; complains if that is no reply to them. */
    List<byte[]> handle(byte[] wire, boolean tcp) {
        List<byte[]> replies = new ArrayList<>();
        server.handle(
                wire.clone(), new Client(IpLiteral.parse("127.0.0.1"), tcp), 0, reply -> replies.add(reply.octets()));
        assertThat(replies).hasSizeLessThanOrEqualTo(MOST_REPLIES);
        for (byte[] reply : replies) {
            assertIsReply(wire, reply, tcp);
        }
        assertThat(zone.data().soa()).isNotNull();
        return replies;
    }

    private static void assertIsReply(byte[] wire, byte[] reply, boolean tcp) {
        assertThat(reply.length).isBetween(12, tcp ? 65_535 : 1232);
        assertThat(reply[0]).isEqualTo(wire[0]);
        assertThat(reply[1]).isEqualTo(wire[1]);
        assertThat(reply[2] & 0xF8).as("QR and opcode").isEqualTo((wire[2] | 0x80) & 0xF8);
        try {
            Message parsed = new Message(reply);
            for (int section = 0; section < 4; section++) {
                assertThat(parsed.getSection(section))
                        .hasSize(parsed.getHeader().getCount(section));
            }
        } catch (IOException e) {
            throw new AssertionError("no message: " + Wires.text(wire), e);
        }
    }

    static Name name(String text) {
        return ZoneReader.name(text);
    }

    private static final class NoHooks implements NameServer.Hooks {
        @Override
        public Effect effectOn(Request request, boolean tcp, int waiting) {
            return Effect.NOTHING;
        }

        @Override
        public void answered(NameServer.Answered answered) {}

        @Override
        public void changed(Zone zone) {}
    }
}
