package io.github.ddnskit.internal;

import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.spi.SharedStateStore;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Keeps the leases of a client that shares its hosts with others. */
final class Tenancy {

    private static final int RENEWALS = 3;
    private static final int RETRIES = 10;

    private final SharedStateStore store;
    private final Surroundings around;
    private final Runnable gained;
    private final SerialJob job;
    private boolean failed;

    /**
     * Creates it; nothing is held yet.
     *
     * @param gained called when there are more names to keep
     */
    Tenancy(SharedStateStore store, Surroundings around, Runnable gained) {
        this.store = store;
        this.around = around;
        this.gained = gained;
        job = new SerialJob(around.scheduler(), this::renew);
    }

    SerialJob job() {
        return job;
    }

    private @Nullable Duration renew() {
        Duration next = store.leaseTime().dividedBy(RENEWALS);
        try {
            boolean more = store.renew(around.ledger()::gain);
            if (more || failed) {
                gained.run();
            }
            failed = false;
        } catch (IOException | RuntimeException e) {
            if (!failed) {
                around.events()
                        .emit(new DdnsEvent.StateTrouble(
                                around.clock().instant(),
                                "the leases cannot be renewed, and other clients will go on with the names: "
                                        + e.getClass().getSimpleName() + ": " + e.getMessage()));
            }
            failed = true;
            next = store.leaseTime().dividedBy(RETRIES);
        }
        return around.loop().isRunning() ? next : null;
    }
}
