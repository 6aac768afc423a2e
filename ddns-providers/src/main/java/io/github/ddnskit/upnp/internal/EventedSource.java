package io.github.ddnskit.upnp.internal;

import io.github.ddnskit.spi.ChangeSignal;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;

/**
 * A source together with a signal about what it tells, so that the client subscribes to it. Thread-safe if both are.
 *
 * @param source answers
 * @param signal hints
 */
record EventedSource(IpSource source, ChangeSignal signal) implements IpSource, ChangeSignal {

    @Override
    public SourceId id() {
        return source.id();
    }

    @Override
    public Vantage vantage() {
        return source.vantage();
    }

    @Override
    public Observation observe(Query query) throws InterruptedException {
        return source.observe(query);
    }

    @Override
    public void subscribe(Runnable hint) {
        signal.subscribe(hint);
    }

    @Override
    public void close() {
        signal.close();
        source.close();
    }
}
