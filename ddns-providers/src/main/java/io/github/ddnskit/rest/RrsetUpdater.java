package io.github.ddnskit.rest;

import io.github.ddnskit.spi.Capabilities;
import java.util.List;

/** Publishes addresses with an API that writes one RRset at a time. Thread-safe. */
abstract class RrsetUpdater extends RestUpdater {

    RrsetUpdater(RestBuilder<?, ?> builder, Ttls ttls) {
        super(builder, ttls, Capabilities.standard());
    }

    /** Makes an RRset as it should be, and touches no other. */
    abstract void write(Change change) throws ApiException, InterruptedException;

    @Override
    final void write(Zone zone, List<Change> changes) throws ApiException, InterruptedException {
        for (Change change : changes) {
            write(change);
        }
    }
}
