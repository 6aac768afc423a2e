package io.github.ddnskit.rest.internal;

import io.github.ddnskit.rest.GandiUpdater;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes a {@link GandiUpdater} from settings. Stateless and thread-safe. */
public final class GandiFactory extends RestFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "gandi",
            "Gandi LiveDNS",
            "https://api.gandi.net/docs/authentication/",
            List.of(secret(
                    "token", "Personal access token", "A token that may manage the DNS records of the domain.")));

    /** Used by {@link java.util.ServiceLoader}. */
    public GandiFactory() {
        super(
                DESCRIPTOR,
                settings -> GandiUpdater.builder()
                        .token(Settings.required(settings.secret("token")))
                        .build());
    }
}
