package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.UpdateReport;

/** A way to write the goals of an update into its zone. Thread-safe. */
public interface Writing {

    /**
     * Carries out an update.
     *
     * @param task the update, of which one goal at least is more than to keep
     * @return what became of it
     * @throws InterruptedException if the thread was interrupted
     */
    UpdateReport write(Task task) throws InterruptedException;
}
