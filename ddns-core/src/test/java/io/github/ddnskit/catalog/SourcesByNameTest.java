package io.github.ddnskit.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourcesByNameTest {

    private final Catalog catalog = Catalog.load();

    @Test
    void aConfiguredSourceIsTheOneThatItsFieldsName() {
        assertThat(source("stun", Map.of("server", "stun.example.org:19302")).id())
                .hasToString("stun:stun.example.org:19302");
        assertThat(source("nat-pmp", Map.of("gateway", "192.168.1.1")).id()).hasToString("nat-pmp:192.168.1.1");
        assertThat(source("pcp", Map.of("gateways", List.of("192.168.1.1", "fd00::1")))
                        .id())
                .hasToString("pcp:192.168.1.1,fd00::1");
        assertThat(source("interface", Map.of("pattern", "enp*", "prefixes", List.of("2600::/16")))
                        .id())
                .hasToString("interface:enp* 2600::/16");
        assertThat(source("suffix", Map.of("mac", "00:11:22:33:44:55", "interface", "eth0"))
                        .id())
                .hasToString("suffix:::211:22ff:fe33:4455/64 of interface:eth0");
        assertThat(source("suffix", Map.of("suffix", "::1:0:0:0:2", "prefixLength", 56L))
                        .id())
                .hasToString("suffix:::1:0:0:0:2/56 of interface");
    }

    @Test
    void fieldsThatDoNotGoTogetherAreRefusedInWords() {
        assertThatThrownBy(() -> source("interface", Map.of("name", "eth0", "pattern", "e*")))
                .hasMessageContaining("not both");
        assertThatThrownBy(() -> source("suffix", Map.of())).hasMessageContaining("either the suffix");
        assertThatThrownBy(() -> source("suffix", Map.of("suffix", "::1", "prefixLength", 5_000_000_000L)))
                .hasMessageContaining("leaves no room");
        assertThatThrownBy(() -> source("stun", Map.of("server", "http://example.org/")))
                .hasMessageContaining("is not a server");
        assertThatThrownBy(() -> source("nat-pmp", Map.of("gateway", "router.local")))
                .hasMessageContaining("is not an IP address");
        assertThatThrownBy(() -> source("pcp", Map.of("gateways", List.of("router.local"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private IpSource source(String type, Map<String, Object> settings) {
        return catalog.source(type).orElseThrow().create(Settings.of(settings));
    }
}
