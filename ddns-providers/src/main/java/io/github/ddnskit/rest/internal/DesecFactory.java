package io.github.ddnskit.rest.internal;

import io.github.ddnskit.rest.DesecUpdater;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes a {@link DesecUpdater} from settings. Stateless and thread-safe. */
public final class DesecFactory extends RestFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "desec",
            "deSEC",
            "https://desec.readthedocs.io/en/latest/auth/tokens.html",
            List.of(secret(
                    "token",
                    "Token",
                    "A token of deSEC's token management; it may be limited to the records it writes.")));

    /** Used by {@link java.util.ServiceLoader}. */
    public DesecFactory() {
        super(
                DESCRIPTOR,
                settings -> DesecUpdater.builder()
                        .token(Settings.required(settings.secret("token")))
                        .build());
    }
}
