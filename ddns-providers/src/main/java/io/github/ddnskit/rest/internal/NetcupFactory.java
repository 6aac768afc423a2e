package io.github.ddnskit.rest.internal;

import io.github.ddnskit.rest.NetcupUpdater;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes a {@link NetcupUpdater} from settings. Stateless and thread-safe. */
public final class NetcupFactory extends RestFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "netcup",
            "netcup (CCP API)",
            "https://helpcenter.netcup.com/en/wiki/general/our-api",
            List.of(
                    text(
                            "customerNumber",
                            "Customer number",
                            "The number with which you log in to the customer control panel."),
                    secret("apiKey", "API key", "The key from the master data in the customer control panel."),
                    secret("apiPassword", "API password", "The password from the same place.")));

    /** Used by {@link java.util.ServiceLoader}. */
    public NetcupFactory() {
        super(
                DESCRIPTOR,
                settings -> NetcupUpdater.builder()
                        .account(
                                Settings.required(settings.text("customerNumber")),
                                Settings.required(settings.secret("apiKey")),
                                Settings.required(settings.secret("apiPassword")))
                        .build());
    }
}
