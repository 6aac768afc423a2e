package io.github.ddnskit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Plan;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.state.RecordState;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final UpdatePolicy POLICY = UpdatePolicy.standard();
    private static final RecordState.Halt HALT = new RecordState.Halt("seal", FailureReason.BLOCKED, "no");

    @Test
    void publishesWhatWasNeverPublished() {
        assertThat(plan(Goal.publish("192.0.2.1"), RecordState.unknown("t"))).isEqualTo(new Plan.Publish());
    }

    @Test
    void publishesAgainWhenTheOptionsChange() {
        RecordState state = RecordState.unknown("t").confirmed(addresses("192.0.2.1"), "ttl=60", NOW);
        assertThat(Planner.plan(Goal.publish("192.0.2.1"), state, "ttl=60", POLICY, NOW))
                .isEqualTo(new Plan.Nothing());
        assertThat(Planner.plan(Goal.publish("192.0.2.1"), state, "ttl=30", POLICY, NOW))
                .isEqualTo(new Plan.Publish());
    }

    @Test
    void publishesAgainWhileAnAttemptIsInDoubt() {
        RecordState doubtful = RecordState.unknown("t")
                .confirmed(addresses("192.0.2.1"), "", NOW)
                .attempting(addresses("192.0.2.2"), NOW)
                .failed(NOW);
        assertThat(plan(Goal.publish("192.0.2.1"), doubtful)).isEqualTo(new Plan.Publish());
        assertThat(plan(Goal.publish("192.0.2.2"), doubtful)).isEqualTo(new Plan.Publish());
    }

    @Test
    void removesOnlyWhatItMayHaveWritten() {
        assertThat(plan(Goal.remove(), RecordState.unknown("t"))).isEqualTo(new Plan.Nothing());
        assertThat(plan(Goal.remove(), RecordState.unknown("t").attempting(addresses("192.0.2.1"), NOW)))
                .isEqualTo(new Plan.Publish());
        assertThat(plan(Goal.remove(), RecordState.unknown("t").confirmed(addresses("192.0.2.1"), "", NOW)))
                .isEqualTo(new Plan.Publish());
        assertThat(plan(Goal.remove(), RecordState.unknown("t").confirmed(Set.of(), "", NOW)))
                .isEqualTo(new Plan.Nothing());
    }

    @Test
    void refreshesWhenTheProviderDemandsIt() {
        UpdatePolicy policy = POLICY.withRefreshEvery(Duration.ofDays(28));
        RecordState state = RecordState.unknown("t").confirmed(addresses("192.0.2.1"), "", NOW);
        Goal goal = Goal.publish("192.0.2.1");
        Instant due = NOW.plus(Duration.ofDays(28));
        assertThat(Planner.plan(goal, state, "", policy, NOW)).isEqualTo(new Plan.WaitUntil(due, Plan.Pause.REFRESH));
        assertThat(Planner.plan(goal, state, "", policy, due)).isEqualTo(new Plan.Publish());
        assertThat(Planner.plan(Goal.remove(), RecordState.unknown("t").confirmed(Set.of(), "", NOW), "", policy, due))
                .isEqualTo(new Plan.Nothing());
    }

    @Test
    void spacesRequestsAsTheProviderDemandsEvenIfTheClockWasPutBack() {
        UpdatePolicy policy = POLICY.withMinimumInterval(Duration.ofMinutes(10));
        RecordState state = RecordState.unknown("t")
                .attempting(addresses("192.0.2.1"), NOW)
                .confirmed(addresses("192.0.2.1"), "", NOW);
        Goal changed = Goal.publish("192.0.2.2");
        assertThat(Planner.plan(changed, state, "", policy, NOW.plusSeconds(60)))
                .isEqualTo(new Plan.WaitUntil(NOW.plusSeconds(600), Plan.Pause.MINIMUM_INTERVAL));
        assertThat(Planner.plan(changed, state, "", policy, NOW.plusSeconds(600)))
                .isEqualTo(new Plan.Publish());
        Instant putBack = NOW.minus(Duration.ofDays(365));
        assertThat(Planner.plan(changed, state, "", policy, putBack))
                .isEqualTo(new Plan.WaitUntil(putBack.plusSeconds(600), Plan.Pause.MINIMUM_INTERVAL));
    }

    @Property
    void neverPublishesWhileEqual(
            @ForAll("goals") Goal goal, @ForAll("states") RecordState state, @ForAll("times") Instant now) {
        RecordState.Confirmed confirmed = state.confirmed();
        Set<InetAddress> wanted = goal instanceof Goal.Publish publish ? publish.addresses() : Set.of();
        if (confirmed != null
                && state.attempted() == null
                && confirmed.addresses().equals(wanted)) {
            assertThat(Planner.plan(goal, state, confirmed.options(), POLICY, now))
                    .isNotInstanceOf(Plan.Publish.class);
        }
    }

    @Property
    void neverPublishesWhatShallBeKept(@ForAll("states") RecordState state, @ForAll("times") Instant now) {
        assertThat(Planner.plan(Goal.keep(), state, "", POLICY.withRefreshEvery(Duration.ofDays(1)), now))
                .isEqualTo(new Plan.Nothing());
    }

    @Property
    void neverPublishesBeforeNotBefore(
            @ForAll("goals") Goal goal, @ForAll("states") RecordState state, @ForAll("times") Instant now) {
        Plan plan = Planner.plan(goal, state, "", POLICY.withRefreshEvery(Duration.ofDays(1)), now);
        Instant notBefore = state.notBefore();
        if (notBefore != null && now.isBefore(notBefore)) {
            assertThat(plan).isNotInstanceOf(Plan.Publish.class);
        }
        if (plan instanceof Plan.WaitUntil wait) {
            assertThat(wait.instant()).isAfter(now);
            assertThat(notBefore == null || !wait.instant().isBefore(notBefore)).isTrue();
        }
    }

    @Property
    void neverPublishesAfterNever(
            @ForAll("goals") Goal goal, @ForAll("states") RecordState state, @ForAll("times") Instant now) {
        assertThat(Planner.plan(goal, state.halted(HALT), "", POLICY.withRefreshEvery(Duration.ofDays(1)), now))
                .isIn(new Plan.Halt(), new Plan.Nothing());
    }

    @Property
    void isNeverChangedInWhatWasConfirmedByAFailure(@ForAll("states") RecordState state, @ForAll("times") Instant now) {
        RecordState failed = state.attempting(addresses("192.0.2.9"), now).failed(now);
        assertThat(failed.confirmed()).isEqualTo(state.confirmed());
        assertThat(failed.attempted()).isEqualTo(addresses("192.0.2.9"));
        assertThat(state.attempting(addresses("192.0.2.9"), now).halted(HALT).confirmed())
                .isEqualTo(state.confirmed());
    }

    /** An attempt is made, and fails or not as a script says; once the script is over, everything succeeds. */
    @Property
    void convergesOnceFaultsStop(
            @ForAll("goals") Goal goal, @ForAll("states") RecordState start, @ForAll List<Boolean> faults) {
        RecordState state = start.resumed();
        Instant now = NOW;
        int script = 0;
        for (int step = 0; step < 2 * faults.size() + 10; step++) {
            Plan plan = plan(goal, state, now);
            if (plan instanceof Plan.WaitUntil wait) {
                now = wait.instant();
            } else if (plan instanceof Plan.Publish) {
                Set<InetAddress> wanted = Objects.requireNonNull(Planner.wanted(goal, state));
                state = state.attempting(wanted, now);
                boolean fails = script < faults.size() && faults.get(script++);
                state = fails ? state.failed(now.plusSeconds(60)) : state.confirmed(wanted, "", now);
            } else {
                break;
            }
        }
        assertThat(plan(goal, state, now)).isEqualTo(new Plan.Nothing());
        Set<InetAddress> wanted = Planner.wanted(goal, state);
        assertThat(wanted == null || Planner.isConfirmed(wanted, state, "")).isTrue();
    }

    @Provide
    Arbitrary<Goal> goals() {
        return Arbitraries.of(
                Goal.publish("192.0.2.1"),
                Goal.publish("192.0.2.2"),
                Goal.publish("192.0.2.1", "192.0.2.2"),
                Goal.remove(),
                Goal.keep());
    }

    @Provide
    Arbitrary<Instant> times() {
        return Arbitraries.longs().between(-100_000, 10_000_000).map(NOW::plusSeconds);
    }

    @Provide
    Arbitrary<RecordState> states() {
        Arbitrary<Set<InetAddress>> sets = Arbitraries.of(
                Set.of(), addresses("192.0.2.1"), addresses("192.0.2.2"), addresses("192.0.2.1", "192.0.2.2"));
        return Combinators.combine(
                        Combinators.combine(sets, Arbitraries.of("", "ttl=60"), times())
                                .as(RecordState.Confirmed::new)
                                .injectNull(0.3),
                        sets.list().uniqueElements().ofMaxSize(3),
                        times().injectNull(0.3),
                        Arbitraries.integers().between(0, 20),
                        times().injectNull(0.5),
                        Arbitraries.of(HALT).injectNull(0.8))
                .as((confirmed, attempts, sent, failures, notBefore, halt) ->
                        new RecordState("t", confirmed, attempts, sent, failures, notBefore, halt));
    }

    private static Plan plan(Goal goal, RecordState state) {
        return plan(goal, state, NOW);
    }

    private static Plan plan(Goal goal, RecordState state, Instant now) {
        return Planner.plan(goal, state, "", POLICY, now);
    }

    private static Set<InetAddress> addresses(String... literals) {
        return Set.of(java.util.Arrays.stream(literals).map(IpLiteral::parse).toArray(InetAddress[]::new));
    }
}
