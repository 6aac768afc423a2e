package io.github.ddnskit.cloud;

import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.http.HttpException;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import org.jspecify.annotations.Nullable;

/**
 * Asks the metadata service of a cloud for the public address of the virtual machine that this runs on. Thread-safe.
 *
 * <p>Its vantage is {@link Vantage#GATEWAY}: like a router, the cloud tells the outer address that it translates to. The
 * answer counts as not authenticated: it comes over plain HTTP from a link-local address, which only a cloud guards. The
 * local address of a query does not matter, since that service is on the link.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html">EC2</a>
 * @see <a href="https://cloud.google.com/compute/docs/metadata/overview">GCE</a>
 * @see <a href="https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service">Azure</a>
 */
public final class CloudIpSource implements IpSource {

    private final Metadata metadata;
    private final String endpoint;
    private final HttpEngine http;
    private final boolean ownsHttp;

    private CloudIpSource(Builder builder) {
        metadata = builder.metadata;
        endpoint = builder.endpoint;
        ownsHttp = builder.http == null;
        http = builder.http == null ? HttpEngine.create() : builder.http;
    }

    /** {@return a builder of a source for Amazon EC2, asked by version 2 of its protocol only} */
    public static Builder ec2() {
        return new Builder(new Ec2());
    }

    /** {@return a builder of a source for Google Compute Engine} */
    public static Builder gce() {
        return new Builder(new Gce());
    }

    /** {@return a builder of a source for virtual machines of Azure} */
    public static Builder azure() {
        return new Builder(new Azure());
    }

    @Override
    public SourceId id() {
        return new SourceId(metadata.type(), "");
    }

    @Override
    public Vantage vantage() {
        return Vantage.GATEWAY;
    }

    @Override
    public Observation observe(Query query) throws InterruptedException {
        Provenance provenance = new Provenance(id(), vantage(), metadata.operator(), false);
        Ask ask = new Ask(http, endpoint, System.nanoTime() + query.timeout().toNanos());
        try {
            return metadata.observe(ask, query.family(), provenance);
        } catch (HttpException e) {
            return Observation.unknown(metadata.name() + ": " + e.getMessage());
        }
    }

    @Override
    public void close() {
        if (ownsHttp) {
            http.close();
        }
    }

    /** {@return the id} */
    @Override
    public String toString() {
        return id().toString();
    }

    /** Builds a source. Not thread-safe. */
    public static final class Builder {

        private final Metadata metadata;
        private String endpoint = "http://169.254.169.254";
        private @Nullable HttpEngine http;

        private Builder(Metadata metadata) {
            this.metadata = metadata;
        }

        /**
         * Asks somewhere else than at 169.254.169.254, such as at {@code http://[fd00:ec2::254]}.
         *
         * @param endpoint an http or https URL without a path
         * @return this
         * @throws IllegalArgumentException if it is not such a URL
         */
        public Builder endpoint(String endpoint) {
            HttpCall.get(endpoint);
            this.endpoint = endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
            return this;
        }

        /**
         * Shares an engine, which the source does not close. It must not go through a proxy, which is not on this machine.
         *
         * @param http the engine; one of its own by default
         * @return this
         */
        public Builder http(HttpEngine http) {
            this.http = http;
            return this;
        }

        /** {@return a new source, which the caller closes} */
        public CloudIpSource build() {
            return new CloudIpSource(this);
        }
    }
}
