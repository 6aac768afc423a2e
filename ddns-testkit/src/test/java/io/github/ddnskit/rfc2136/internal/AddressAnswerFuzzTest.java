package io.github.ddnskit.rfc2136.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.rfc2136.transport.PlainRequest;
import io.github.ddnskit.rfc2136.transport.Request;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What may come from a name server that is asked for the addresses of a name. The first byte of an input says which are
 * asked for, and whether the rest is given the id of the transmission, which is random.
 */
class AddressAnswerFuzzTest {

    private static final String NAME = "my.ip.";
    private static final Hostname HOST = Hostname.of("my.ip");
    private static final Provenance PROVENANCE =
            new Provenance(new SourceId("authoritative", "x"), Vantage.REFLEXIVE, "x", false);

    @FuzzTest
    void believesAuthorityForTheNameThatWasAskedFor(byte[] input) {
        int choice = input.length == 0 ? 0 : input[0];
        AddressFamily family = (choice & 1) == 0 ? AddressFamily.IPV4 : AddressFamily.IPV6;
        Request.Transmission transmission = new PlainRequest(AddressAnswer.question(HOST, family)).transmission();
        byte[] reply = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
        byte[] asked = transmission.wire();
        if ((choice & 8) == 0) {
            System.arraycopy(asked, 0, reply, 0, Math.min(2, reply.length));
        }
        if (!(transmission.judge(reply) instanceof Request.Verdict.Accepted accepted)) {
            return;
        }
        Observation observation = AddressAnswer.read(accepted.reply(), HOST, family, PROVENANCE);
        if (observation instanceof Observation.Unknown unknown) {
            assertThat(unknown.cause()).isNotBlank();
            return;
        }
        List<String> told = observation instanceof Observation.Found found
                ? found.addresses().stream()
                        .map(address -> HexFormat.of().formatHex(address.getAddress()))
                        .toList()
                : List.of();
        assertThat(slowly(asked, reply, family)).hasValue(told);
    }

    private static Optional<List<String>> slowly(byte[] asked, byte[] reply, AddressFamily family) {
        String question = SlowDns.read(asked).orElseThrow().questions().get(0);
        return SlowDns.read(reply)
                .filter(message -> Arrays.equals(asked, 0, 2, reply, 0, 2))
                .filter(message -> message.isReplyToQuery() && message.isAuthoritative() && !message.isTruncated())
                .filter(message -> message.rcode() == 0 || message.rcode() == 3)
                .filter(message -> !message.questions().isEmpty()
                        && message.questions().get(0).equalsIgnoreCase(question))
                .filter(message -> message.answers().stream().noneMatch(answer -> answer.is(NAME, 5, 1)))
                .map(message -> message.answers().stream()
                        .filter(answer -> answer.is(NAME, family == AddressFamily.IPV4 ? 1 : 28, 1))
                        .map(SlowDns.Answer::hex)
                        .distinct()
                        .toList())
                .filter(addresses -> addresses.stream().noneMatch(address -> address.matches("0{20}ffff.{8}")));
    }
}
