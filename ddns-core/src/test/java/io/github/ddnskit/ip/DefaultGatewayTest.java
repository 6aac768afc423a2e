package io.github.ddnskit.ip;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.ip.DefaultGateway.Route;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefaultGatewayTest {

    private static final String HEADING =
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT     ";

    @Test
    void isTheNextHopOfThePreferredDefaultRoute() {
        List<String> lines = List.of(
                HEADING,
                "wlan0\t00000000\t014DA8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0  ",
                "eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0  ",
                "eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0  ",
                "tun0\t00000000\t0100000A\t0003\t0\t0\t0\t00000080\t0\t0\t0  ",
                "down0\t00000000\t0100000A\t0002\t0\t0\t0\t00000000\t0\t0\t0  ",
                "ppp0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0  ");
        assertThat(DefaultGateway.preferred(DefaultGateway.ipv4(lines, ByteOrder.LITTLE_ENDIAN)))
                .contains(new Route("eth0", IpLiteral.parse("192.0.2.1"), 100));
        assertThat(DefaultGateway.by("wlan0", DefaultGateway.ipv4(lines, ByteOrder.LITTLE_ENDIAN)))
                .containsExactly(new Route("wlan0", IpLiteral.parse("192.168.77.1"), 600));
        assertThat(DefaultGateway.by("down0", DefaultGateway.ipv4(lines, ByteOrder.LITTLE_ENDIAN)))
                .isEmpty();
        assertThat(DefaultGateway.ipv4(List.of("eth0 0 C0000201 3 0 0 0 0 0 0 0"), ByteOrder.BIG_ENDIAN))
                .containsExactly(new Route("eth0", IpLiteral.parse("192.0.2.1"), 0));
    }

    @Test
    void isReadFromTheRoutesOfIpv6Too() {
        String none = "00000000000000000000000000000000";
        List<String> lines = List.of(
                "20010db8000000000000000000000000 40 " + none + " 00 " + none
                        + " 00000100 00000001 00000000 00000001 eth0",
                none + " 00 " + none + " 00 fe800000000000000000000000000001 00000400 00000003 00000000 00000003 eth0",
                none + " 00 " + none + " 00 fe800000000000000000000000000002 00000200 00000003 00000000 00450003 eth1",
                none + " 00 " + none + " 00 " + none + " ffffffff 00000001 00000000 00200200       lo");
        assertThat(DefaultGateway.preferred(DefaultGateway.ipv6(lines)))
                .contains(new Route("eth1", IpLiteral.parse("fe80::2"), 0x200));
    }

    @Test
    void isNotGuessedFromAnythingElse() {
        List<String> lines = List.of("", "nonsense", HEADING, "eth0 zz zz zz 0 0 0 zz", "a b c d e f g h i j");
        assertThat(DefaultGateway.ipv4(lines, ByteOrder.LITTLE_ENDIAN)).isEmpty();
        assertThat(DefaultGateway.ipv6(lines)).isEmpty();
    }
}
