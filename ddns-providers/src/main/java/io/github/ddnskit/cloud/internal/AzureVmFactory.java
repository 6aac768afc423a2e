package io.github.ddnskit.cloud.internal;

import io.github.ddnskit.cloud.CloudIpSource;
import io.github.ddnskit.spi.Descriptor;
import java.util.List;

/** Makes a {@link CloudIpSource} for Azure virtual machine. Stateless and thread-safe. */
public final class AzureVmFactory extends CloudFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "azure-vm",
            "Azure virtual machine",
            "https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service",
            List.of(ENDPOINT));

    /** Used by {@link java.util.ServiceLoader}. */
    public AzureVmFactory() {
        super(DESCRIPTOR, CloudIpSource::azure);
    }
}
