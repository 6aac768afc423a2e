package io.github.ddnskit.rest.internal;

import io.github.ddnskit.rest.TechnitiumUpdater;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes a {@link TechnitiumUpdater} from settings. Stateless and thread-safe. */
public final class TechnitiumFactory extends RestFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "technitium",
            "Technitium DNS Server",
            "https://github.com/TechnitiumSoftware/DnsServer/blob/master/APIDOCS.md",
            List.of(
                    endpoint("https://dns.example.org:53443"),
                    PLAIN_HTTP,
                    secret("token", "API token", "A token of a user who may change the zone.")));

    /** Used by {@link java.util.ServiceLoader}. */
    public TechnitiumFactory() {
        super(DESCRIPTOR, TechnitiumFactory::make);
    }

    private static DnsUpdater make(Settings settings) {
        TechnitiumUpdater.Builder builder = TechnitiumUpdater.builder()
                .endpoint(Settings.required(settings.text("endpoint")))
                .token(Settings.required(settings.secret("token")));
        builder.allowPlainHttp(settings.flag("allowPlainHttp").orElse(false));
        return builder.build();
    }
}
