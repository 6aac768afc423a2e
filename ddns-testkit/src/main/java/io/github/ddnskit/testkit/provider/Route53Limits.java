package io.github.ddnskit.testkit.provider;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** How much the service takes at once; everything unless it is told otherwise. Thread-safe. */
final class Route53Limits {

    private static final int MOST_IN_A_SECOND = 5;

    private final Clock clock;
    private final Deque<Instant> lately = new ArrayDeque<>();
    private boolean throttling;
    private boolean oneChangeAtOnce;

    Route53Limits(Clock clock) {
        this.clock = clock;
    }

    synchronized void throttle() {
        throttling = true;
    }

    synchronized void oneChangeAtOnce() {
        oneChangeAtOnce = true;
    }

    /** What is said to a request that comes too early. */
    synchronized Optional<Route53Account.Refused> check(HttpExchange request, Route53Account account) {
        if (throttling && isTooMuch()) {
            return Optional.of(new Route53Account.Refused(400, "Throttling", List.of("Rate exceeded")));
        }
        if (oneChangeAtOnce && request.method().equals("POST") && account.isBusy(request.path())) {
            return Optional.of(new Route53Account.Refused(
                    400,
                    "PriorRequestNotComplete",
                    List.of("The request was rejected because Route 53 was still processing a prior request.")));
        }
        return Optional.empty();
    }

    /** Those that were turned away do not count. */
    private boolean isTooMuch() {
        Instant now = clock.instant();
        while (!lately.isEmpty() && Duration.between(lately.peekFirst(), now).compareTo(Duration.ofSeconds(1)) >= 0) {
            lately.removeFirst();
        }
        if (lately.size() >= MOST_IN_A_SECOND) {
            return true;
        }
        lately.addLast(now);
        return false;
    }
}
