package io.github.ddnskit.ip;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.ddnskit.ip.PcpMessage.Answer;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may come from a gateway's port for PCP. */
class PcpFuzzTest {

    private static final String NONCE = "0102030405060708090a0b0c";

    /** RFC 6887 sections 7.2 and 11.1: header, MAP of UDP port 40000, outer address, options. */
    private static final Pattern SUCCESS =
            Pattern.compile("0281..00(?<lifetime>.{8}).{32}" + NONCE + "11.{6}9c40.{4}(?<outer>.{32})(.{8})*");

    private static final Pattern ANNOUNCEMENT = Pattern.compile("0280..00.{40}(.{8})*");

    private static final String MAPPED = "00000000000000000000ffff";

    @FuzzTest
    void believesAnAddressOnlyInASuccessAboutItsOwnMapping(byte[] datagram) {
        String hex = HexFormat.of().formatHex(datagram);
        Matcher success = SUCCESS.matcher(hex);
        boolean succeeded = datagram.length <= 1100 && success.matches();
        String outer = succeeded ? success.group("outer") : "";
        String lifetime = succeeded ? " " + Long.parseLong(success.group("lifetime"), 16) : "";
        boolean mapped = outer.startsWith(MAPPED);
        assertThat(told(datagram, "192.168.1.2", 40_000, NONCE))
                .isEqualTo(succeeded && mapped ? outer.substring(MAPPED.length()) + lifetime : "nothing");
        assertThat(told(datagram, "2001:db8::2", 40_000, NONCE))
                .isEqualTo(succeeded && !mapped ? outer + lifetime : "nothing");
        if (succeeded) {
            assertThat(told(datagram, "192.168.1.2", 40_001, NONCE)).isEqualTo("nothing");
            assertThat(told(datagram, "192.168.1.2", 40_000, "00" + NONCE.substring(2)))
                    .isEqualTo("nothing");
        }
        assertThat(PcpMessage.isAnnouncement(datagram))
                .isEqualTo(datagram.length <= 1100 && ANNOUNCEMENT.matcher(hex).matches());
    }

    private static String told(byte[] datagram, String client, int port, String nonce) {
        try {
            Answer answer = PcpMessage.parse(
                    datagram,
                    new InetSocketAddress(IpLiteral.parse(client), port),
                    HexFormat.of().parseHex(nonce));
            if (answer instanceof Answer.Mapped mapped) {
                return HexFormat.of().formatHex(mapped.address().getAddress()) + " " + mapped.lifetime();
            }
            Answer.Refused refused = (Answer.Refused) answer;
            assertThat(refused.why()).isNotBlank();
            assertThat(refused.lifetime()).isBetween(0L, 0xffff_ffffL);
            assertThat(datagram[3]).as("a refusal has a result code").isNotZero();
        } catch (UnbelievableException e) {
            assertThat(e.why()).isNotBlank();
        }
        return "nothing";
    }
}
