package io.github.ddnskit.rest.internal;

import io.github.ddnskit.rest.DigitalOceanUpdater;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes a {@link DigitalOceanUpdater} from settings. Stateless and thread-safe. */
public final class DigitalOceanFactory extends RestFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "digitalocean",
            "DigitalOcean",
            "https://docs.digitalocean.com/reference/api/create-personal-access-token/",
            List.of(secret("token", "Access token", "A personal access token with the domain scopes.")));

    /** Used by {@link java.util.ServiceLoader}. */
    public DigitalOceanFactory() {
        super(
                DESCRIPTOR,
                settings -> DigitalOceanUpdater.builder()
                        .token(Settings.required(settings.secret("token")))
                        .build());
    }
}
