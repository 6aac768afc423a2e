package io.github.ddnskit.upnp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What may come to a search: from anybody on the network. */
class SsdpFuzzTest {

    private static final List<InetAddress> SENDERS =
            List.of(IpLiteral.parse("192.168.1.1"), IpLiteral.parse("fe80::1"));

    @FuzzTest
    void followsAGatewayToItsOwnAddressOnly(byte[] datagram) {
        String text = new String(datagram, StandardCharsets.ISO_8859_1);
        for (InetAddress sender : SENDERS) {
            SsdpReply.location(datagram, datagram.length, sender).ifPresent(url -> {
                HomeOnly.assertLeadsTo(sender, url);
                assertThat(text).containsPattern("\\AHTTP/1\\.[01] 200[ \r\n]");
                assertThat(field(text, "location")).hasValue(url.toString());
                assertThat(field(text, "st"))
                        .hasValueSatisfying(target ->
                                assertThat(target).startsWith("urn:schemas-upnp-org:device:InternetGatewayDevice:"));
            });
        }
        int half = datagram.length / 2;
        assertThat(SsdpReply.location(datagram, half, SENDERS.get(0)))
                .as("what stands behind the end is not looked at")
                .isEqualTo(SsdpReply.location(Arrays.copyOf(datagram, half), half, SENDERS.get(0)));
    }

    /** {@return the value of a field that the head has once} */
    private static Optional<String> field(String text, String name) {
        String head = text.split("(?>\r\n|\r|\n){2}", 2)[0];
        List<String> values = Arrays.stream(head.split("\r\n|\r|\n", -1))
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .toList();
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }
}
