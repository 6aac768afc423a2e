package io.github.ddnskit.rest.internal;

import io.github.ddnskit.rest.HetznerUpdater;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes a {@link HetznerUpdater} from settings. Stateless and thread-safe. */
public final class HetznerFactory extends RestFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "hetzner",
            "Hetzner",
            "https://docs.hetzner.cloud/reference/cloud#zones",
            List.of(secret(
                    "token",
                    "API token",
                    "A token of the project in Hetzner Console that holds the zone, with read and write permission.")));

    /** Used by {@link java.util.ServiceLoader}. */
    public HetznerFactory() {
        super(
                DESCRIPTOR,
                settings -> HetznerUpdater.builder()
                        .token(Settings.required(settings.secret("token")))
                        .build());
    }
}
