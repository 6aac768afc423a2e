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
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogTest {

    private final Catalog catalog = Catalog.load();

    @Test
    void listsTheSourcesThatNeedOnlyTheJdk() {
        assertThat(catalog.sources())
                .extracting(Descriptor::id)
                .containsExactly("command", "file", "fixed", "interface", "nat-pmp", "pcp", "stun", "suffix");
        assertThat(catalog.updater("no-such-type")).isEmpty();
    }

    @Test
    void listsEveryRowOfATable() {
        assertThat(catalog.updaters()).extracting(Descriptor::id).containsExactly("north", "south");
        assertThatThrownBy(() -> catalog.updater("south").orElseThrow().create(Settings.of(Map.of())))
                .hasMessage("nobody answers in the south");
    }

    @Test
    void speaksTheLanguageOfItsUserAsFarAsItCan() {
        Descriptor north = catalog.in(Locale.JAPAN).updaters().get(0);
        assertThat(north.displayName()).isEqualTo("北のサービス");
        assertThat(north.fields().get(0).label()).isEqualTo("ユーザー名");
        assertThat(catalog.in(Locale.JAPANESE).updaters().get(1).displayName())
                .as("a text without a translation")
                .isEqualTo("The service in the south");
        assertThat(catalog.in(Locale.JAPANESE).in(Locale.TAIWAN).updaters().get(0))
                .satisfies(there -> {
                    assertThat(there.fields().get(0).label()).isEqualTo("使用者名稱");
                    assertThat(there.displayName()).isEqualTo("The service in the north");
                });
        assertThat(catalog.in(Locale.FRENCH).updaters()).isEqualTo(catalog.updaters());
    }

    @Test
    void translatesItsOwnTypes() {
        assertThat(catalog.in(Locale.JAPANESE).sources())
                .extracting(Descriptor::displayName)
                .startsWith("コマンド", "ファイル", "固定アドレス", "ネットワークインターフェース");
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
