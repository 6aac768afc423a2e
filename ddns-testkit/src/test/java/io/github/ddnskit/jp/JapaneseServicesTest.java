package io.github.ddnskit.jp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.Secret;
import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JapaneseServicesTest {

    private static final Secret SECRET = Secret.of("canary-77aa");

    private final Catalog catalog = Catalog.load();

    @Test
    void areMadeFromSettings() {
        assertThat(target(
                        "mydns-jp",
                        Map.of("masterId", "mydns1", "password", SECRET, "transport", "ftp", "loginHost", "h")))
                .isEqualTo("mydns-jp:mydns.jp");
        assertThat(target("open-ipv6-ddns", Map.of("hostKey", SECRET, "transport", "source")))
                .isEqualTo("open-ipv6-ddns:https://ddnsapi-v6.open.ad.jp/api/renew/");
        assertThat(target(
                        "open-ipv6-ddns",
                        Map.of(
                                "hostKey",
                                SECRET,
                                "endpoint",
                                "http://update.p-ns.flets-west.jp/open/api/renew/",
                                "plainHttp",
                                true)))
                .isEqualTo("open-ipv6-ddns:http://update.p-ns.flets-west.jp/open/api/renew/");
        assertThat(target(
                        "ntt-east-ipv6-ddns", Map.of("hostKey", SECRET, "endpoint", "https://api.example.org/renew/")))
                .isEqualTo("ntt-east-ipv6-ddns:https://api.example.org/renew/");
        assertThat(target("onamae", Map.of("userId", "1", "password", SECRET, "domain", "Example.com")))
                .isEqualTo("onamae:example.com");
        assertThat(target("ddns-now", Map.of("token", SECRET, "domain", "home")))
                .isEqualTo("ddns-now:f5.si");
    }

    @Test
    void offerNoUpdatePacketToProgramsThatCannotVerifyIt() {
        assertThat(catalog.updater("open-ipv6-ddns").orElseThrow().descriptor().fields())
                .filteredOn(field -> field.name().equals("transport"))
                .singleElement()
                .satisfies(field -> assertThat(field.choices()).containsExactly("address", "source"));
        assertThatThrownBy(() -> target("open-ipv6-ddns", Map.of("hostKey", SECRET, "transport", "packet")))
                .hasMessageContaining("update-only host name");
    }

    private String target(String type, Map<String, Object> settings) {
        try (DnsUpdater updater = catalog.updater(type).orElseThrow().create(Settings.of(settings))) {
            assertThat(updater + " " + updater.identity()).doesNotContain("canary");
            return updater.identity().target();
        }
    }
}
