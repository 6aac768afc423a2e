package io.github.ddnskit.ip;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.ddnskit.ip.NatPmpMessage.Answer;
import java.util.HexFormat;

/** What may come from a gateway's port for NAT-PMP, to a question or of its own accord. */
class NatPmpFuzzTest {

    @FuzzTest
    void believesAnAddressOnlyInASuccessOfTwelveBytes(byte[] datagram) {
        String hex = HexFormat.of().formatHex(datagram);
        try {
            Answer answer = NatPmpMessage.parse(datagram);
            if (answer instanceof Answer.PublicAddress found) {
                String epoch = String.format("%08x", found.epoch());
                String address = HexFormat.of().formatHex(found.address().getAddress());
                assertThat(hex).isEqualTo("00800000" + epoch + address);
            } else {
                Answer.Refused refused = (Answer.Refused) answer;
                assertThat(datagram).hasSizeGreaterThanOrEqualTo(8);
                assertThat(hex).containsPattern("^(0080|02[89a-f])").doesNotStartWith("00800000");
                assertThat(refused.why()).isNotBlank();
                assertThat(refused.withoutAddress()).isEqualTo(hex.startsWith("00800003"));
            }
        } catch (UnbelievableException e) {
            assertThat(e.why()).isNotBlank();
            assertThat(hex).doesNotMatch("00800000.{16}");
        }
    }
}
