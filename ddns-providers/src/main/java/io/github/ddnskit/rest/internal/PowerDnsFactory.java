package io.github.ddnskit.rest.internal;

import io.github.ddnskit.rest.PowerDnsUpdater;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes a {@link PowerDnsUpdater} from settings. Stateless and thread-safe. */
public final class PowerDnsFactory extends RestFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "powerdns",
            "PowerDNS",
            "https://doc.powerdns.com/authoritative/http-api/",
            List.of(
                    endpoint("https://ns1.example.org:8081"),
                    PLAIN_HTTP,
                    secret("key", "API key", "The api-key in the configuration of the server."),
                    optionalText("server", "Server", "The name of the server within its API; localhost if left out.")));

    /** Used by {@link java.util.ServiceLoader}. */
    public PowerDnsFactory() {
        super(DESCRIPTOR, PowerDnsFactory::make);
    }

    private static DnsUpdater make(Settings settings) {
        PowerDnsUpdater.Builder builder = PowerDnsUpdater.builder()
                .endpoint(Settings.required(settings.text("endpoint")))
                .token(Settings.required(settings.secret("key")));
        settings.text("server").ifPresent(builder::server);
        builder.allowPlainHttp(settings.flag("allowPlainHttp").orElse(false));
        return builder.build();
    }
}
