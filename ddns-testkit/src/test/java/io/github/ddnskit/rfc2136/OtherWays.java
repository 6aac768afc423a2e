package io.github.ddnskit.rfc2136;

import io.github.ddnskit.rfc2136.transport.Carriers;
import io.github.ddnskit.rfc2136.transport.PipelinedTransport;

/** Lets an updater talk to its server by other ways than the network. */
public final class OtherWays {

    private OtherWays() {}

    public static Rfc2136Updater.Builder through(PipelinedTransport way, Rfc2136Updater.Builder builder) {
        return builder.over(Carriers.of(server -> way));
    }
}
