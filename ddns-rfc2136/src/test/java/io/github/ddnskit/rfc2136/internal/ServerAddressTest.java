package io.github.ddnskit.rfc2136.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.ddnskit.rfc2136.transport.Deadline;
import java.net.InetSocketAddress;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerAddressTest {

    @ParameterizedTest
    @CsvSource({
        "ns1.example.org, ns1.example.org:53",
        "NS1.Example.org.:5353, ns1.example.org:5353",
        "localhost:1, localhost:1",
        "127.0.0.1, 127.0.0.1:53",
        "127.0.0.1:65535, 127.0.0.1:65535",
        "::1, [::1]:53",
        "[::1], [::1]:53",
        "[2001:DB8:0::1]:5353, [2001:db8::1]:5353",
        "dns.日本, dns.xn--wgv71a:53",
    })
    void readsNamesAndLiterals(String text, String canonical) {
        assertThat(ServerAddress.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":53",
                "ns1.example.org:",
                "ns1.example.org:0",
                "ns1.example.org:65536",
                "ns1.example.org:dns",
                "ns1.example.org:+53",
                "127.0.0.1.:53",
                "127.0.1",
                "1::2::3",
                "[::1",
                "[::1]53",
                "[::1]:",
                "[ns1.example.org]:x",
                "ns 1",
                "ns1/example"
            })
    void refusesTheRestAndSaysWhatWouldBeRight(String text) {
        assertThatThrownBy(() -> ServerAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not the address of a name server")
                .hasMessageEndingWith("write ns1.example.org, 192.0.2.1:5353 or [2001:db8::1]:53");
    }

    @Property
    void neverThrowsAnythingElse(
            @ForAll @Chars({'.', ':', '[', ']', '-', '%', ' ', '*'}) @CharRange(from = '0', to = '9') String text) {
        Throwable thrown = catchThrowable(() -> ServerAddress.parse(text));
        assertThat(thrown == null || thrown instanceof IllegalArgumentException).isTrue();
    }

    @Property
    void readsWhatItWrites(@ForAll @IntRange(min = 1, max = 65_535) int port) {
        for (String host : new String[] {"ns1.example.org", "192.0.2.1", "2001:db8::1"}) {
            ServerAddress address = ServerAddress.of(host, port);
            assertThat(ServerAddress.parse(address.toString())).isEqualTo(address);
        }
    }

    @Test
    void resolvesANameToItsAddresses() throws Exception {
        assertThat(ServerAddress.parse("localhost:5353").resolve(Deadline.after(Duration.ofMinutes(1))))
                .isNotEmpty()
                .allMatch(address -> address.getAddress().isLoopbackAddress())
                .extracting(InetSocketAddress::getPort)
                .containsOnly(5353);
    }
}
