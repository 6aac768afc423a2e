package io.github.ddnskit.echo.internal;

import io.github.ddnskit.ip.Warning;
import io.github.ddnskit.spi.Observation;

/** Answers where the network itself seems to answer in the place of the one asked. */
public final class CaptivePortal {

    private CaptivePortal() {}

    /**
     * The answer of a source.
     *
     * @param cause what came instead of an address
     * @return that nothing is known, and what is suspected
     */
    public static Observation instead(String cause) {
        return new Observation.Unknown(
                cause + ": a captive portal is likely, so log in to this network with a browser, or check what stands"
                        + " between",
                null,
                Warning.Kind.CAPTIVE_PORTAL);
    }
}
