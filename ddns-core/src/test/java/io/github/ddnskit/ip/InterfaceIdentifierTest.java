package io.github.ddnskit.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class InterfaceIdentifierTest {

    @Test
    void standsBehindThePrefixOfAnyAddressInTheNetwork() {
        InetAddress seen = IpLiteral.parse("2001:db8:1:2:aaaa:bbbb:cccc:dddd");
        assertThat(behind(seen, 64, "::1:2:3:4")).isEqualTo("2001:db8:1:2:1:2:3:4");
        assertThat(behind(seen, 64, "::1")).isEqualTo("2001:db8:1:2::1");
        assertThat(behind(seen, 56, "::ff:1:2:3:4")).isEqualTo("2001:db8:1:ff:1:2:3:4");
        assertThat(behind(seen, 0, "::1")).isEqualTo("::1");
        assertThat(behind(seen, 127, "::1")).isEqualTo("2001:db8:1:2:aaaa:bbbb:cccc:dddd");
    }

    @Test
    void isMadeOfAHardwareAddressAsDevicesDo() {
        // RFC 4291 appendix A and RFC 2464 section 4: 34-56-78-9A-BC-DE becomes 36-56-78-FF-FE-9A-BC-DE.
        assertThat(InterfaceIdentifier.eui64("34-56-78-9A-BC-DE")).hasToString("::3656:78ff:fe9a:bcde");
        assertThat(InterfaceIdentifier.parse("eui64 of 00:11:22:33:44:55"))
                .isEqualTo(InterfaceIdentifier.parse("::211:22ff:fe33:4455"))
                .hasSameHashCodeAs(InterfaceIdentifier.parse("::211:22ff:fe33:4455"))
                .isNotEqualTo(InterfaceIdentifier.parse("::211:22ff:fe33:4456"));
    }

    @Test
    void nothingElseIsAnIdentifier() {
        for (String text :
                List.of("", "1234", "192.0.2.1", "::192.0.2.1.1", "eui64 of", "eui64 of 00:11:22:33:44", "::/64")) {
            assertThatThrownBy(() -> InterfaceIdentifier.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> InterfaceIdentifier.parse("::")).hasMessageContaining("address of a router");
        assertThatThrownBy(() -> InterfaceIdentifier.eui64("00:11-22:33:44:55"))
                .hasMessageContaining("not a hardware address");
        InterfaceIdentifier one = InterfaceIdentifier.parse("::1:0:0:0:1");
        assertThat(one.longestPrefix()).isEqualTo(63);
        assertThatThrownBy(() -> one.behind(IpLiteral.parse("2001:db8::1"), 64)).hasMessageContaining("0 to 63");
        assertThatThrownBy(() -> one.behind(IpLiteral.parse("2001:db8::1"), -1)).hasMessageContaining("0 to 63");
        assertThatThrownBy(() -> one.behind(IpLiteral.parse("192.0.2.1"), 24)).hasMessageContaining("not an IPv6");
    }

    @Property(tries = 2000)
    void compositionIsThatOfNumbers(
            @ForAll @Size(16) byte[] address,
            @ForAll @Size(16) byte[] identifier,
            @ForAll @IntRange(max = 127) int length)
            throws UnknownHostException {
        BigInteger below = BigInteger.ONE.shiftLeft(128 - length).subtract(BigInteger.ONE);
        BigInteger suffix = new BigInteger(1, identifier).and(below);
        Assume.that(suffix.signum() != 0);
        InetAddress seen = InetAddress.getByAddress(address);
        InetAddress suffixAddress = inet6(suffix);
        Assume.that(seen instanceof Inet6Address && suffixAddress instanceof Inet6Address);

        InetAddress composed =
                InterfaceIdentifier.parse(IpLiteral.format(suffixAddress)).behind(seen, length);
        BigInteger reference = new BigInteger(1, address).andNot(below).or(suffix);
        assertThat(composed).isEqualTo(inet6(reference));
    }

    private static InetAddress inet6(BigInteger number) throws UnknownHostException {
        byte[] bytes = new byte[16];
        byte[] digits = number.toByteArray();
        int count = Math.min(16, digits.length);
        System.arraycopy(digits, digits.length - count, bytes, 16 - count, count);
        return InetAddress.getByAddress(bytes);
    }

    private static String behind(InetAddress seen, int length, String identifier) {
        return IpLiteral.format(InterfaceIdentifier.parse(identifier).behind(seen, length));
    }
}
