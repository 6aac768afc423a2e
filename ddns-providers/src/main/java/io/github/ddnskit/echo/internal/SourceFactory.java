package io.github.ddnskit.echo.internal;

import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Field.Kind;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.IpSourceFactory;
import io.github.ddnskit.spi.Settings;
import java.util.function.Function;

/** A factory that is a description and a function. Thread-safe if its function is. */
public abstract class SourceFactory implements IpSourceFactory {

    private final Descriptor descriptor;
    private final Function<Settings, IpSource> create;

    /**
     * Creates it.
     *
     * @param descriptor what it makes
     * @param create makes it
     */
    protected SourceFactory(Descriptor descriptor, Function<Settings, IpSource> create) {
        this.descriptor = descriptor;
        this.create = create;
    }

    @Override
    public final Descriptor descriptor() {
        return descriptor;
    }

    @Override
    public final IpSource create(Settings settings) {
        return create.apply(settings);
    }

    /**
     * A line of text that may be left out.
     *
     * @param name the key in a configuration file
     * @param label what to write beside it
     * @param help one sentence
     * @return the field
     */
    protected static Field text(String name, String label, String help) {
        return Field.optional(name, Kind.TEXT, label, help);
    }

    /**
     * A yes or no that may be left out.
     *
     * @param name the key in a configuration file
     * @param label what to write beside it
     * @param help one sentence
     * @return the field
     */
    protected static Field flag(String name, String label, String help) {
        return Field.optional(name, Kind.FLAG, label, help);
    }
}
