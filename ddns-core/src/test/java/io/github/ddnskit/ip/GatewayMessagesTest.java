package io.github.ddnskit.ip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GatewayMessagesTest {

    private static final byte[] NAT_PMP = hex("00800000000003e8c0000201");
    private static final InetSocketAddress CLIENT = new InetSocketAddress(IpLiteral.parse("192.168.1.2"), 40_000);
    private static final byte[] NONCE = hex("0102030405060708090a0b0c");
    private static final byte[] PCP = hex("0281000000000078000003e8000000000000000000000000"
            + "0102030405060708090a0b0c110000009c409c4000000000000000000000ffffc0000201");

    @Test
    void readsWhatRoutersAnswer() throws UnbelievableException {
        assertThat(NatPmpMessage.parse(NAT_PMP))
                .isEqualTo(new NatPmpMessage.Answer.PublicAddress(IpLiteral.parse("192.0.2.1"), 1000));
        assertThat(PcpMessage.parse(PCP, CLIENT, NONCE))
                .isEqualTo(new PcpMessage.Answer.Mapped(IpLiteral.parse("192.0.2.1"), 120));
    }

    @Test
    void writesARequestForAMappingOfThePortItIsSentFrom() {
        assertThat(PcpMessage.request(CLIENT, NONCE, 120))
                .isEqualTo(hex("020100000000007800000000000000000000ffffc0a80102"
                        + "0102030405060708090a0b0c110000009c40000000000000000000000000ffff00000000"));
        InetSocketAddress ipv6 = new InetSocketAddress(IpLiteral.parse("2001:db8::2"), 40_000);
        assertThat(PcpMessage.request(ipv6, NONCE, 0))
                .isEqualTo(hex("020100000000000020010db8000000000000000000000002"
                        + "0102030405060708090a0b0c110000009c40000000000000000000000000000000000000"));
    }

    @Test
    void theAddressBesideAFailureIsNotLookedAt() throws UnbelievableException {
        byte[] failed = NAT_PMP.clone();
        failed[3] = 3;
        assertThat(NatPmpMessage.parse(failed).toString()).contains("result 3").doesNotContain("192.0.2.1");
    }

    @Property(tries = 1000)
    void natPmpGivesTheRightAddressUnlessItsOwnBytesChanged(
            @ForAll @IntRange(max = 7) int index, @ForAll @IntRange(min = 1, max = 255) int bits) {
        byte[] changed = NAT_PMP.clone();
        changed[index] ^= (byte) bits;
        assertThat(natPmp(changed)).isIn("192.0.2.1", "");
        assertThat(natPmp(changed).isEmpty()).isEqualTo(index < 4);
    }

    @Property(tries = 2000)
    void pcpGivesTheRightAddressUnlessItsOwnBytesChanged(
            @ForAll @IntRange(max = 55) int index, @ForAll @IntRange(min = 1, max = 255) int bits) {
        byte[] changed = PCP.clone();
        changed[index] ^= (byte) bits;
        assertThat(pcp(changed)).isIn("192.0.2.1", "");
    }

    @Property(tries = 2000)
    void nothingThatComesIsMoreThanUnbelievable(@ForAll @Size(max = 80) byte[] datagram) {
        natPmp(datagram);
        pcp(datagram);
        byte[] behindTheHeader = Arrays.copyOf(PCP, 24 + datagram.length);
        System.arraycopy(datagram, 0, behindTheHeader, 24, datagram.length);
        pcp(behindTheHeader);
    }

    @Test
    void noBeginningOfAnAnswerIsAnAnswer() {
        for (int length = 0; length < PCP.length; length++) {
            assertThat(pcp(Arrays.copyOf(PCP, length))).isEmpty();
        }
        for (int length = 0; length < NAT_PMP.length; length++) {
            assertThat(natPmp(Arrays.copyOf(NAT_PMP, length))).isEmpty();
        }
    }

    private static String natPmp(byte[] datagram) {
        try {
            return NatPmpMessage.parse(datagram) instanceof NatPmpMessage.Answer.PublicAddress told
                    ? IpLiteral.format(told.address())
                    : "";
        } catch (UnbelievableException e) {
            return "";
        }
    }

    private static String pcp(byte[] datagram) {
        try {
            return PcpMessage.parse(datagram, CLIENT, NONCE) instanceof PcpMessage.Answer.Mapped mapped
                    ? IpLiteral.format(mapped.address())
                    : "";
        } catch (UnbelievableException e) {
            return "";
        }
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
