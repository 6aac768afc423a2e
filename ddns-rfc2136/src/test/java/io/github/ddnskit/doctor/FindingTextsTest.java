package io.github.ddnskit.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.catalog.Texts;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the doctor says, it says in two languages. */
final class FindingTextsTest {

    private static final Pattern PLACE = Pattern.compile("\\{[0-9]}");
    private static final Texts JAPANESE = Texts.load(Locale.JAPANESE);

    @ParameterizedTest
    @EnumSource
    void everyFindingHasJapaneseTextsWithTheSamePlaces(FindingKind kind) {
        Stream.of(kind.what(), kind.evidence(), kind.advice()).forEach(english -> {
            String japanese = JAPANESE.text(english);
            assertThat(places(japanese)).isEqualTo(places(english));
            if (!PLACE.matcher(english).replaceAll("").matches("[: ]*")) {
                assertThat(japanese).isNotEqualTo(english);
            }
        });
        assertThat(places(kind.what() + kind.advice())).isEmpty();
    }

    @Test
    void theSummaryIsTranslatedToo() {
        assertThat(JAPANESE.text(Diagnosis.HEALTHY)).isNotEqualTo(Diagnosis.HEALTHY);
        assertThat(JAPANESE.text(Diagnosis.ILL)).isNotEqualTo(Diagnosis.ILL);
    }

    @Test
    void valuesStandInTheirPlaces() {
        Finding finding = Finding.of(FindingKind.WRONG_ADDRESS, "home.example.org", "A", "192.0.2.1", "192.0.2.2");
        assertThat(finding.words().evidence())
                .isEqualTo("the A record of home.example.org is 192.0.2.1, and this device has 192.0.2.2");
        assertThat(finding.words(JAPANESE).evidence())
                .isEqualTo("home.example.orgのAレコードは192.0.2.1で、この機器のアドレスは192.0.2.2です");
        assertThat(finding).hasToString("wrong-address: " + finding.words().evidence());
    }

    @Test
    void aValueIsNeverTakenForAPattern() {
        assertThat(Finding.of(FindingKind.CGNAT, "{0} {1}").words().evidence()).isEqualTo("{0} {1}");
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }
}
