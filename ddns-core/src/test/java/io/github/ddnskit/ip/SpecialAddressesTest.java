package io.github.ddnskit.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecialAddressesTest {

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, global",
        "9.255.255.255, global",
        "10.0.0.0, private",
        "10.255.255.255, private",
        "11.0.0.0, global",
        "100.63.255.255, global",
        "100.64.0.0, shared",
        "100.127.255.255, shared",
        "100.128.0.0, global",
        "127.0.0.1, loopback",
        "0.0.0.0, not-an-address",
        "169.254.1.1, link-local",
        "172.15.255.255, global",
        "172.16.0.1, private",
        "172.31.255.255, private",
        "172.32.0.0, global",
        "192.0.0.1, shared",
        "192.0.0.9, protocol",
        "192.0.0.170, protocol",
        "192.0.0.200, protocol",
        "192.0.1.1, global",
        "192.0.2.1, documentation",
        "192.88.99.1, protocol",
        "192.168.1.1, private",
        "198.18.0.1, benchmarking",
        "198.19.255.255, benchmarking",
        "198.20.0.0, global",
        "198.51.100.7, documentation",
        "203.0.113.8, documentation",
        "224.0.0.1, multicast",
        "239.255.255.255, multicast",
        "240.0.0.1, reserved",
        "255.255.255.255, not-an-address",
        "2606:4700::1111, global",
        "2001:4860:4860::8888, global",
        "::, not-an-address",
        "::1, loopback",
        "64:ff9b::c000:221, translated",
        "64:ff9b:1::1, translated",
        "100::1, not-an-address",
        "100:0:0:1::1, not-an-address",
        "2001::1, translated",
        "2001:1::1, protocol",
        "2001:2::1, benchmarking",
        "2001:20::1, protocol",
        "2001:200::1, global",
        "2001:c90::1, closed-network",
        "2001:c91::1, global",
        "2001:d6f:ffff::1, global",
        "2001:d70::1, closed-network",
        "2001:d73:ffff::1, closed-network",
        "2001:d74::1, global",
        "2001:a000::1, closed-network",
        "2001:a7ff:ffff::1, closed-network",
        "2001:a800::1, global",
        "2404:1a8:7f01:a::3, closed-network",
        "2404:1a9::1, global",
        "2408:3ff:ffff::1, closed-network",
        "2408:400::1, global",
        "2001:db8::1, documentation",
        "2002:c000:201::1, translated",
        "2620:4f:8000::1, protocol",
        "3fff:fff::1, documentation",
        "4000::1, reserved",
        "5f00::1, protocol",
        "fc00::1, unique-local",
        "fdff::1, unique-local",
        "fe80::1, link-local",
        "febf::1, link-local",
        "fec0::1, reserved",
        "ff02::1, multicast",
    })
    void areClassifiedAsTheRegistriesSay(String address, String addressClass) {
        assertThat(SpecialAddresses.classify(IpLiteral.parse(address))).hasToString(addressClass);
        assertThat(AddressClass.parse(addressClass)).hasToString(addressClass);
    }

    @Test
    void haveOneRowForEachPrefix() {
        assertThat(SpecialAddresses.ranges())
                .extracting(SpecialAddresses.Range::prefix)
                .doesNotHaveDuplicates();
        assertThat(SpecialAddresses.ranges())
                .allSatisfy(range -> assertThat(range.source())
                        .startsWith(range.addressClass() == AddressClass.CLOSED_NETWORK ? "NTT " : "RFC "));
    }

    @Property
    void haveARowForEachAddress(@ForAll @Size(16) byte[] v6, @ForAll @Size(4) byte[] v4) throws UnknownHostException {
        assertThat(SpecialAddresses.rangeOf(InetAddress.getByAddress(v6))
                        .prefix()
                        .contains(InetAddress.getByAddress(v6)))
                .isTrue();
        assertThat(SpecialAddresses.rangeOf(InetAddress.getByAddress(v4))
                        .prefix()
                        .contains(InetAddress.getByAddress(v4)))
                .isTrue();
    }

    @Property
    void lieInAPrefixAsArithmeticSays(
            @ForAll @Size(4) byte[] network, @ForAll @IntRange(max = 32) int length, @ForAll @Size(4) byte[] other)
            throws UnknownHostException {
        int shift = 32 - length;
        BigInteger first = new BigInteger(1, network).shiftRight(shift).shiftLeft(shift);
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            bytes[i] = first.shiftRight(8 * (3 - i)).byteValue();
        }
        Prefix prefix = new Prefix(InetAddress.getByAddress(bytes), length);
        boolean within = new BigInteger(1, other).shiftRight(shift).equals(first.shiftRight(shift));
        assertThat(prefix.contains(InetAddress.getByAddress(other))).isEqualTo(within);
        assertThat(Prefix.parse(prefix.toString())).isEqualTo(prefix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.0", "192.0.2.0/33", "192.0.2.1/24", "2001:db8::/129", "::/x", "192.0.2.0/-1"})
    void refuseWhatIsNotAPrefix(String text) {
        assertThatThrownBy(() -> Prefix.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
