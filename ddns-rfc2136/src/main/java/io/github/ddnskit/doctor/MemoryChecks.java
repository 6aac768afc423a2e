package io.github.ddnskit.doctor;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.state.RecordState;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What does the client remember: has the provider refused, has somebody else changed the record, may it lapse? */
final class MemoryChecks {

    private MemoryChecks() {}

    static Stream<Finding> theStateCanBeRead(Facts facts) {
        return Optional.ofNullable(facts.memory().problem()).stream()
                .map(problem -> Finding.of(FindingKind.STATE_UNREADABLE, problem));
    }

    static Stream<Finding> thereIsAState(Facts facts) {
        return facts.memory().kept()
                ? Stream.empty()
                : Stream.of(Finding.of(FindingKind.NOTHING_REMEMBERED, facts.host()));
    }

    static Stream<Finding> theProviderHasNotRefused(Facts facts) {
        return facts.families().stream()
                .flatMap(family -> facts.state(family).stream())
                .flatMap(state -> Optional.ofNullable(state.halt()).stream())
                .map(halt -> Finding.of(kind(halt), halt.reason(), halt.detail()))
                .distinct();
    }

    private static FindingKind kind(RecordState.Halt halt) {
        return switch (halt.reason()) {
            case BAD_CREDENTIALS, UNKNOWN_CREDENTIALS, REFUSED -> FindingKind.CREDENTIALS_REJECTED;
            case BLOCKED -> FindingKind.BLOCKED;
            default -> FindingKind.HALTED;
        };
    }

    static Stream<Finding> updatesSucceed(Facts facts) {
        return facts.families().stream()
                .flatMap(family -> facts.state(family).stream()
                        .filter(state -> state.halt() == null)
                        .flatMap(state -> trouble(facts, family, state)));
    }

    private static Stream<Finding> trouble(Facts facts, AddressFamily family, RecordState state) {
        if (state.failures() > 0) {
            Instant next = state.notBefore();
            return Stream.of(Finding.of(
                    FindingKind.FAILING,
                    facts.host(),
                    family.recordType(),
                    state.failures(),
                    next == null ? "-" : Phrases.of(next)));
        }
        Set<InetAddress> attempted = state.attempted();
        Instant sent = state.sentAt();
        return attempted == null
                ? Stream.empty()
                : Stream.of(Finding.of(
                        FindingKind.UNCONFIRMED,
                        facts.host(),
                        family.recordType(),
                        Phrases.of(attempted),
                        sent == null ? "-" : Phrases.of(sent)));
    }

    static Stream<Finding> somethingWasPublished(Facts facts) {
        if (!facts.memory().kept() || facts.memory().problem() != null) {
            return Stream.empty();
        }
        return facts.families().stream()
                .filter(family ->
                        facts.detected(family).filter(seen -> !seen.isEmpty()).isPresent())
                .filter(family -> facts.confirmed(family).isEmpty())
                .filter(family -> facts.state(family)
                        .filter(state -> state.attempted() != null || state.failures() > 0 || state.halt() != null)
                        .isEmpty()) // those say more
                .map(family -> Finding.of(FindingKind.NEVER_PUBLISHED, facts.host(), family.recordType()));
    }

    static Stream<Finding> nobodyElseChangedIt(Facts facts) {
        return facts.families().stream()
                .filter(family -> facts.state(family)
                        .filter(state -> state.attempted() == null && state.confirmed() != null)
                        .isPresent())
                .flatMap(family -> {
                    RecordState.Confirmed confirmed = facts.confirmed(family).orElseThrow();
                    return facts.shown(family).stream()
                            .filter(shown -> !shown.equals(confirmed.addresses()))
                            .map(shown -> Finding.of(
                                    FindingKind.CHANGED_ELSEWHERE,
                                    facts.host(),
                                    family.recordType(),
                                    Phrases.of(shown),
                                    Phrases.of(confirmed.addresses()),
                                    Phrases.of(confirmed.at())));
                });
    }

    static Stream<Finding> theRegistrationDoesNotLapse(Facts facts) {
        Duration every = facts.wanted().refreshEvery();
        if (every == null) {
            return Stream.empty();
        }
        return facts.families().stream()
                .flatMap(family -> facts.confirmed(family).stream())
                .filter(confirmed -> !confirmed.addresses().isEmpty())
                .map(RecordState.Confirmed::at)
                .filter(at -> at.plus(every).isBefore(facts.now()))
                .limit(1)
                .map(at -> Finding.of(
                        FindingKind.LAPSING, facts.host(), Phrases.of(Objects.requireNonNull(every)), Phrases.of(at)));
    }
}
