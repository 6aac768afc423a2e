package io.github.ddnskit.rest.internal;

import io.github.ddnskit.rest.LinodeUpdater;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes a {@link LinodeUpdater} from settings. Stateless and thread-safe. */
public final class LinodeFactory extends RestFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "linode",
            "Linode (Akamai)",
            "https://cloud.linode.com/profile/tokens",
            List.of(secret("token", "Personal access token", "A token with read and write access to Domains.")));

    /** Used by {@link java.util.ServiceLoader}. */
    public LinodeFactory() {
        super(
                DESCRIPTOR,
                settings -> LinodeUpdater.builder()
                        .token(Settings.required(settings.secret("token")))
                        .build());
    }
}
