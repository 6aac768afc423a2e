package io.github.ddnskit.internal;

import io.github.ddnskit.ip.FixedIpSource;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.IpSourceFactory;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes {@link FixedIpSource} from settings. */
public final class FixedIpSourceFactory implements IpSourceFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "fixed",
            "Fixed addresses",
            "https://github.com/ddnskit/ddnskit",
            List.of(Field.required(
                    "addresses", Field.Kind.TEXTS, "Addresses", "IPv4 and IPv6 addresses that never change")));

    /** Creates the factory; {@link java.util.ServiceLoader} calls this. */
    public FixedIpSourceFactory() {}

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public IpSource create(Settings settings) {
        return FixedIpSource.of(settings.texts("addresses").toArray(String[]::new));
    }
}
