package io.github.ddnskit.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogTest {

    private final Catalog catalog = Catalog.load();

    @Test
    void listsTheSourcesThatNeedOnlyTheJdk() {
        assertThat(catalog.sources())
                .extracting(Descriptor::id)
                .containsExactly("command", "file", "fixed", "interface");
        assertThat(catalog.updater("no-such-type")).isEmpty();
    }

    @Test
    void makesWhatItDescribes() throws InterruptedException {
        Settings settings = Settings.of(Map.of("addresses", List.of("192.0.2.1")));
        try (var source = catalog.source("fixed").orElseThrow().create(settings)) {
            assertThat(source.observe(Query.of(AddressFamily.IPV4, Duration.ofSeconds(1))))
                    .isInstanceOf(Observation.Found.class);
        }
    }

    @Test
    void describesEveryFieldForPeople() {
        assertThat(catalog.sources()).allSatisfy(type -> {
            assertThat(type.displayName()).isNotBlank();
            assertThat(type.fields()).isNotEmpty().allSatisfy(field -> {
                assertThat(field.label()).isNotBlank();
                assertThat(field.help()).isNotBlank();
            });
        });
    }

    @Test
    void giveNoSettingAwayAsWhatItIsNot() {
        Settings settings = Settings.of(Map.of("ttl", 60L));
        assertThat(settings.number("ttl")).contains(60L);
        assertThat(settings.text("zone")).isEmpty();
        assertThatThrownBy(() -> settings.text("ttl")).hasMessageContaining("is a Long, not a String");
    }
}
