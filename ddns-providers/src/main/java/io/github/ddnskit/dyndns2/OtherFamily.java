package io.github.ddnskit.dyndns2;

import java.util.Arrays;
import java.util.Locale;

/** What becomes of the records of one family when a request names only the other. */
public enum OtherFamily {
    /** They stay. */
    KEPT,
    /** They are deleted. */
    REMOVED,
    /** The request is refused: it has to name both. */
    REQUIRED;

    static OtherFamily parse(String text) {
        return Arrays.stream(values())
                .filter(one -> one.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + text
                        + "\" does not say what becomes of the other family: write kept, removed or required"));
    }

    /** {@return how it is written in JSON, such as {@code kept}} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
