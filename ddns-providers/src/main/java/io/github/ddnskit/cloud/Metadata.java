package io.github.ddnskit.cloud;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.http.HttpException;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;

/** How one cloud is asked. Stateless and thread-safe. */
interface Metadata {

    /** {@return the type of the source, as configuration files name it} */
    String type();

    /** {@return what to begin a message with} */
    String name();

    /** {@return who runs it} */
    String operator();

    Observation observe(Ask ask, AddressFamily family, Provenance provenance)
            throws HttpException, InterruptedException;
}
