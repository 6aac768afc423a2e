package io.github.ddnskit;

/**
 * What became of an {@link Update}, each family for itself. Immutable and thread-safe.
 *
 * @param ipv4 what became of the A records
 * @param ipv6 what became of the AAAA records
 */
public record UpdateReport(Outcome ipv4, Outcome ipv6) {

    /**
     * The report of an update that failed as a whole: each family whose goal was more than to keep has failed.
     *
     * @param update the update
     * @param failure why it failed
     * @return the report
     */
    public static UpdateReport failed(Update update, Outcome.Failed failure) {
        return new UpdateReport(failedUnlessKept(update.ipv4(), failure), failedUnlessKept(update.ipv6(), failure));
    }

    /**
     * The report of an update that was carried out as a whole: each goal holds.
     *
     * @param update the update
     * @return the report
     */
    public static UpdateReport published(Update update) {
        return new UpdateReport(Outcome.reached(update.ipv4()), Outcome.reached(update.ipv6()));
    }

    /**
     * The outcome for one family.
     *
     * @param family the family
     * @return what became of its records
     */
    public Outcome outcome(AddressFamily family) {
        return family == AddressFamily.IPV4 ? ipv4 : ipv6;
    }

    private static Outcome failedUnlessKept(Goal goal, Outcome.Failed failure) {
        return goal instanceof Goal.Keep ? Outcome.kept() : failure;
    }
}
