package io.github.ddnskit.rest.internal;

import io.github.ddnskit.rest.PorkbunUpdater;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes a {@link PorkbunUpdater} from settings. Stateless and thread-safe. */
public final class PorkbunFactory extends RestFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "porkbun",
            "Porkbun",
            "https://porkbun.com/account/api",
            List.of(
                    secret(
                            "key",
                            "API key",
                            "The key that begins with pk1_; API access must be switched on for the domain."),
                    secret("secretKey", "Secret API key", "The key that begins with sk1_.")));

    /** Used by {@link java.util.ServiceLoader}. */
    public PorkbunFactory() {
        super(
                DESCRIPTOR,
                settings -> PorkbunUpdater.builder()
                        .keys(
                                Settings.required(settings.secret("key")),
                                Settings.required(settings.secret("secretKey")))
                        .build());
    }
}
