package io.github.ddnskit.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.ip.StunMessage.Answer;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StunMessageTest {

    private static final byte[] ID = hex("b7e7a701bc34d686fa87dfae");

    /** RFC 5769 section 2.2: with SOFTWARE, MESSAGE-INTEGRITY and FINGERPRINT. */
    private static final byte[] IPV4 = hex("0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220"
            + "002000080001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96");

    /** RFC 5769 section 2.3. */
    private static final byte[] IPV6 = hex("010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220"
            + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d900080014a382954e4be67bf11784c97c8292c275bfe3ed41"
            + "80280004c8fb0b4c");

    @Test
    void readsTheAnswersThatTheStandardGivesAsExamples() throws UnbelievableException {
        assertThat(StunMessage.parse(IPV4, ID)).isEqualTo(new Answer.Mapped(IpLiteral.parse("192.0.2.1"), 32_853));
        assertThat(StunMessage.parse(IPV6, ID))
                .isEqualTo(new Answer.Mapped(IpLiteral.parse("2001:db8:1234:5678:11:2233:4455:6677"), 32_853));
    }

    @Test
    void writesARequestOfTwentyBytes() {
        assertThat(StunMessage.bindingRequest(ID)).isEqualTo(hex("000100002112a442b7e7a701bc34d686fa87dfae"));
    }

    @Test
    void takesTheFirstOfTwoAddresses() throws UnbelievableException {
        byte[] two = hex("010100182112a442b7e7a701bc34d686fa87dfae002000080001a147e112a643002000080001a147e112a644");
        assertThat(StunMessage.parse(two, ID)).isEqualTo(new Answer.Mapped(IpLiteral.parse("192.0.2.1"), 32_853));
    }

    @Test
    void readsErrorsAndNothingThatIsNone() throws UnbelievableException {
        String header = "011100082112a442b7e7a701bc34d686fa87dfae00090004";
        assertThat(StunMessage.parse(hex(header + "00000414"), ID)).isEqualTo(new Answer.Refused(420));
        for (String none : new String[] {"00000014", "00000714", "00000464"}) {
            assertThatThrownBy(() -> StunMessage.parse(hex(header + none), ID))
                    .isInstanceOf(UnbelievableException.class);
        }
    }

    @Property(tries = 2000)
    void withAFingerprintNoChangeMakesAnotherAddressOfIt(
            @ForAll @IntRange(max = 79) int index, @ForAll @IntRange(min = 1, max = 255) int bits) {
        byte[] changed = IPV4.clone();
        changed[index] ^= (byte) bits;
        // What changes the frame of an attribute can hide the fingerprint, but then the address is still the right one.
        assertThat(addressIn(changed)).isIn("192.0.2.1", "");
    }

    @Property(tries = 500)
    void aFingerprintShowsAChangeOfTheAddress(
            @ForAll @IntRange(min = 40, max = 47) int index, @ForAll @IntRange(min = 1, max = 255) int bits) {
        byte[] changed = IPV4.clone();
        changed[index] ^= (byte) bits;
        assertThat(addressIn(changed)).isEmpty();
    }

    @Property(tries = 2000)
    void withoutOneTheAddressIsTheRightOneUnlessItsOwnBytesChanged(
            @ForAll @IntRange(max = 43) int index, @ForAll @IntRange(min = 1, max = 255) int bits) {
        byte[] changed = Arrays.copyOf(IPV4, 48);
        changed[3] = 28;
        assertThat(addressIn(changed)).isEqualTo("192.0.2.1");
        changed[index] ^= (byte) bits;
        assertThat(addressIn(changed)).isIn("192.0.2.1", "");
    }

    @Property(tries = 2000)
    void nothingThatComesIsMoreThanUnbelievable(@ForAll @Size(max = 100) byte[] behindTheHeader) {
        byte[] message = Arrays.copyOf(IPV4, 20 + behindTheHeader.length / 4 * 4);
        System.arraycopy(behindTheHeader, 0, message, 20, message.length - 20);
        message[3] = (byte) (message.length - 20);
        addressIn(message);
        addressIn(behindTheHeader);
    }

    @Test
    void noBeginningOfAnAnswerIsAnAnswer() {
        for (int length = 0; length < IPV4.length; length++) {
            assertThat(addressIn(Arrays.copyOf(IPV4, length))).isEmpty();
        }
    }

    private static String addressIn(byte[] datagram) {
        try {
            return StunMessage.parse(datagram, ID) instanceof Answer.Mapped mapped
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
