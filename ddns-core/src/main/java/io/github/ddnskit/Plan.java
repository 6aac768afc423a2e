package io.github.ddnskit;

import java.time.Instant;

/** What is to be done about one record now, and so why nothing is sent for it. Immutable and thread-safe. */
public sealed interface Plan {

    /** It is sent as soon as its updater has time. */
    record Publish() implements Plan {}

    /** There is nothing to send until something changes: it is up to date, or there is nothing that it shall be. */
    record Nothing() implements Plan {}

    /**
     * It is sent later.
     *
     * @param instant when
     * @param pause why not at once
     */
    record WaitUntil(Instant instant, Pause pause) implements Plan {}

    /** The provider refused for good: it is not sent until the configuration changes or the host is resumed. */
    record Halt() implements Plan {}

    /** Why something is not sent at once. */
    enum Pause {
        /** The last attempt failed, or the provider named the time to come back. */
        AFTER_FAILURE,
        /** The least time between two requests for one name is not over. */
        MINIMUM_INTERVAL,
        /** It is up to date, and sent again so that it does not lapse. */
        REFRESH
    }
}
