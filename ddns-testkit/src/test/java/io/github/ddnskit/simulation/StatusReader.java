package io.github.ddnskit.simulation;

import io.github.ddnskit.DdnsStatus;
import io.github.ddnskit.ip.Verdict;
import io.github.ddnskit.ip.Vote;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the client shows, step by step, and of that only what it did not show in the same words before: to write all
 * of a status costs more than anything else that is done in a step.
 */
final class StatusReader {

    private final Consumer<String> reads;
    private @Nullable DdnsStatus before;

    StatusReader(Consumer<String> reads) {
        this.reads = reads;
    }

    void read(DdnsStatus status) {
        DdnsStatus known = before;
        for (DdnsStatus.RecordStatus record : status.records()) {
            if (known == null || known.records().stream().noneMatch(other -> isSame(other, record))) {
                reads.accept(record.toString());
                reads.accept(String.valueOf(record.shownInstead()));
            }
        }
        for (Verdict verdict : status.verdicts().values()) {
            read(verdict, known == null ? null : known.verdicts().get(verdict.family()));
        }
        before = status;
    }

    private void read(Verdict verdict, @Nullable Verdict known) {
        if (verdict.equals(known)) {
            return;
        }
        if (known == null || !verdict.observation().equals(known.observation())) {
            reads.accept(verdict.observation().toString());
        }
        reads.accept(verdict.warnings().toString());
        for (int i = 0; i < verdict.votes().size(); i++) {
            Vote vote = verdict.votes().get(i);
            if (known == null
                    || i >= known.votes().size()
                    || !isSame(vote, known.votes().get(i))) {
                reads.accept(vote.toString());
            }
        }
    }

    private static boolean isSame(DdnsStatus.RecordStatus one, DdnsStatus.RecordStatus other) {
        return one.key().equals(other.key())
                && one.state().equals(other.state())
                && Objects.equals(one.lastFailure(), other.lastFailure())
                && Objects.equals(one.shownInstead(), other.shownInstead());
    }

    /** Whether two votes read alike, but for the time that they took. */
    private static boolean isSame(Vote one, Vote other) {
        return one.source().equals(other.source())
                && Objects.equals(one.answer(), other.answer())
                && one.why().equals(other.why());
    }
}
