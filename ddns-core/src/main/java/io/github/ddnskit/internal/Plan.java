package io.github.ddnskit.internal;

import java.time.Instant;

/** What is to be done about one record now. */
sealed interface Plan {

    /** Send the goal. */
    record Publish() implements Plan {}

    /** All is as it should be, until something changes. */
    record Nothing() implements Plan {}

    /** Look again at this instant. */
    record WaitUntil(Instant instant) implements Plan {}

    /** The provider refused for good. */
    record Halt() implements Plan {}
}
