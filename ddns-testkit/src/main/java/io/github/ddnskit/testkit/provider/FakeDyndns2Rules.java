package io.github.ddnskit.testkit.provider;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.dyndns2.Dialect;
import io.github.ddnskit.dyndns2.Meaning;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a service demands of its users beyond the right words; nothing unless it is told to. Not thread-safe. */
final class FakeDyndns2Rules {

    private final Dialect dialect;
    private final Map<String, Integer> unchanged = new HashMap<>();
    private final Set<String> blocked = new HashSet<>();
    private final Set<String> unpaid = new HashSet<>();
    private final Map<String, Instant> notBefore = new HashMap<>();
    private int mostUnchanged = Integer.MAX_VALUE;
    private boolean agentRequired;
    private @Nullable Duration interval;
    private Clock clock = Clock.systemUTC();

    FakeDyndns2Rules(Dialect dialect) {
        this.dialect = dialect;
    }

    void abuseAfter(int updates) {
        word(Meaning.ABUSE);
        mostUnchanged = updates;
    }

    void unblock(Hostname host) {
        blocked.remove(host.ascii());
        unchanged.remove(host.ascii());
    }

    void requireAgent() {
        word(Meaning.BAD_AGENT);
        agentRequired = true;
    }

    void unpaid(Hostname host) {
        word(Meaning.NOT_PAID);
        unpaid.add(host.ascii());
    }

    void interval(Duration least, Clock time) {
        if (!dialect.replies().isStandard()) {
            throw new IllegalArgumentException(dialect.id() + " has no words for how long to wait");
        }
        interval = least;
        clock = time;
    }

    /** What is said to a request as a whole, before it is looked at. */
    Optional<FakeDyndns2Words.Line> beforeAll(HttpExchange exchange) {
        boolean named =
                exchange.header("User-Agent").filter(agent -> !agent.isBlank()).isPresent();
        return agentRequired && !named ? Optional.of(word(Meaning.BAD_AGENT)) : Optional.empty();
    }

    /** What is said to an update of a host, before it is looked at. */
    Optional<FakeDyndns2Words.Line> before(String host) {
        if (blocked.contains(host)) {
            return Optional.of(word(Meaning.ABUSE));
        }
        if (unpaid.contains(host)) {
            return Optional.of(word(Meaning.NOT_PAID));
        }
        Instant now = clock.instant();
        Instant first = notBefore.get(host);
        if (first != null && now.isBefore(first)) {
            // a second more if there is a fraction: not before that
            long seconds = Duration.between(now, first).plusNanos(999_999_999).toSeconds();
            return Optional.of(new FakeDyndns2Words.Line(200, pause(seconds)));
        }
        return Optional.empty();
    }

    /** Remembers an update of a host that was carried out. */
    void after(String host, boolean changed) {
        int repeated = changed ? 0 : unchanged.getOrDefault(host, 0) + 1;
        unchanged.put(host, repeated);
        if (repeated >= mostUnchanged) {
            blocked.add(host);
        }
        if (interval != null) {
            notBefore.put(host, clock.instant().plus(interval));
        }
    }

    /** {@code wNNs}, {@code wNNm} or {@code wNNh}, whichever tells it exactly. */
    private static String pause(long seconds) {
        if (seconds % 3600 == 0) {
            return "w" + seconds / 3600 + "h";
        }
        return seconds % 60 == 0 && seconds > 9999 ? "w" + seconds / 60 + "m" : "w" + seconds + "s";
    }

    private FakeDyndns2Words.Line word(Meaning meaning) {
        return FakeDyndns2Words.line(dialect, List.of(meaning), "", List.of())
                .orElseThrow(
                        () -> new IllegalArgumentException(dialect.id() + " has no words for \"" + meaning + "\""));
    }
}
