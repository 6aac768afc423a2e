package io.github.ddnskit.ip;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.spi.Observation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is believed about the address of one family, and why. Immutable and thread-safe.
 *
 * @param family the family
 * @param observation what is believed; unknown if the sources do not suffice for anything
 * @param votes what each source said, in the order of the sources
 * @param warnings what is odd about the network
 */
public record Verdict(AddressFamily family, Observation observation, List<Vote> votes, List<Warning> warnings) {

    /**
     * Copies the collections.
     *
     * @param family the family
     * @param observation what is believed; unknown if the sources do not suffice for anything
     * @param votes what each source said, in the order of the sources
     * @param warnings what is odd about the network
     */
    public Verdict {
        votes = List.copyOf(votes);
        warnings = List.copyOf(warnings);
    }

    /**
     * The same, but not to be acted upon.
     *
     * @param cause why not
     * @param retryAfter when to ask again, or null if that does not matter
     * @return a copy that believes nothing
     */
    public Verdict withheld(String cause, @Nullable Duration retryAfter) {
        return new Verdict(family, new Observation.Unknown(cause, retryAfter), votes, warnings);
    }
}
