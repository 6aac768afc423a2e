package io.github.ddnskit.ip;

import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one source said, and what it was worth. Immutable and thread-safe.
 *
 * @param source who said it
 * @param vantage from where it sees the address
 * @param answer what it said, or null if it was not asked, or not heard out because the others sufficed
 * @param latency how long it took to answer
 * @param counted whether the verdict rests on it
 * @param why why it counted, or did not, in words
 */
public record Vote(
        SourceId source, Vantage vantage, @Nullable Observation answer, Duration latency, boolean counted, String why) {

    /** A vote of which it is not decided yet what it is worth. */
    static Vote of(SourceId source, Vantage vantage, @Nullable Observation answer, Duration latency) {
        return new Vote(source, vantage, answer, latency, false, "");
    }

    Vote worth(boolean counted, String why) {
        return new Vote(source, vantage, answer, latency, counted, why);
    }

    /** {@return one line for people} */
    @Override
    public String toString() {
        return source + " " + (answer == null ? "was not asked" : answer) + ": "
                + (counted ? "counts, " : "does not count, ") + why;
    }
}
