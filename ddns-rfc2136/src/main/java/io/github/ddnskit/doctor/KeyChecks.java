package io.github.ddnskit.doctor;

import io.github.ddnskit.Outcome;
import java.util.Optional;
import java.util.stream.Stream;

/** Does the server that takes the updates serve the zone, and accept the key and the clock? */
final class KeyChecks {

    private KeyChecks() {}

    static Stream<Finding> theServerAcceptsTheKey(Facts facts) {
        return Optional.ofNullable(facts.check()).stream().map(failed -> Finding.of(kind(failed), failed.detail()));
    }

    private static FindingKind kind(Outcome.Failed failed) {
        return switch (failed.reason()) {
            case CLOCK_SKEW -> FindingKind.CLOCK_WRONG;
            case UNKNOWN_CREDENTIALS -> FindingKind.KEY_UNKNOWN;
            case BAD_CREDENTIALS -> FindingKind.KEY_WRONG;
            case ZONE_NOT_SERVED -> FindingKind.ZONE_NOT_SERVED;
            case UNREACHABLE -> FindingKind.UPDATE_SERVER_SILENT;
            default -> FindingKind.UPDATE_SERVER_REFUSES;
        };
    }
}
