package io.github.ddnskit.engine;

import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;

/** A source that breaks its contract. */
final class ThrowingSource implements IpSource {

    @Override
    public SourceId id() {
        return new SourceId("throwing", "");
    }

    @Override
    public Vantage vantage() {
        return Vantage.REFLEXIVE;
    }

    @Override
    public Observation observe(Query query) {
        throw new IllegalStateException("token=s3cr3t");
    }
}
