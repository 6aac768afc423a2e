package io.github.ddnskit.internal;

import io.github.ddnskit.ip.CommandIpSource;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.IpSourceFactory;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes {@link CommandIpSource} from settings. */
public final class CommandIpSourceFactory implements IpSourceFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "command",
            "Command",
            "https://github.com/ddnskit/ddnskit",
            List.of(Field.required(
                    "command",
                    Field.Kind.TEXTS,
                    "Command",
                    "a program and its arguments; it prints one address on a line")));

    /** Creates the factory; {@link java.util.ServiceLoader} calls this. */
    public CommandIpSourceFactory() {}

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public IpSource create(Settings settings) {
        return CommandIpSource.of(settings.texts("command").toArray(String[]::new));
    }
}
