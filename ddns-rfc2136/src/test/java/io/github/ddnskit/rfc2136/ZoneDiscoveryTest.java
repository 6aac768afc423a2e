package io.github.ddnskit.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Update;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/** How the zone is found if it is not given. */
@Timeout(600)
final class ZoneDiscoveryTest {

    private static final String HOST = "home.example.test";

    /** What the server answers to SOA questions, by name; NXDOMAIN with nothing else if it is not here. */
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    private record Answer(int rcode, int section, List<Record> records) {}

    @Test
    void theSoaOfANegativeAnswerNamesTheZone() throws InterruptedException {
        answers.put(HOST, new Answer(Rcode.NXDOMAIN, Section.AUTHORITY, List.of(soa("example.test."))));
        assertUpdates("example.test.");
    }

    @Test
    void theApexIsItsOwnZone() throws InterruptedException {
        answers.put(HOST, new Answer(Rcode.NOERROR, Section.ANSWER, List.of(soa(HOST + "."))));
        assertUpdates(HOST + ".");
    }

    @Test
    void theNamesAboveAreAskedForIfTheAnswerDoesNotTell() throws InterruptedException {
        answers.put("example.test", new Answer(Rcode.NOERROR, Section.ANSWER, List.of(soa("example.test."))));
        assertUpdates("example.test.");
    }

    @Test
    void theZoneOfAnAliasIsNotTheZoneOfItsTarget() throws InterruptedException {
        Record alias = new CNAMERecord(name(HOST + "."), DClass.IN, 60, name("home.other.test."));
        answers.put(HOST, new Answer(Rcode.NOERROR, Section.ANSWER, List.of(alias, soa("other.test."))));
        answers.put("example.test", new Answer(Rcode.NOERROR, Section.ANSWER, List.of(soa("example.test."))));
        assertUpdates("example.test.");
    }

    @Test
    void aPartThatIsServedElsewhereIsNotUpdatedInItsParent() throws InterruptedException {
        Record cut = new NSRecord(name(HOST + "."), DClass.IN, 60, name("ns.other.test."));
        answers.put(HOST, new Answer(Rcode.NOERROR, Section.AUTHORITY, List.of(cut)));
        answers.put("example.test", new Answer(Rcode.NOERROR, Section.ANSWER, List.of(soa("example.test."))));
        assertFails(FailureReason.ZONE_NOT_SERVED, "home.example.test is served elsewhere");
    }

    @Test
    void noZoneAtAllIsSaidSo() throws InterruptedException {
        assertFails(FailureReason.ZONE_NOT_SERVED, "serves no zone that holds home.example.test: it knows no zone");
    }

    @Test
    void aFailureOfTheServerIsNoMissingZone() throws InterruptedException {
        answers.put(HOST, new Answer(Rcode.SERVFAIL, Section.ANSWER, List.of()));
        assertFails(FailureReason.SERVER_ERROR, "in the zone of home.example.test");
    }

    private void assertUpdates(String zone) throws InterruptedException {
        try (ScriptedServer server = server()) {
            assertThat(update(server)).hasToString("published 192.0.2.1");
            List<ScriptedServer.Datagram> datagrams = server.datagrams();
            Message last = datagrams.get(datagrams.size() - 1).query();
            assertThat(last.getHeader().getOpcode()).isEqualTo(Opcode.UPDATE);
            assertThat(last.getQuestion().getName()).isEqualTo(name(zone));
        }
    }

    private void assertFails(FailureReason reason, String sentence) throws InterruptedException {
        try (ScriptedServer server = server()) {
            assertThat(update(server)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.reason()).isEqualTo(reason);
                assertThat(failed.detail()).contains(sentence);
            });
            assertThat(server.datagrams())
                    .noneMatch(datagram -> datagram.query().getHeader().getOpcode() == Opcode.UPDATE);
        }
    }

    private ScriptedServer server() {
        return ScriptedServer.udp((datagram, earlier) -> {
            Message query = datagram.query();
            if (query.getHeader().getOpcode() == Opcode.UPDATE) {
                datagram.answer(ScriptedServer.reply(query, Rcode.NOERROR).toWire());
                return;
            }
            Answer answer = answers.getOrDefault(
                    query.getQuestion().getName().toString(true),
                    new Answer(Rcode.NXDOMAIN, Section.ANSWER, List.of()));
            Message reply = ScriptedServer.reply(query, answer.rcode());
            answer.records().forEach(record -> reply.addRecord(record, answer.section()));
            datagram.answer(reply.toWire());
        });
    }

    private static Outcome update(ScriptedServer server) throws InterruptedException {
        return Rfc2136Updater.builder()
                .server(server.address())
                .build()
                .update(Update.of(Hostname.of(HOST), Goal.publish("192.0.2.1"), Goal.keep()))
                .ipv4();
    }

    private static Record soa(String owner) {
        return new SOARecord(name(owner), DClass.IN, 60, name("ns.test."), name("root.test."), 1, 1, 1, 1, 1);
    }

    private static Name name(String text) {
        return Name.fromConstantString(text);
    }
}
