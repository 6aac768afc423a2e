package io.github.ddnskit.config;

import io.github.ddnskit.policy.AbsencePolicy;
import io.github.ddnskit.policy.ClosePolicy;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.policy.Verification;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads when names are sent, what becomes of them in the end, and whether DNS is looked at. */
final class PolicyReader {

    private static final String WITHDRAW = "withdraw";
    private static final String GUARD = "guard";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration SHORTEST_REFRESH = Duration.ofMinutes(1);
    private static final Duration SHORTEST_REPAIR = Duration.ofMinutes(10);

    private static final List<Field> ABSENCE = List.of(Field.required(
            "removeAfter",
            Field.Kind.DURATION,
            "Remove after",
            "how long an address must be gone before it is removed"));
    private static final List<Field> VERIFICATION = List.of(
            new Field(
                    "mode",
                    Field.Kind.CHOICE,
                    true,
                    "Mode",
                    "confirm looks until DNS shows what was published; guard goes on looking whether it still does",
                    List.of("confirm", GUARD),
                    List.of(),
                    null),
            Field.optional(
                    "patience",
                    Field.Kind.DURATION,
                    "Patience",
                    "after what time it is said that DNS does not show what was published"),
            Field.optional("every", Field.Kind.DURATION, "Every", "how often a guard looks"),
            Field.optional(
                    "repairEvery",
                    Field.Kind.DURATION,
                    "Repair every",
                    "the least time between two repairs of a record that was changed elsewhere; none if left out"));
    static final List<Field> FIELDS = List.of(
            Field.group("absence", "Absence", "what becomes of records whose address is gone", ABSENCE),
            Field.choice(
                    "onClose",
                    "On close",
                    "what becomes of the records when the program ends",
                    List.of("keep", WITHDRAW)),
            Field.optional(
                    "minimumInterval",
                    Field.Kind.DURATION,
                    "Minimum interval",
                    "the least time between two requests for one name"),
            Field.optional(
                    "refreshEvery",
                    Field.Kind.DURATION,
                    "Refresh every",
                    "how often a name is sent again although it has not changed"),
            Field.group("verification", "Verification", "whether to look at DNS for what was published", VERIFICATION));

    private final Problems problems;

    /**
     * Creates a reader.
     *
     * @param problems takes what is wrong
     */
    PolicyReader(Problems problems) {
        this.problems = problems;
    }

    /** When names are sent. */
    UpdatePolicy policy(Settings general) {
        UpdatePolicy policy = UpdatePolicy.standard();
        Optional<Duration> removeAfter = general.group("absence")
                .flatMap(absence -> absence.duration("removeAfter"))
                .filter(time -> notNegative(time, "$.absence.removeAfter"));
        if (removeAfter.isPresent()) {
            policy = policy.withAbsence(AbsencePolicy.removeAfter(removeAfter.get()));
        }
        Optional<Duration> minimum =
                general.duration("minimumInterval").filter(time -> notNegative(time, "$.minimumInterval"));
        if (minimum.isPresent()) {
            policy = policy.withMinimumInterval(minimum.get());
        }
        Optional<Duration> refresh = atLeast(SHORTEST_REFRESH, "a minute", general, "$", "refreshEvery");
        if (refresh.isPresent()) {
            policy = policy.withRefreshEvery(refresh.get());
        }
        return general.text("onClose").filter(WITHDRAW::equals).isPresent()
                ? policy.withOnClose(ClosePolicy.WITHDRAW)
                : policy;
    }

    /** Whether DNS is looked at. */
    Verification verification(Settings general) {
        Settings chosen = general.group("verification").orElse(Settings.of(Map.of()));
        String path = "$.verification";
        Optional<Duration> patience = atLeast(SECOND, "a second", chosen, path, "patience");
        Optional<Duration> every = atLeast(SECOND, "a second", chosen, path, "every");
        Optional<Duration> repair = atLeast(SHORTEST_REPAIR, "10 minutes", chosen, path, "repairEvery");
        Optional<String> mode = chosen.text("mode");
        if (mode.filter(GUARD::equals).isPresent()) {
            Verification.Guard guard = Verification.guard();
            return new Verification.Guard(
                    patience.orElse(guard.patience()), every.orElse(guard.every()), repair.orElse(null));
        }
        if (mode.isEmpty()) { // nothing is wanted, or it is wrong, which was said already
            return Verification.none();
        }
        for (String key : List.of("every", "repairEvery")) {
            if (chosen.duration(key).isPresent()) {
                problems.add(
                        Problems.member(path, key), "is only for the mode guard: leave it out, or choose that mode");
            }
        }
        return new Verification.Confirm(patience.orElse(Verification.confirm().patience()));
    }

    private boolean notNegative(Duration time, String path) {
        if (time.isNegative()) {
            problems.add(path, "must not be negative");
        }
        return !time.isNegative();
    }

    private Optional<Duration> atLeast(Duration least, String inWords, Settings settings, String parent, String key) {
        Optional<Duration> time = settings.duration(key);
        if (time.filter(found -> found.compareTo(least) < 0).isPresent()) {
            problems.add(Problems.member(parent, key), "must be at least " + inWords + ", \"" + least + "\"");
            return Optional.empty();
        }
        return time;
    }
}
