package io.github.ddnskit.dyndns2.internal;

import io.github.ddnskit.dyndns2.Dialect;
import io.github.ddnskit.spi.UpdaterFactories;
import io.github.ddnskit.spi.UpdaterFactory;
import java.util.List;
import java.util.stream.Stream;

/** A factory for each row of the catalogue, and one for a row of the user's own. Stateless and thread-safe. */
public final class DialectFactories implements UpdaterFactories {

    /** Used by {@link java.util.ServiceLoader}. */
    public DialectFactories() {}

    @Override
    public List<UpdaterFactory> factories() {
        return Stream.<UpdaterFactory>concat(
                        Dialect.catalog().stream().map(DialectFactory::new), Stream.of(new OwnDialectFactory()))
                .toList();
    }
}
