package io.github.ddnskit.rfc2136;

import static io.github.ddnskit.rfc2136.ScriptedServer.reply;
import static io.github.ddnskit.rfc2136.ScriptedServer.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.rfc2136.ScriptedServer.Script;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** RFC 9664 with servers that know it, do not know it, and choke on it. */
final class UpdateLeaseTest {

    private static final TsigKey KEY = TsigKey.parse("ddns-key:c2VjcmV0IG9mIHRoZSB0ZXN0");
    private static final Hostname HOST = Hostname.of("home.example.test");
    private static final Update UPDATE = Update.of(HOST, Goal.publish("192.0.2.1"), Goal.keep());

    @Test
    void whatWasGrantedIsRefreshedBeforeItEnds() throws InterruptedException {
        Script grantsTenMinutes = (datagram, earlier) -> {
            Message reply = reply(datagram.query(), Rcode.NOERROR);
            reply.addRecord(option(600), Section.ADDITIONAL);
            datagram.answer(signed(KEY, datagram.query(), reply));
        };
        try (ScriptedServer server = ScriptedServer.udp(grantsTenMinutes)) {
            Rfc2136Updater updater = updater(server);
            assertThat(updater.refreshEvery(HOST))
                    .as("what was granted before a restart is not known")
                    .isEqualTo(Duration.ofMinutes(24));
            assertThat(updater.update(UPDATE)).isEqualTo(UpdateReport.published(UPDATE));
            assertThat(updater.refreshEvery(HOST)).isBetween(Duration.ofSeconds(480), Duration.ofSeconds(510));
            Message sent = server.datagrams().get(0).query();
            assertThat(sent.getOPT().getOptions(2))
                    .extracting(option -> ByteBuffer.wrap(option.toWire()).getInt(4))
                    .containsExactly(3600);
        }
    }

    @Test
    void aServerWithoutLeasesIsNoFailureAndNotRefreshed() throws InterruptedException {
        try (ScriptedServer server = ScriptedServer.udp(
                (datagram, earlier) -> datagram.answer(signed(KEY, datagram.query(), Rcode.NOERROR)))) {
            Rfc2136Updater updater = updater(server);
            assertThat(updater.update(UPDATE)).isEqualTo(UpdateReport.published(UPDATE));
            assertThat(updater.refreshEvery(HOST)).isNull();
        }
    }

    @Test
    void aServerThatCallsTheOptionMalformedIsUpdatedWithoutIt() throws InterruptedException {
        Script old = (datagram, earlier) -> {
            boolean knowsIt = datagram.query().getOPT() == null;
            datagram.answer(signed(KEY, datagram.query(), knowsIt ? Rcode.NOERROR : Rcode.FORMERR));
        };
        try (ScriptedServer server = ScriptedServer.udp(old)) {
            Rfc2136Updater updater = updater(server);
            assertThat(updater.update(UPDATE)).isEqualTo(UpdateReport.published(UPDATE));
            assertThat(updater.refreshEvery(HOST)).isNull();
            assertThat(updater.update(UPDATE)).isEqualTo(UpdateReport.published(UPDATE));
            assertThat(server.datagrams()).hasSize(3);
        }
    }

    @Test
    void withoutALeaseThereIsNoOptionAndNoRefresh() throws InterruptedException {
        try (ScriptedServer server = ScriptedServer.udp(
                (datagram, earlier) -> datagram.answer(signed(KEY, datagram.query(), Rcode.NOERROR)))) {
            Rfc2136Updater updater = Rfc2136Updater.builder()
                    .server(server.address())
                    .zone("example.test")
                    .tsig(KEY)
                    .build();
            updater.update(UPDATE);
            assertThat(updater.refreshEvery(HOST)).isNull();
            assertThat(server.datagrams().get(0).query().getOPT()).isNull();
        }
    }

    @Test
    void aLeaseIsAtLeastHalfAMinute() {
        for (Duration lease : List.of(Duration.ofSeconds(29), Duration.ofMillis(60_500), Duration.ofDays(30_000))) {
            assertThatThrownBy(() -> Rfc2136Updater.builder().lease(lease))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a lease is 30 to 2147483647 whole seconds");
        }
    }

    private static Rfc2136Updater updater(ScriptedServer server) {
        return Rfc2136Updater.builder()
                .server(server.address())
                .zone("example.test")
                .tsig(KEY)
                .lease(Duration.ofHours(1))
                .build();
    }

    private static OPTRecord option(int seconds) {
        byte[] lease = ByteBuffer.allocate(Integer.BYTES).putInt(seconds).array();
        return new OPTRecord(1232, 0, 0, 0, List.of(new GenericEDNSOption(2, lease)));
    }
}
