package io.github.ddnskit.internal;

import io.github.ddnskit.ip.InterfaceIpSource;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.IpSourceFactory;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes {@link InterfaceIpSource} from settings. */
public final class InterfaceIpSourceFactory implements IpSourceFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "interface",
            "Network interface",
            "https://github.com/ddnskit/ddnskit",
            List.of(Field.optional(
                    "name",
                    Field.Kind.TEXT,
                    "Interface",
                    "the name of an interface such as eth0; any but the loopback one if left out")));

    /** Creates the factory; {@link java.util.ServiceLoader} calls this. */
    public InterfaceIpSourceFactory() {}

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public IpSource create(Settings settings) {
        return settings.text("name").map(InterfaceIpSource::of).orElseGet(InterfaceIpSource::any);
    }
}
