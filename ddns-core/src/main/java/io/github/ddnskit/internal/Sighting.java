package io.github.ddnskit.internal;

import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.policy.Verification;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is seen of one record in DNS, compared with what was confirmed. Not thread-safe. */
final class Sighting {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration SECOND_LOOK = Duration.ofSeconds(30);
    private static final Duration SLOW = Duration.ofMinutes(5);

    private final RecordKey key;
    private final Verification verification;
    private final boolean mayRepair;
    private RecordState.@Nullable Confirmed expected;
    private boolean visible;
    private boolean told;
    private @Nullable Instant wrongSince;
    private @Nullable Instant repairedAt;
    private @Nullable Observation instead;

    /**
     * Begins to watch.
     *
     * @param visible whether the record was seen before, so that a difference is a change
     * @param mayRepair whether its provider lets it be sent again
     */
    Sighting(RecordKey key, Verification verification, boolean visible, boolean mayRepair) {
        this.key = key;
        this.verification = verification;
        this.visible = visible;
        this.mayRepair = mayRepair;
    }

    /** What DNS shows in place of what was confirmed, if that was told. */
    @Nullable
    Observation instead() {
        return told ? instead : null;
    }

    /**
     * Compares.
     *
     * @param confirmed what DNS shall show, or null if that is not certain at present
     * @param answers what each of its servers shows
     * @param tell takes what is to be told
     * @param repair called if the record is to be sent again
     * @return after what time to look again, or null if there is no need
     */
    @Nullable
    Duration compare(
            RecordState.@Nullable Confirmed confirmed,
            List<Observation> answers,
            Instant now,
            Consumer<DdnsEvent> tell,
            Runnable repair) {
        if (confirmed == null) {
            return null;
        }
        expect(confirmed);
        Set<InetAddress> addresses = confirmed.addresses();
        List<Observation> known = answers.stream()
                .filter(answer -> !(answer instanceof Observation.Unknown))
                .toList();
        if (known.isEmpty()) {
            return SECOND_LOOK;
        }
        Observation shown = known.stream()
                .filter(answer -> !isRight(answer, addresses))
                .findFirst()
                .orElse(known.get(0));
        Duration since = Duration.between(confirmed.at(), now);
        boolean right = isRight(shown, addresses);
        instead = right ? null : shown;
        if (right) {
            if (!visible || told) {
                tell.accept(new DdnsEvent.RecordVisible(now, key.host(), key.family(), addresses, since));
            }
            visible = true;
            told = false;
            wrongSince = null;
            return verification instanceof Verification.Guard guard ? guard.every() : null;
        }
        if (!visible) {
            if (!told && since.compareTo(patience()) >= 0) {
                told = true;
                tell.accept(new DdnsEvent.RecordNotVisible(now, key.host(), key.family(), addresses, shown));
            }
            return told ? SLOW : shorter(longer(since, SOON), SECOND_LOOK);
        }
        return changed(addresses, shown, now, tell, repair);
    }

    private static boolean isRight(Observation answer, Set<InetAddress> addresses) {
        return answer instanceof Observation.Found found ? found.addresses().equals(addresses) : addresses.isEmpty();
    }

    private @Nullable Duration changed(
            Set<InetAddress> addresses, Observation shown, Instant now, Consumer<DdnsEvent> tell, Runnable repair) {
        if (wrongSince == null) {
            wrongSince = now; // a name server that is a moment behind is no reason for an alarm
            return SECOND_LOOK;
        }
        if (!told) {
            told = true;
            tell.accept(
                    new DdnsEvent.RecordChangedElsewhere(now, key.host(), key.family(), addresses, shown, wrongSince));
        }
        if (verification instanceof Verification.Guard guard) {
            boolean due = guard.repairEvery() != null
                    && mayRepair
                    && (repairedAt == null || !now.isBefore(repairedAt.plus(guard.repairEvery())));
            if (due) {
                repairedAt = now;
                repair.run();
            }
            return guard.every();
        }
        return null;
    }

    private void expect(RecordState.Confirmed confirmed) {
        RecordState.Confirmed before = expected;
        expected = confirmed;
        if (before != null && !before.addresses().equals(confirmed.addresses())) {
            visible = false;
            told = false;
            wrongSince = null;
        }
    }

    private Duration patience() {
        if (verification instanceof Verification.Guard guard) {
            return guard.patience();
        }
        return verification instanceof Verification.Confirm confirm ? confirm.patience() : Duration.ZERO;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
