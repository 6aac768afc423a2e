package io.github.ddnskit.echo;

import io.github.ddnskit.echo.WellKnown.Endpoint;
import io.github.ddnskit.spi.IpSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An endpoint among others, and how long it is left alone. Thread-safe. */
final class Choice {

    final Endpoint endpoint;
    final IpSource source;
    private long restingSince;
    private Duration rest = Duration.ZERO;

    Choice(Endpoint endpoint, IpSource source) {
        this.endpoint = endpoint;
        this.source = source;
    }

    synchronized void leaveAlone(@Nullable Duration wanted) {
        if (wanted != null) {
            restingSince = System.nanoTime();
            rest = wanted;
        }
    }

    /** {@return what is left of its rest} */
    synchronized Duration rest() {
        Duration left = rest.minusNanos(System.nanoTime() - restingSince);
        return left.isNegative() ? Duration.ZERO : left;
    }

    boolean isWilling() {
        return rest().isZero();
    }
}
