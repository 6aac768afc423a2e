package io.github.ddnskit.cloud.internal;

import io.github.ddnskit.cloud.CloudIpSource;
import io.github.ddnskit.spi.Descriptor;
import java.util.List;

/** Makes a {@link CloudIpSource} for Google Compute Engine. Stateless and thread-safe. */
public final class GceFactory extends CloudFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "gce",
            "Google Compute Engine",
            "https://cloud.google.com/compute/docs/metadata/overview",
            List.of(ENDPOINT));

    /** Used by {@link java.util.ServiceLoader}. */
    public GceFactory() {
        super(DESCRIPTOR, CloudIpSource::gce);
    }
}
