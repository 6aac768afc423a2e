package io.github.ddnskit.internal;

import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The waits that must not become longer because the clock is put back: the backoff, the time between two requests, and that
 * until the next refresh. An instant that the provider named stays one. Only in memory, since the instants that are stored
 * are right again once a clock that was put back by mistake is put right. Thread-safe.
 */
final class OwnWaits {

    private final Map<RecordKey, Backoff> backoffs = new HashMap<>();
    private final Map<RecordKey, Instant> sent = new HashMap<>();
    private final Map<RecordKey, Instant> confirmed = new HashMap<>();

    /** A backoff, and what the state says of it. */
    private record Backoff(Instant stored, Instant since, Instant until) {
        Backoff inTimeOf(Instant now) {
            return now.isBefore(since) ? new Backoff(stored, now, now.plus(Duration.between(since, until))) : this;
        }
    }

    /** Takes note of a backoff that begins now. */
    synchronized void add(RecordKey key, Instant now, Instant until) {
        backoffs.put(key, new Backoff(until, now, until));
    }

    /** The state, with the instants as they are if the clock was put back since. */
    synchronized RecordState inTimeOf(Instant now, RecordKey key, RecordState state) {
        Instant notBefore = state.notBefore();
        Backoff backoff = backoffs.get(key);
        if (backoff != null && backoff.stored().equals(notBefore)) {
            backoff = backoff.inTimeOf(now);
            backoffs.put(key, backoff);
            notBefore = backoff.until();
        } else {
            backoffs.remove(key);
        }
        Instant sentAt = sentAt(now, key, state.sentAt());
        RecordState.Confirmed confirmed = confirmed(now, key, state.confirmed());
        return Objects.equals(notBefore, state.notBefore())
                        && Objects.equals(sentAt, state.sentAt())
                        && Objects.equals(confirmed, state.confirmed())
                ? state
                : new RecordState(
                        state.target(), confirmed, state.attempts(), sentAt, state.failures(), notBefore, state.halt());
    }

    private @Nullable Instant sentAt(Instant now, RecordKey key, @Nullable Instant stored) {
        return stored == null ? null : past(now, key, stored, sent);
    }

    private RecordState.@Nullable Confirmed confirmed(
            Instant now, RecordKey key, RecordState.@Nullable Confirmed stored) {
        if (stored == null) {
            return null;
        }
        Instant at = past(now, key, stored.at(), confirmed);
        return at.equals(stored.at()) ? stored : new RecordState.Confirmed(stored.addresses(), stored.options(), at);
    }

    /** If the clock was put back, time is counted from when that was noticed, or from the earliest that it has shown since. */
    private static Instant past(Instant now, RecordKey key, Instant stored, Map<RecordKey, Instant> noticed) {
        if (!stored.isAfter(now)) {
            noticed.remove(key);
            return stored;
        }
        return noticed.merge(key, now, (before, shown) -> shown.isBefore(before) ? shown : before);
    }
}
