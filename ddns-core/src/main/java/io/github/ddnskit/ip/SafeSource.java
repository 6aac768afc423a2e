package io.github.ddnskit.ip;

import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Query;

/** Asks a source that may break its contract. */
final class SafeSource {

    private static final System.Logger LOG = System.getLogger(SafeSource.class.getName());

    private SafeSource() {}

    static Observation observe(IpSource source, Query query) throws InterruptedException {
        try {
            return source.observe(query);
        } catch (RuntimeException e) {
            // Without its message, which could hold anything.
            LOG.log(System.Logger.Level.ERROR, "the source {0} threw {1}", source.id(), e.getClass());
            return Observation.unknown(
                    "the source " + source.id() + " failed: " + e.getClass().getSimpleName());
        }
    }
}
