package io.github.ddnskit.rest.internal;

import io.github.ddnskit.rest.CloudflareUpdater;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Field.Kind;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes a {@link CloudflareUpdater} from settings. Stateless and thread-safe. */
public final class CloudflareFactory extends RestFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "cloudflare",
            "Cloudflare",
            "https://developers.cloudflare.com/fundamentals/api/get-started/create-token/",
            List.of(
                    secret(
                            "token",
                            "API token",
                            "A token with the permissions Zone - Zone - Read and Zone - DNS - Edit."),
                    optionalText(
                            "zoneId",
                            "Zone ID",
                            "The zone of all hosts, for a token that may not list zones; found by name if left out."),
                    Field.optional(
                            "proxied",
                            Kind.FLAG,
                            "Proxied",
                            "Whether traffic goes through Cloudflare; left as it is if left out.")));

    /** Used by {@link java.util.ServiceLoader}. */
    public CloudflareFactory() {
        super(DESCRIPTOR, CloudflareFactory::make);
    }

    private static DnsUpdater make(Settings settings) {
        CloudflareUpdater.Builder builder =
                CloudflareUpdater.builder().token(Settings.required(settings.secret("token")));
        settings.text("zoneId").ifPresent(builder::zoneId);
        settings.flag("proxied").ifPresent(builder::proxied);
        return builder.build();
    }
}
