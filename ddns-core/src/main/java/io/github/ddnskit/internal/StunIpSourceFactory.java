package io.github.ddnskit.internal;

import io.github.ddnskit.ip.StunIpSource;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.IpSourceFactory;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes {@link StunIpSource} from settings. */
public final class StunIpSourceFactory implements IpSourceFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "stun",
            "STUN server",
            "https://www.rfc-editor.org/rfc/rfc8489.html",
            List.of(
                    Field.required(
                            "server",
                            Field.Kind.TEXT,
                            "Server",
                            "the name or address of a STUN server, with its port behind a colon if that is not 3478"),
                    Field.optional(
                            "operator",
                            Field.Kind.TEXT,
                            "Operator",
                            "who runs the server; by default the last two labels of its name")));

    /** Creates the factory; {@link java.util.ServiceLoader} calls this. */
    public StunIpSourceFactory() {}

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public IpSource create(Settings settings) {
        StunIpSource.Builder builder = StunIpSource.builder().server(Settings.required(settings.text("server")));
        settings.text("operator").ifPresent(builder::operator);
        return builder.build();
    }
}
