package io.github.ddnskit.rest.internal;

import io.github.ddnskit.rest.GoogleCloudUpdater;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes a {@link GoogleCloudUpdater} from settings. Stateless and thread-safe. */
public final class GoogleCloudFactory extends RestFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "googlecloud",
            "Google Cloud DNS",
            "https://docs.cloud.google.com/dns/docs/access-control",
            List.of(
                    text("project", "Project", "The id of the project that holds the zone."),
                    secret(
                            "serviceAccount",
                            "Service account key",
                            "The JSON key of a service account with the role DNS Administrator; best given as a file."),
                    optionalText(
                            "managedZone",
                            "Managed zone",
                            "Which zone it is, if several have the same name; the public one if left out.")));

    /** Used by {@link java.util.ServiceLoader}. */
    public GoogleCloudFactory() {
        super(DESCRIPTOR, GoogleCloudFactory::make);
    }

    private static DnsUpdater make(Settings settings) {
        GoogleCloudUpdater.Builder builder = GoogleCloudUpdater.builder()
                .project(Settings.required(settings.text("project")))
                .serviceAccount(Settings.required(settings.secret("serviceAccount")));
        settings.text("managedZone").ifPresent(builder::managedZone);
        return builder.build();
    }
}
