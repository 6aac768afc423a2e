package io.github.ddnskit.rest.internal;

import io.github.ddnskit.rest.OvhUpdater;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Settings;
import java.util.List;
import java.util.Map;

/** Makes an {@link OvhUpdater} from settings. Stateless and thread-safe. */
public final class OvhFactory extends RestFactory {

    private static final Map<String, String> ENDPOINTS = Map.of(
            "eu", "https://eu.api.ovh.com/1.0",
            "ca", "https://ca.api.ovh.com/1.0",
            "us", "https://api.us.ovhcloud.com/1.0");

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "ovh-api",
            "OVHcloud (API)",
            "https://eu.api.ovh.com/createToken/",
            List.of(
                    text("applicationKey", "Application key", "The key of the application, which is no secret."),
                    secret(
                            "applicationSecret",
                            "Application secret",
                            "The secret that belongs to the application key."),
                    secret(
                            "consumerKey",
                            "Consumer key",
                            "A key with the rights GET, POST, PUT and DELETE on /domain/zone and /domain/zone/*."),
                    Field.choice(
                            "region",
                            "Region",
                            "Where the account was opened: Europe, Canada or the United States; eu if left out.",
                            List.of("eu", "ca", "us")),
                    optionalText(
                            "zone",
                            "Zone",
                            "The zone of all hosts, for a consumer key that may not list zones; found if left out.")));

    /** Used by {@link java.util.ServiceLoader}. */
    public OvhFactory() {
        super(DESCRIPTOR, OvhFactory::make);
    }

    private static DnsUpdater make(Settings settings) {
        OvhUpdater.Builder builder = OvhUpdater.builder()
                .application(
                        Settings.required(settings.text("applicationKey")),
                        Settings.required(settings.secret("applicationSecret")),
                        Settings.required(settings.secret("consumerKey")));
        settings.text("region").map(ENDPOINTS::get).ifPresent(builder::endpoint);
        settings.text("zone").ifPresent(builder::zone);
        return builder.build();
    }
}
