package io.github.ddnskit.cloud.internal;

import io.github.ddnskit.cloud.CloudIpSource;
import io.github.ddnskit.spi.Descriptor;
import java.util.List;

/** Makes a {@link CloudIpSource} for Amazon EC2. Stateless and thread-safe. */
public final class Ec2Factory extends CloudFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "ec2",
            "Amazon EC2",
            "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html",
            List.of(ENDPOINT));

    /** Used by {@link java.util.ServiceLoader}. */
    public Ec2Factory() {
        super(DESCRIPTOR, CloudIpSource::ec2);
    }
}
