package io.github.ddnskit.rest.internal;

import io.github.ddnskit.rest.AzureUpdater;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes an {@link AzureUpdater} from settings. Stateless and thread-safe. */
public final class AzureFactory extends RestFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "azure",
            "Azure DNS",
            "https://learn.microsoft.com/en-us/azure/dns/dns-sdk",
            List.of(
                    text("subscription", "Subscription ID", "The subscription that holds the zone."),
                    text("tenant", "Directory (tenant) ID", "The directory of the application."),
                    text("client", "Application (client) ID", "An application with the role DNS Zone Contributor."),
                    secret("secret", "Client secret", "A secret of the application."),
                    optionalText(
                            "resourceGroup",
                            "Resource group",
                            "The group that holds the zone, if several zones have the same name.")));

    /** Used by {@link java.util.ServiceLoader}. */
    public AzureFactory() {
        super(DESCRIPTOR, AzureFactory::make);
    }

    private static DnsUpdater make(Settings settings) {
        AzureUpdater.Builder builder = AzureUpdater.builder()
                .subscription(Settings.required(settings.text("subscription")))
                .client(
                        Settings.required(settings.text("tenant")),
                        Settings.required(settings.text("client")),
                        Settings.required(settings.secret("secret")));
        settings.text("resourceGroup").ifPresent(builder::resourceGroup);
        return builder.build();
    }
}
