package io.github.ddnskit.rfc2136.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.rfc2136.transport.PlainRequest;
import io.github.ddnskit.rfc2136.transport.Request;
import io.github.ddnskit.rfc2136.transport.Request.Verdict;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What a server with authority says about a name. */
final class AddressAnswerTest {

    private static final Hostname HOST = Hostname.of("home.example.org");
    private static final Name NAME = Names.of(HOST);
    private static final Provenance PROVENANCE =
            new Provenance(new SourceId("authoritative", "ns1"), Vantage.REFLEXIVE, "ns1", false);

    @ParameterizedTest
    @CsvSource({
        "IN, 20010db8000000000000000000000001, 2001:db8::1 (",
        "IN, 00000000000000000000ffffc0000201, unknown: home.example.org has an AAAA record with an IPv4-mapped",
        "CH, 20010db8000000000000000000000001, absent",
    })
    void readsAddressesOfTheInternetThatAreOfTheFamily(String dnsClass, String data, String said) {
        Message reply = new Message();
        reply.getHeader().setFlag(Flags.AA);
        reply.addRecord(
                Record.newRecord(
                        NAME,
                        Type.AAAA,
                        DClass.value(dnsClass),
                        60,
                        HexFormat.of().parseHex(data)),
                Section.ANSWER);
        assertThat(AddressAnswer.read(reply, HOST, AddressFamily.IPV6, PROVENANCE))
                .asString()
                .startsWith(said);
    }

    @Test
    void aReplyRepeatsTheQuestionUnlessItIsAnErrorOrToAnUpdate() {
        Message query = AddressAnswer.question(HOST, AddressFamily.IPV4);
        assertThat(judged(query, Rcode.NOERROR)).isInstanceOf(Verdict.Ignored.class);
        assertThat(judged(query, Rcode.NXDOMAIN)).isInstanceOf(Verdict.Ignored.class);
        assertThat(judged(query, Rcode.REFUSED)).isInstanceOf(Verdict.Accepted.class);
        Message update = Message.newUpdate(NAME);
        assertThat(update.getHeader().getOpcode()).isEqualTo(Opcode.UPDATE);
        assertThat(judged(update, Rcode.NOERROR)).isInstanceOf(Verdict.Accepted.class);
    }

    /** What is made of a reply without a question. */
    private static Verdict judged(Message message, int rcode) {
        Request.Transmission transmission = new PlainRequest(message).transmission();
        Message bare = new Message(transmission.id());
        bare.getHeader().setFlag(Flags.QR);
        bare.getHeader().setOpcode(message.getHeader().getOpcode());
        bare.getHeader().setRcode(rcode);
        return transmission.judge(bare.toWire());
    }
}
