package io.github.ddnskit.rest.internal;

import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Field.Kind;
import io.github.ddnskit.spi.Settings;
import io.github.ddnskit.spi.UpdaterFactory;
import java.util.function.Function;

/** A factory that is a description and a function. Thread-safe if its function is. */
abstract class RestFactory implements UpdaterFactory {

    /** For servers that users run themselves. */
    static final Field PLAIN_HTTP = Field.optional(
            "allowPlainHttp",
            Kind.FLAG,
            "Allow plain http",
            "Whether the credentials may travel in the clear: on loopback or a network of your own only.");

    private final Descriptor descriptor;
    private final Function<Settings, DnsUpdater> create;

    RestFactory(Descriptor descriptor, Function<Settings, DnsUpdater> create) {
        this.descriptor = descriptor;
        this.create = create;
    }

    @Override
    public final Descriptor descriptor() {
        return descriptor;
    }

    @Override
    public final DnsUpdater create(Settings settings) {
        return create.apply(settings);
    }

    static Field secret(String name, String label, String help) {
        return Field.required(name, Kind.SECRET, label, help);
    }

    static Field text(String name, String label, String help) {
        return Field.required(name, Kind.TEXT, label, help);
    }

    /** The URL of a server that users run themselves. */
    static Field endpoint(String example) {
        return text("endpoint", "URL", "Where the API of the server is, such as " + example + ".");
    }

    static Field optionalText(String name, String label, String help) {
        return Field.optional(name, Kind.TEXT, label, help);
    }
}
