package io.github.ddnskit.doctor;

import io.github.ddnskit.catalog.Texts;
import java.util.Arrays;
import java.util.List;

/**
 * Something that the doctor found. Immutable and thread-safe.
 *
 * @param kind what it is
 * @param values what was seen, for the places of {@link FindingKind#evidence()}; holds no secret
 */
public record Finding(FindingKind kind, List<String> values) {

    /**
     * Copies the values.
     *
     * @param kind what it is
     * @param values what was seen, for the places of {@link FindingKind#evidence()}; holds no secret
     */
    public Finding {
        values = List.copyOf(values);
    }

    /**
     * A finding in the words of one language.
     *
     * @param what what it is, in a sentence
     * @param evidence what was seen
     * @param advice what to do
     */
    public record Words(String what, String evidence, String advice) {}

    static Finding of(FindingKind kind, Object... values) {
        return new Finding(kind, Arrays.stream(values).map(String::valueOf).toList());
    }

    /** {@return how much it matters} */
    public Severity severity() {
        return kind.severity();
    }

    /** {@return the finding in English} */
    public Words words() {
        return new Words(kind.what(), Texts.fill(kind.evidence(), values), kind.advice());
    }

    /**
     * The finding in another language. What servers and providers said themselves stays as they said it.
     *
     * @param texts the texts of that language
     * @return the words; English where there is no translation
     */
    public Words words(Texts texts) {
        return new Words(texts.text(kind.what()), texts.text(kind.evidence(), values), texts.text(kind.advice()));
    }

    /** {@return kind and evidence, in English} */
    @Override
    public String toString() {
        return kind + ": " + words().evidence();
    }
}
