package io.github.ddnskit.rest.internal;

import io.github.ddnskit.rest.VultrUpdater;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes a {@link VultrUpdater} from settings. Stateless and thread-safe. */
public final class VultrFactory extends RestFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "vultr",
            "Vultr",
            "https://my.vultr.com/settings/#settingsapi",
            List.of(secret(
                    "token",
                    "API key",
                    "A personal access token whose access control list allows the addresses of this device.")));

    /** Used by {@link java.util.ServiceLoader}. */
    public VultrFactory() {
        super(
                DESCRIPTOR,
                settings -> VultrUpdater.builder()
                        .token(Settings.required(settings.secret("token")))
                        .build());
    }
}
