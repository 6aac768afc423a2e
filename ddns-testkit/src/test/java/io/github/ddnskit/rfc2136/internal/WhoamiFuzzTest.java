package io.github.ddnskit.rfc2136.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.rfc2136.DnsWhoamiSource.Answer;
import io.github.ddnskit.rfc2136.transport.Request;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What may come from a name server that is asked who asks.
 *
 * <p>The first byte of an input says what is asked, and whether the rest is given the id and the question of the
 * transmission, which are random.
 */
class WhoamiFuzzTest {

    private static final String NAME = "my.ip.";
    private static final byte[] WIRE_NAME = {2, 'm', 'y', 2, 'i', 'p', 0};
    private static final Provenance PROVENANCE =
            new Provenance(new SourceId("dns-whoami", "x"), Vantage.REFLEXIVE, "x", false);

    @FuzzTest
    void believesOneRecordThatAnswersTheQuestionAsItWasWritten(byte[] input) {
        int choice = input.length == 0 ? 0 : input[0];
        Answer kind = List.of(Answer.values()).get((choice & 3) % 3);
        AddressFamily family = (choice & 4) == 0 ? AddressFamily.IPV4 : AddressFamily.IPV6;
        WhoamiQuestion question = new WhoamiQuestion(Hostname.of("my.ip"), kind);
        Request.Transmission transmission = question.request(family).transmission();
        byte[] asked = transmission.wire();
        byte[] reply = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
        if ((choice & 8) == 0) {
            System.arraycopy(asked, 0, reply, 0, Math.min(2, reply.length));
        }
        if ((choice & 16) == 0 && reply.length >= 19 && Arrays.equals(reply, 12, 19, WIRE_NAME, 0, 7)) {
            System.arraycopy(asked, 12, reply, 12, 7);
        }
        Optional<String> told = transmission.judge(reply) instanceof Request.Verdict.Accepted accepted
                        && question.read(accepted.reply(), family, PROVENANCE, "it") instanceof Observation.Found found
                ? found.addresses().stream()
                        .map(address -> HexFormat.of().formatHex(address.getAddress()))
                        .reduce((first, second) -> "several")
                : Optional.empty();
        told.ifPresent(address -> assertThat(slowly(asked, reply, kind, family)).hasValue(address));
    }

    private static Optional<String> slowly(byte[] asked, byte[] reply, Answer kind, AddressFamily family) {
        int type = kind == Answer.ADDRESS ? family == AddressFamily.IPV4 ? 1 : 28 : 16;
        SlowDns question = SlowDns.read(asked).orElseThrow();
        return SlowDns.read(reply)
                .filter(message -> message.header().startsWith(question.header().substring(0, 4)))
                .filter(message -> message.isReplyToQuery() && !message.isTruncated() && message.rcode() == 0)
                .filter(message ->
                        message.questions().indexOf(question.questions().get(0)) == 0)
                .filter(message -> message.answers().size() == 1)
                .map(message -> message.answers().get(0))
                .filter(answer -> answer.is(NAME, type, kind == Answer.CHAOS_TXT ? 3 : 1))
                .map(answer ->
                        type == 16 ? answer.text().map(WhoamiFuzzTest::hex).orElse("none") : answer.hex())
                .filter(address -> address.length() == (family == AddressFamily.IPV4 ? 8 : 32))
                .filter(address -> !address.matches("0+|0{20}ffff.{8}"));
    }

    /** {@return the bytes of a literal, as the JDK reads it} */
    private static String hex(String text) {
        try {
            boolean ipv6 = text.matches("(?=.*:)[0-9a-fA-F:.]+");
            return ipv6 || text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")
                    ? HexFormat.of()
                            .formatHex(InetAddress.getByName(ipv6 ? "[" + text + "]" : text)
                                    .getAddress())
                    : "none";
        } catch (UnknownHostException e) {
            return "none";
        }
    }
}
