package io.github.ddnskit.spi;

import java.util.List;

/**
 * Several factories at once, such as one for each row of a table. Found with {@link java.util.ServiceLoader} by
 * {@link io.github.ddnskit.catalog.Catalog}, beside every {@link UpdaterFactory} that is registered alone. Thread-safe.
 */
@FunctionalInterface
public interface UpdaterFactories {

    /** {@return the factories, each with an id of its own} */
    List<UpdaterFactory> factories();
}
