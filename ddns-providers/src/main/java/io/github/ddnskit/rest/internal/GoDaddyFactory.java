package io.github.ddnskit.rest.internal;

import io.github.ddnskit.rest.GoDaddyUpdater;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes a {@link GoDaddyUpdater} from settings. Stateless and thread-safe. */
public final class GoDaddyFactory extends RestFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "godaddy",
            "GoDaddy",
            "https://developer.godaddy.com/keys",
            List.of(
                    text(
                            "key",
                            "API key",
                            "A production key; the account needs ten domains or a Discount Domain Club plan."),
                    secret("secret", "API secret", "The secret that belongs to the key.")));

    /** Used by {@link java.util.ServiceLoader}. */
    public GoDaddyFactory() {
        super(
                DESCRIPTOR,
                settings -> GoDaddyUpdater.builder()
                        .key(Settings.required(settings.text("key")), Settings.required(settings.secret("secret")))
                        .build());
    }
}
