package io.github.ddnskit.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a test expects of those who ask, and how it hears that something else happened. Thread-safe. */
final class Expectations {

    private static final int MOST_TOLD = 20;

    private final List<String> unexpected = new ArrayList<>();
    private long count;
    private volatile @Nullable Predicate<Question> expected;

    /** Waits for a change, and fails with words. */
    static void await(ZoneHistory history, BooleanSupplier condition, Duration longest, Supplier<String> otherwise) {
        try {
            if (!history.await(condition, longest)) {
                throw new AssertionError(otherwise.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting: " + otherwise.get(), e);
        }
    }

    void only(Predicate<Question> narrower) {
        expected = narrower;
    }

    boolean isEmpty() {
        return expected == null;
    }

    /** Whether this was expected; if not, it is remembered. */
    boolean meet(Question question) {
        Predicate<Question> present = expected;
        if (present == null || present.test(question)) {
            return true;
        }
        synchronized (unexpected) {
            count++;
            if (unexpected.size() < MOST_TOLD) {
                unexpected.add(question.summary());
            }
        }
        return false;
    }

    void requireNothingUnexpected() {
        synchronized (unexpected) {
            if (count > 0) {
                throw new AssertionError(count + " requests that the test does not expect came to the name server:\n  "
                        + String.join("\n  ", unexpected)
                        + (count > unexpected.size() ? "\n  and more" : ""));
            }
        }
    }

    void forget() {
        synchronized (unexpected) {
            unexpected.clear();
            count = 0;
        }
    }
}
