package io.github.ddnskit.internal;

import io.github.ddnskit.ip.PcpIpSource;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.IpSourceFactory;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes {@link PcpIpSource} from settings. */
public final class PcpIpSourceFactory implements IpSourceFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "pcp",
            "Router (PCP)",
            "https://www.rfc-editor.org/rfc/rfc6887.html",
            List.of(
                    Field.optional(
                            "gateways",
                            Field.Kind.TEXTS,
                            "Addresses of the router",
                            "one of each family to ask for; the gateways of the default routes if left out, which are known on Linux only; each question maps a port for a moment")));

    /** Creates the factory; {@link java.util.ServiceLoader} calls this. */
    public PcpIpSourceFactory() {}

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public IpSource create(Settings settings) {
        List<String> gateways = settings.texts("gateways");
        return gateways.isEmpty() ? PcpIpSource.gateway() : PcpIpSource.at(gateways.toArray(String[]::new));
    }
}
