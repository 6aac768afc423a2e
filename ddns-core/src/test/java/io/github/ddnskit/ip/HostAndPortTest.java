package io.github.ddnskit.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostAndPortTest {

    @Test
    void isANameOrAnAddressWithOrWithoutAPort() {
        assertThat(parse("STUN.Example.org")).isEqualTo(new HostAndPort("stun.example.org", 3478));
        assertThat(parse("stun.example.org:19302")).isEqualTo(new HostAndPort("stun.example.org", 19_302));
        assertThat(parse("192.0.2.1:1")).isEqualTo(new HostAndPort("192.0.2.1", 1));
        assertThat(parse("2001:DB8::1")).isEqualTo(new HostAndPort("2001:db8::1", 3478));
        assertThat(parse("[2001:db8::1]:65535")).isEqualTo(new HostAndPort("2001:db8::1", 65_535));
        assertThat(parse("[2001:db8::1]:65535").text(3478)).isEqualTo("[2001:db8::1]:65535");
        assertThat(parse("[2001:db8::1]").text(3478)).isEqualTo("2001:db8::1");
    }

    @Test
    void isNothingElse() {
        for (String text : List.of(
                "",
                ":1",
                "a:",
                "a:0",
                "a:65536",
                "a:x",
                "a b",
                "-a",
                "1.2.3",
                "a..b",
                "stun:a:b",
                "[a]:1",
                "http://a/")) {
            assertThatThrownBy(() -> parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void tellsWhoRunsIt() {
        assertThat(parse("stun.l.example.org").operator()).isEqualTo("example.org");
        assertThat(parse("example.org.").operator()).isEqualTo("example.org");
        assertThat(parse("router").operator()).isEqualTo("router");
        assertThat(parse("192.0.2.1").operator()).isEqualTo("192.0.2.1");
        assertThat(parse("2001:db8::1").operator()).isEqualTo("2001:db8::1");
    }

    private static HostAndPort parse(String text) {
        return HostAndPort.parse(text, 3478);
    }
}
