package io.github.ddnskit.dyndns2;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every row of the catalogue must hold beyond what {@link DialectRules} demands of any dialect. */
class DialectCatalogTest {

    private static final Set<String> SOURCES =
            Set.of("official", "ddclient", "inadyn", "ddns-updater", "openwrt", "vendor", "other");

    static List<Dialect> rows() {
        return Dialect.catalog();
    }

    @Test
    void everyServiceIsThereOnce() {
        assertThat(rows()).isNotEmpty().extracting(Dialect::id).doesNotHaveDuplicates();
        assertThat(rows()).extracting(row -> row.service().name()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void saysWhereItsFactsComeFrom(Dialect row) {
        Service service = row.service();
        assertThat(service.evidence()).isNotEmpty().isSubsetOf(SOURCES);
        assertThat(service.checked()).isAfter(LocalDate.of(2026, 1, 1));
        assertThat(URI.create(service.homePage())).hasNoUserInfo().satisfies(DialectCatalogTest::isPage);
        assertThat(URI.create(service.documentation())).satisfies(DialectCatalogTest::isPage);
        assertThat(service.name()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void saysWhatToEnterInWholeSentences(Dialect row) {
        assertThat(row.service().help()).allSatisfy((role, sentence) -> {
            assertThat(row.request().roles()).extracting(Role::toString).contains(role);
            assertThat(sentence).endsWith(".").doesNotContain("\n");
        });
        if (!row.service().notes().isEmpty()) {
            assertThat(row.service().notes()).endsWith(".");
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void saysWhatToUseInsteadOfAServiceThatHasEnded(Dialect row) {
        Service.Ended ended = row.service().ended();
        if (ended != null) {
            assertThat(ended.since()).matches("[12][0-9]{3}(-[0-9]{2}){0,2}");
            assertThat(ended.instead()).endsWith(".");
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void hasASuccessAndAFailureAmongItsReplies(Dialect row) {
        List<ReplyRule> rules = row.replies().rules();
        assertThat(rules).anyMatch(rule -> rule.meaning().isSuccess());
        if (row.service().isAlive()) {
            assertThat(rules).anyMatch(rule -> !rule.meaning().isSuccess());
        }
    }

    private static void isPage(URI page) {
        assertThat(page.getScheme()).isIn("https", "http");
        assertThat(page.getHost()).contains(".");
    }
}
