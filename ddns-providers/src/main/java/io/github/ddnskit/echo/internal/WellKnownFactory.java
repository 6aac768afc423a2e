package io.github.ddnskit.echo.internal;

import io.github.ddnskit.echo.WellKnown;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Field.Kind;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes sources from the list of {@link WellKnown} services. Stateless and thread-safe. */
public final class WellKnownFactory extends SourceFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "well-known",
            "Public services that tell the address",
            "https://github.com/ddnskit/ddnskit",
            List.of(
                    Field.required(
                            "names",
                            Kind.TEXTS,
                            "Services",
                            "Names in the list, such as ipify, asked in this order until one answers; make a source of"
                                    + " each to let each vote."),
                    Field.optional(
                            "list",
                            Kind.PATH,
                            "List",
                            "A JSON file with a list of your own; the one that comes with ddnskit if left out.")));

    /** Used by {@link java.util.ServiceLoader}. */
    public WellKnownFactory() {
        super(DESCRIPTOR, WellKnownFactory::source);
    }

    private static IpSource source(Settings settings) {
        return settings.path("list")
                .map(WellKnownFactory::read)
                .orElseGet(WellKnown::bundled)
                .failover(settings.texts("names").toArray(String[]::new));
    }

    private static WellKnown read(Path list) {
        try {
            return WellKnown.from(list);
        } catch (IOException e) {
            throw new IllegalArgumentException("the list of endpoints cannot be read: is the file there?", e);
        }
    }
}
