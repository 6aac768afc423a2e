package io.github.ddnskit.internal;

import io.github.ddnskit.ip.NatPmpIpSource;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.IpSourceFactory;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes {@link NatPmpIpSource} from settings. */
public final class NatPmpIpSourceFactory implements IpSourceFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "nat-pmp",
            "Router (NAT-PMP)",
            "https://www.rfc-editor.org/rfc/rfc6886.html",
            List.of(
                    Field.optional(
                            "gateway",
                            Field.Kind.TEXT,
                            "Router",
                            "the IPv4 address of the router; the gateway of the default route if left out, which is known on Linux only")));

    /** Creates the factory; {@link java.util.ServiceLoader} calls this. */
    public NatPmpIpSourceFactory() {}

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public IpSource create(Settings settings) {
        return settings.text("gateway").map(NatPmpIpSource::at).orElseGet(NatPmpIpSource::gateway);
    }
}
