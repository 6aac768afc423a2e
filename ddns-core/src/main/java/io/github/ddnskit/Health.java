package io.github.ddnskit;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Whether the client does its work, in a word and with reasons: for health checks. Immutable and thread-safe.
 *
 * @param level the worst that is said of a record; up if there is none
 * @param reasons what is not well, the worst first; empty if all is
 */
public record Health(Level level, List<Explanation> reasons) {

    /** How well it is, best first. */
    public enum Level {
        /** The names lead to the device, or are on their way. */
        UP,
        /** The names may lead elsewhere soon, or do for some; the client goes on trying. */
        DEGRADED,
        /** A name does not lead to the device, and will not by itself. */
        DOWN;

        /** {@return the name used in JSON, such as {@code degraded}} */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Copies the reasons.
     *
     * @param level the worst that is said of a record; up if there is none
     * @param reasons what is not well, the worst first; empty if all is
     */
    public Health {
        reasons = List.copyOf(reasons);
    }

    static Health of(List<DdnsStatus.RecordStatus> records) {
        List<Explanation> reasons = records.stream()
                .map(Explanation::of)
                .filter(explanation -> explanation.kind().level() != Level.UP)
                .sorted(Comparator.comparing(
                                (Explanation explanation) -> explanation.kind().level())
                        .reversed())
                .toList();
        return new Health(reasons.isEmpty() ? Level.UP : reasons.get(0).kind().level(), reasons);
    }
}
