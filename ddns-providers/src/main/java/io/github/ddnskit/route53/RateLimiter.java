package io.github.ddnskit.route53;

import java.time.Duration;
import java.util.Arrays;

/**
 * Keeps an account within the five requests a second that Route 53 allows it, however many updaters it has. Thread-safe.
 *
 * <p>It holds five tokens, and each comes back one second after it was taken, so that no second ever sees a sixth
 * request. Give one to all updaters of an account; whoever asks first is served first. Other programs of the same account
 * take from the same five: what they leave too few of, Route 53 throttles, and the updater tries again.
 *
 * @see <a href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html">Quotas of Route 53</a>
 */
public final class RateLimiter {

    private static final int TOKENS = 5;
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Ticker ticker;
    private final long[] returns = new long[TOKENS];
    private int next;

    private RateLimiter(Ticker ticker) {
        this.ticker = ticker;
        Arrays.fill(returns, ticker.nanoTime());
    }

    /** {@return a limiter for one account} */
    public static RateLimiter create() {
        return new RateLimiter(Ticker.SYSTEM);
    }

    static RateLimiter create(Ticker ticker) {
        return new RateLimiter(ticker);
    }

    /** Takes a token, or returns false at once if none comes back before the deadline. */
    boolean acquire(Deadline deadline) throws InterruptedException {
        Duration wait;
        synchronized (returns) {
            long now = ticker.nanoTime();
            wait = Duration.ofNanos(Math.max(0, returns[next] - now));
            if (!deadline.allows(wait)) {
                return false;
            }
            returns[next] = now + wait.plus(PERIOD).toNanos();
            next = (next + 1) % TOKENS;
        }
        if (!wait.isZero()) {
            ticker.await(wait);
        }
        return true;
    }
}
