package io.github.ddnskit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostnameTest {

    @ParameterizedTest
    @CsvSource({
        "home.example.org, home.example.org",
        "Home.EXAMPLE.org., home.example.org",
        "*.example.org, *.example.org",
        "_acme-challenge.example.org, _acme-challenge.example.org",
        "日本語.example, xn--wgv71a119e.example",
        "ドメイン。example, xn--eckwd4c7c.example",
        "BÜCHER.example, xn--bcher-kva.example",
        "straße.example, strasse.example",
        "xn--bcher-kva.example, xn--bcher-kva.example",
        "1.2.3.4.example, 1.2.3.4.example",
        "lan, lan"
    })
    void isHeldAsLowerCaseALabelsWithoutATrailingDot(String text, String ascii) {
        assertThat(Hostname.of(text).ascii()).isEqualTo(ascii);
        assertThat(Hostname.of(text)).hasToString(ascii).isEqualTo(Hostname.of(ascii));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                       | it is empty",
                ".                        | it is empty",
                "home..example.org        | empty label",
                ".example.org             | empty label",
                "home.*.example.org       | \"*\" a wildcard may only stand leftmost",
                "a*.example.org           | label \"a*\" only letters",
                "*                        | a wildcard needs a domain",
                "-home.example.org        | label \"-home\" a label neither starts nor ends",
                "home-.example.org        | label \"home-\" a label neither starts nor ends",
                "my home.example.org      | label \"my home\" only letters, digits, hyphens and underscores are allowed, not U+0020",
                "home@.example.org        | not '@'",
                "http://home.example.org  | label \"http://home\"",
                "☃\u0378.example          | label \"☃\u0378\" something has no form in IDNA 2003",
            })
    void isRefusedWithAnErrorThatQuotesTheLabel(String text, String message) {
        assertThatThrownBy(() -> Hostname.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void hasLabelsOfAtMost63OctetsAndAtMost253InAll() {
        String longest = "a".repeat(63);
        String name = longest + "." + longest + "." + longest + "." + "a".repeat(61);
        assertThat(Hostname.of(name + ".").ascii()).hasSize(253);
        assertThatThrownBy(() -> Hostname.of(name + "a")).hasMessageContaining("254 octets");
        assertThatThrownBy(() -> Hostname.of(longest + "a.example")).hasMessageContaining("64 octets");
        assertThatThrownBy(() -> Hostname.of("ü".repeat(63) + ".example")).hasMessageContaining("ü");
    }

    @Test
    void knowsItsWildcardItsLabelsAndItsZone() {
        Hostname wildcard = Hostname.of("*.home.example.org");
        assertThat(wildcard.isWildcard()).isTrue();
        assertThat(wildcard.labels()).containsExactly("*", "home", "example", "org");
        assertThat(wildcard.isWithin(Hostname.of("home.example.org"))).isTrue();
        assertThat(Hostname.of("home.example.org").isWithin(Hostname.of("home.example.org")))
                .isTrue();
        assertThat(Hostname.of("notexample.org").isWithin(Hostname.of("example.org")))
                .isFalse();
        assertThat(Hostname.of("xn--wgv71a119e.example").unicode()).isEqualTo("日本語.example");
    }

    @Property
    void refusesWithNothingButTheDocumentedError(@ForAll String text) {
        try {
            Hostname host = Hostname.of(text);
            assertThat(Hostname.of(host.ascii())).isEqualTo(host);
            assertThat(host.ascii()).hasSizeLessThanOrEqualTo(253).matches("(\\*\\.)?[a-z0-9_.-]+");
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("is not a host name");
        }
    }

    @Property(tries = 5000)
    void judgesANameAsItJudgesTheSameNameWithATrailingDot(@ForAll("labelsAndDots") String text) {
        assertThat(nameOf(text)).isEqualTo(nameOf(text + "."));
    }

    private static Optional<Hostname> nameOf(String text) {
        try {
            return Optional.of(Hostname.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Provide
    Arbitrary<String> labelsAndDots() {
        Arbitrary<String> label = Arbitraries.oneOf(
                Arbitraries.of("", "a", "-", "*", "x".repeat(62), "x".repeat(63), "x".repeat(64)),
                Arbitraries.strings().withChars("a0-_").ofMinLength(1).ofMaxLength(4));
        return label.list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(labels -> String.join(".", labels))
                .filter(text -> !text.endsWith("."));
    }

    @Property
    void takesEveryOrdinaryNameWhateverItsCase(@ForAll("names") String name) {
        assertThat(Hostname.of(name)).isEqualTo(Hostname.of(name.toUpperCase(java.util.Locale.ROOT) + "."));
    }

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> label = Arbitraries.strings()
                .withCharRange('a', 'z')
                .numeric()
                .withChars("_")
                .ofMinLength(1)
                .ofMaxLength(63);
        return label.list().ofMinSize(1).ofMaxSize(3).map(labels -> String.join(".", labels));
    }
}
