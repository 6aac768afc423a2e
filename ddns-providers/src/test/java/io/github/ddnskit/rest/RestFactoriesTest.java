package io.github.ddnskit.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.Secret;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Settings;
import io.github.ddnskit.spi.UpdaterFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a settings form says is what the updater takes. */
class RestFactoriesTest {

    private static final String CANARY = "c4n4ry-in-clear";

    @ParameterizedTest
    @CsvSource({
        "aliyun, alidns.aliyuncs.com",
        "dnspod, dnspod.intl.tencentcloudapi.com",
        "godaddy, api.godaddy.com",
        "linode, api.linode.com",
        "namecheap, example.org",
        "netcup, ccp.netcup.net",
        "ovh-api, api.us.ovhcloud.com",
        "porkbun, api.porkbun.com",
        "vultr, api.vultr.com"
    })
    void makesTheUpdaterThatWasDescribed(String id, String place) {
        UpdaterFactory factory = factory(id);
        Map<String, Object> all = new HashMap<>();
        factory.descriptor().fields().forEach(field -> all.put(field.name(), sample(field)));
        try (DnsUpdater updater = factory.create(Settings.of(all))) {
            assertThat(updater.identity().target()).isEqualTo(id.replace("-api", "") + ":" + place);
            assertThat(updater.identity().secrets())
                    .isNotEmpty()
                    .allMatch(secret -> secret.reveal().equals(CANARY));
            assertThat(updater.toString() + updater.identity()).doesNotContain(CANARY);
        }
        for (Field field : factory.descriptor().fields()) {
            assertThat(field.help()).endsWith(".");
            if (field.required()) {
                Map<String, Object> some = new HashMap<>(all);
                some.remove(field.name());
                assertThatThrownBy(() -> factory.create(Settings.of(some))).isInstanceOf(IllegalStateException.class);
            }
        }
    }

    private static UpdaterFactory factory(String id) {
        return ServiceLoader.load(UpdaterFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(factory -> factory.descriptor().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Object sample(Field field) {
        return switch (field.kind()) {
            case SECRET -> Secret.of(CANARY);
            case CHOICE -> field.choices().get(field.choices().size() - 1);
            default -> "example.org";
        };
    }
}
