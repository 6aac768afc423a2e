package io.github.ddnskit.echo.internal;

/** What to say where the network itself seems to answer in the place of the one asked. */
public final class CaptivePortal {

    /** Goes behind a message. Whoever looks for captive portals looks for these two words. */
    public static final String LIKELY =
            ": a captive portal is likely, so log in to this network with a browser, or check what stands between";

    private CaptivePortal() {}
}
