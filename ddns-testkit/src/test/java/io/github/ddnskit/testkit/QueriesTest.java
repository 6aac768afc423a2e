package io.github.ddnskit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What a resolver gets to see. */
final class QueriesTest {

    private static final String SOA =
            "[example.test. 60 IN SOA ns.example.test. hostmaster.example.test. 1 3600 600 86400 60]";

    private static final FakeAuthoritativeServer SERVER = FakeAuthoritativeServer.zone("example.test")
            .record("""
                    www.example.test 300 IN A 192.0.2.1
                    www.example.test 300 IN AAAA 2001:db8::1
                    alias.example.test 300 IN CNAME www.example.test
                    dangling.example.test 300 IN CNAME nowhere.example.test
                    away.example.test 300 IN CNAME www.elsewhere.test
                    loop.example.test 300 IN CNAME loop.example.test
                    a.b.example.test 300 IN A 192.0.2.2
                    *.wild.example.test 300 IN A 192.0.2.3
                    *.also.example.test 300 IN CNAME www.example.test
                    there.wild.example.test 300 IN TXT "no address here"
                    child.example.test 300 IN NS ns.child.example.test
                    ns.child.example.test 300 IN A 192.0.2.4
                    child.example.test 300 IN DS 1 13 2 0000000000000000000000000000000000000000000000000000000000000000
                    old.example.test 300 IN DNAME b.example.test
                    """)
            .record(IntStream.range(0, 60)
                    .mapToObj("big.example.test 300 IN A 192.0.2.%d\n"::formatted)
                    .reduce("", String::concat))
            .start();

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            exact              | www.example.test         | A     | NOERROR AA [www.example.test. 300 IN A 192.0.2.1] [] []
            case               | WwW.Example.Test         | A     | NOERROR AA [www.example.test. 300 IN A 192.0.2.1] [] []
            no data            | www.example.test         | MX    | NOERROR AA [] SOA []
            no name            | nothing.example.test     | A     | NXDOMAIN AA [] SOA []
            empty non-terminal | b.example.test           | A     | NOERROR AA [] SOA []
            empty, any type    | b.example.test           | ANY   | NOERROR AA [] SOA []
            elsewhere          | www.elsewhere.test       | A     | REFUSED [] [] []
            the zone above     | test                     | SOA   | REFUSED [] [] []
            any                | www.example.test         | ANY   | NOERROR AA [www.example.test. 300 IN A 192.0.2.1, www.example.test. 300 IN AAAA 2001:db8:0:0:0:0:0:1] [] []
            alias itself       | alias.example.test       | CNAME | NOERROR AA [alias.example.test. 300 IN CNAME www.example.test.] [] []
            alias              | alias.example.test       | A     | NOERROR AA [alias.example.test. 300 IN CNAME www.example.test., www.example.test. 300 IN A 192.0.2.1] [] []
            alias, no data     | alias.example.test       | MX    | NOERROR AA [alias.example.test. 300 IN CNAME www.example.test.] SOA []
            alias of nothing   | dangling.example.test    | A     | NXDOMAIN AA [dangling.example.test. 300 IN CNAME nowhere.example.test.] SOA []
            alias of itself    | loop.example.test        | A     | NOERROR AA [loop.example.test. 300 IN CNAME loop.example.test.] [] []
            alias outwards     | away.example.test        | A     | NOERROR AA [away.example.test. 300 IN CNAME www.elsewhere.test.] [] []
            wildcard           | x.wild.example.test      | A     | NOERROR AA [x.wild.example.test. 300 IN A 192.0.2.3] [] []
            deep wildcard      | x.y.wild.example.test    | A     | NOERROR AA [x.y.wild.example.test. 300 IN A 192.0.2.3] [] []
            wildcard, no data  | x.wild.example.test      | MX    | NOERROR AA [] SOA []
            not the wildcard   | there.wild.example.test  | A     | NOERROR AA [] SOA []
            below, no wildcard | x.there.wild.example.test | A    | NXDOMAIN AA [] SOA []
            wildcard alias     | x.also.example.test      | A     | NOERROR AA [www.example.test. 300 IN A 192.0.2.1, x.also.example.test. 300 IN CNAME www.example.test.] [] []
            referral           | x.child.example.test     | A     | NOERROR [] [child.example.test. 300 IN NS ns.child.example.test.] [ns.child.example.test. 300 IN A 192.0.2.4]
            at the cut         | child.example.test       | NS    | NOERROR [] [child.example.test. 300 IN NS ns.child.example.test.] [ns.child.example.test. 300 IN A 192.0.2.4]
            glue is not ours   | ns.child.example.test    | A     | NOERROR [] [child.example.test. 300 IN NS ns.child.example.test.] [ns.child.example.test. 300 IN A 192.0.2.4]
            DS is ours         | child.example.test       | DS    | NOERROR AA [child.example.test. 300 IN DS 1 13 2 0000000000000000000000000000000000000000000000000000000000000000] [] []
            DNAME              | a.old.example.test       | A     | NOERROR AA [a.b.example.test. 300 IN A 192.0.2.2, a.old.example.test. 300 IN CNAME a.b.example.test., old.example.test. 300 IN DNAME b.example.test.] [] []
            """)
    void areAnsweredByTheRules(String title, String name, String type, String expected) {
        try (DnsClient client = new DnsClient(SERVER)) {
            String reply = DnsClient.show(client.ask(name, Type.value(type)));
            assertThat(reply.replace(SOA, "SOA")).as(title).isEqualToIgnoringCase(expected);
        }
    }

    @Test
    void aReplyThatIsTooLongIsTruncatedByUdpAndWholeByTcp() throws IOException {
        try (DnsClient client = new DnsClient(SERVER)) {
            Message question = DnsClient.query("big.example.test", Type.A);

            Message byUdp = client.ask(question);
            assertThat(byUdp.getHeader().getFlag(Flags.TC)).isTrue();
            assertThat(byUdp.numBytes()).isLessThanOrEqualTo(512);

            Message byTcp = new Message(client.askByTcp(question.toWire(), 1).get(0));
            assertThat(byTcp.getHeader().getFlag(Flags.TC)).isFalse();
            assertThat(byTcp.getSection(Section.ANSWER)).hasSize(60);
        }
    }

    @Test
    void ednsMakesRoomForMore() {
        try (DnsClient client = new DnsClient(SERVER)) {
            Message question = DnsClient.query("big.example.test", Type.A);
            question.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);

            Message reply = client.ask(question);

            assertThat(reply.getHeader().getFlag(Flags.TC)).isFalse();
            assertThat(reply.getOPT().getPayloadSize()).isEqualTo(1232);
        }
    }

    @Test
    void severalQuestionsByOneConnectionAreAllAnswered() {
        byte[] one = DnsClient.query("www.example.test", Type.A).toWire();
        byte[] three = new byte[3 * one.length + 4];
        System.arraycopy(one, 0, three, 0, one.length);
        for (int i = 1; i < 3; i++) {
            int at = i * (one.length + 2);
            three[at - 1] = (byte) one.length;
            System.arraycopy(one, 0, three, at, one.length);
        }
        // the client writes the length of the first, the others carry theirs
        try (DnsClient client = new DnsClient(SERVER)) {
            assertThat(client.askByTcp(three, one.length, 3)).hasSize(3);
        }
    }

    @Test
    void aTransferBeginsAndEndsWithTheSoa() throws IOException {
        try (DnsClient client = new DnsClient(SERVER)) {
            byte[] question = DnsClient.query("example.test", Type.AXFR).toWire();
            List<Record> answer = new Message(client.askByTcp(question, 1).get(0)).getSection(Section.ANSWER);

            assertThat(answer.get(0).getType()).isEqualTo(Type.SOA);
            assertThat(answer.get(answer.size() - 1)).isEqualTo(answer.get(0));
            assertThat(answer).hasSize((int) SERVER.zoneText().lines().count() + 1);
        }
    }
}
