package io.github.ddnskit.cloud.internal;

import io.github.ddnskit.cloud.CloudIpSource;
import io.github.ddnskit.echo.internal.SourceFactory;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Field;
import java.util.function.Supplier;

/** A factory for one cloud. Thread-safe. */
abstract class CloudFactory extends SourceFactory {

    static final Field ENDPOINT = text(
            "endpoint",
            "Metadata service",
            "Where the metadata service is, such as http://[fd00:ec2::254]; http://169.254.169.254 if left out.");

    CloudFactory(Descriptor descriptor, Supplier<CloudIpSource.Builder> builders) {
        super(descriptor, settings -> {
            CloudIpSource.Builder builder = builders.get();
            settings.text("endpoint").ifPresent(builder::endpoint);
            return builder.build();
        });
    }
}
