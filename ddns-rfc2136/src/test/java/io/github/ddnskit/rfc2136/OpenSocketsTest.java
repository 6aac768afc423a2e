package io.github.ddnskit.rfc2136;

import static io.github.ddnskit.rfc2136.ScriptedServer.framed;
import static io.github.ddnskit.rfc2136.ScriptedServer.reply;
import static io.github.ddnskit.rfc2136.ScriptedServer.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Update;
import io.github.ddnskit.peers.Peers;
import io.github.ddnskit.rfc2136.ScriptedServer.Datagram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** Counts the sockets of the whole process, so it runs alone. */
@Timeout(600)
@Isolated
final class OpenSocketsTest {

    private static final TsigKey KEY = TsigKey.parse("ddns-key:c2VjcmV0IG9mIHRoZSB0ZXN0");
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Update UPDATE =
            Update.of(Hostname.of("home.example.test"), Goal.publish("192.0.2.1"), Goal.keep());

    @Test
    void noSocketIsLeftBehind() throws Exception {
        Path descriptors = Path.of("/proc/self/fd");
        Peers.require(Files.isDirectory(descriptors), "open sockets are counted in /proc");
        try (ScriptedServer answers = ScriptedServer.udp(
                        (datagram, earlier) -> datagram.answer(signed(KEY, datagram.query(), Rcode.NOERROR)));
                ScriptedServer mute = ScriptedServer.udp((datagram, earlier) -> {});
                ScriptedServer streams = new ScriptedServer(
                        OpenSocketsTest::truncate, query -> framed(signed(KEY, query, Rcode.NOERROR)))) {
            update(answers, LONG);
            long before = sockets(descriptors);
            for (int i = 0; i < 50; i++) {
                update(answers, LONG);
                update(streams, LONG);
                update(mute, Duration.ofMillis(1));
            }
            long after = sockets(descriptors);
            // others in this process may have opened some, but not fifty
            assertThat(after).isLessThan(before + 25);
        }
    }

    private static void truncate(Datagram datagram, List<Datagram> earlier) throws IOException {
        Message reply = reply(datagram.query(), Rcode.NOERROR);
        reply.getHeader().setFlag(Flags.TC);
        datagram.answer(reply.toWire());
    }

    private static void update(ScriptedServer server, Duration timeout) throws InterruptedException {
        Rfc2136Updater.builder()
                .server(server.address())
                .zone("example.test")
                .tsig(KEY)
                .timeout(timeout)
                .build()
                .update(UPDATE);
    }

    private static long sockets(Path descriptors) throws IOException {
        try (Stream<Path> files = Files.list(descriptors)) {
            return files.filter(OpenSocketsTest::isSocketOrSelector).count();
        }
    }

    private static boolean isSocketOrSelector(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("socket:") || target.contains("eventpoll");
        } catch (IOException gone) {
            return false;
        }
    }
}
