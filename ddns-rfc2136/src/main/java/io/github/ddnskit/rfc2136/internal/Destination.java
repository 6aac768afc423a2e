package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;

/** Where the updates of a name go, or why nobody knows. */
public sealed interface Destination {

    /**
     * Servers.
     *
     * @param zone the zone that holds the name
     * @param dispatch sends to its servers
     */
    record Servers(Hostname zone, Dispatch dispatch) implements Destination {}

    /**
     * Nobody knows.
     *
     * @param failure why
     */
    record Nowhere(Outcome.Failed failure) implements Destination {}
}
