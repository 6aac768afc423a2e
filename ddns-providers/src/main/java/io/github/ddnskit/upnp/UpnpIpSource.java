package io.github.ddnskit.upnp;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.echo.internal.AddressText;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.http.HttpException;
import io.github.ddnskit.ip.InterfaceIdentifier;
import io.github.ddnskit.ip.Warning;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks the router for its outer address by UPnP (Internet Gateway Device versions 1 and 2). Thread-safe.
 *
 * <p>The router is searched once and again when it is gone. Whatever it says about itself must be plain http at its own
 * address: nobody else is ever asked. An address that is not public is told as it is; that it means carrier-grade or double
 * NAT is for others to say. Answers are not authenticated.
 *
 * <p>IPv6 is told by FRITZ!Box routers, and only if asked for with {@link Builder#ipv6OfRouter} or
 * {@link Builder#ipv6Suffix}: the router's address is not that of this machine.
 *
 * @see <a href="http://upnp.org/specs/gw/UPnP-gw-WANIPConnection-v2-Service.pdf">WANIPConnection</a>
 */
public final class UpnpIpSource implements IpSource {

    private final UpnpGateway gateway;
    private final @Nullable Ipv6 ipv6;
    private final HttpEngine http;
    private final boolean ownsHttp;
    private final Router router;
    private volatile List<WanService> known = List.of();

    private UpnpIpSource(Builder builder) {
        gateway = builder.gateway;
        ipv6 = builder.ipv6;
        ownsHttp = builder.http == null;
        http = builder.http == null ? HttpEngine.create() : builder.http;
        router = new Router(gateway, http);
    }

    /** {@return a new builder} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a source that searches the default gateway} */
    public static UpnpIpSource create() {
        return builder().build();
    }

    @Override
    public SourceId id() {
        return new SourceId("upnp", gateway.toString());
    }

    @Override
    public Vantage vantage() {
        return Vantage.GATEWAY;
    }

    @Override
    public Set<AddressFamily> families() {
        return ipv6 == null ? Set.of(AddressFamily.IPV4) : EnumSet.allOf(AddressFamily.class);
    }

    @Override
    public Observation observe(Query query) throws InterruptedException {
        Ipv6 how = ipv6;
        if (query.family() == AddressFamily.IPV6 && how == null) {
            return Observation.unknown("UPnP is asked for IPv4 only: a router tells its own IPv6 address or prefix, and"
                    + " which of them to publish must be chosen");
        }
        Deadline deadline = Deadline.after(query.timeout());
        List<WanService> services = known;
        try {
            if (!services.isEmpty()) {
                try {
                    // Half of the time, so that a router that moved can be searched in the rest.
                    return ask(
                            services, query, how, Deadline.after(deadline.left().dividedBy(2)));
                } catch (HttpException gone) {
                    known = List.of();
                }
            }
            services = router.services(query.bindAddress(), deadline);
            Observation answer = ask(services, query, how, deadline);
            known = services;
            return answer;
        } catch (UpnpException | HttpException e) {
            return Observation.unknown(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Observation.unknown(
                    "the network cannot be asked for a router: check the interface and the address to" + " ask from");
        }
    }

    /** Asks one service after the other; throws only if the router cannot be reached. */
    private Observation ask(List<WanService> services, Query query, @Nullable Ipv6 how, Deadline deadline)
            throws IOException, InterruptedException {
        List<String> causes = new ArrayList<>();
        Warning.Kind suspicion = null;
        for (WanService service : services) {
            try {
                Observation answer = query.family() == AddressFamily.IPV4 || how == null
                        ? ipv4(service, query.bindAddress(), deadline)
                        : how.ask(router, service, provenance(), query.bindAddress(), deadline);
                if (!(answer instanceof Observation.Unknown unknown)) {
                    return answer;
                }
                causes.add(unknown.cause());
                suspicion = unknown.suspicion() == null ? suspicion : unknown.suspicion();
            } catch (UpnpException e) {
                causes.add(String.valueOf(e.getMessage()));
            }
        }
        return new Observation.Unknown(String.join("; ", causes), null, suspicion);
    }

    private Observation ipv4(WanService service, @Nullable InetAddress from, Deadline deadline)
            throws IOException, InterruptedException {
        Map<String, String> reply = router.call(service, "GetExternalIPAddress", from, deadline);
        String text = reply.getOrDefault("NewExternalIPAddress", "");
        return text.isEmpty() || text.equals("0.0.0.0")
                ? new Observation.Unknown(
                        "the router " + service.router().getHostAddress()
                                + " has no outer IPv4 address: it is not connected, is behind another NAT, or does not"
                                + " tell",
                        null,
                        Warning.Kind.CGNAT)
                : AddressText.read(
                        text, "the router " + service.router().getHostAddress(), AddressFamily.IPV4, provenance());
    }

    private Provenance provenance() {
        return new Provenance(id(), vantage(), "the gateway", false);
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

        private UpnpGateway gateway = UpnpGateway.discovered();
        private @Nullable Ipv6 ipv6;
        private @Nullable HttpEngine http;

        private Builder() {}

        /**
         * Says which router to ask.
         *
         * @param gateway the router; {@link UpnpGateway#discovered()} by default
         * @return this
         */
        public Builder gateway(UpnpGateway gateway) {
            this.gateway = gateway;
            return this;
        }

        /**
         * Tells the IPv6 address of the router itself: for a name of the router, not of this machine.
         *
         * @return this
         */
        public Builder ipv6OfRouter() {
            ipv6 = new Ipv6.OfRouter();
            return this;
        }

        /**
         * Tells an IPv6 address composed of the prefix that was delegated to the router and the end of an address, which
         * stays the same: that of this machine, or of another one behind the same router.
         *
         * @param suffix such as {@code ::1234:56ff:fe78:9abc}, or {@code ::1:0:0:0:1} with the number of a subnet in it
         * @return this
         * @throws IllegalArgumentException if {@link InterfaceIdentifier#parse} does not take it
         */
        public Builder ipv6Suffix(String suffix) {
            ipv6 = new Ipv6.OfPrefix(InterfaceIdentifier.parse(suffix));
            return this;
        }

        /**
         * Shares an engine, which the source does not close. It must not go through a proxy: the router is here.
         *
         * @param http the engine; one of its own by default
         * @return this
         */
        public Builder http(HttpEngine http) {
            this.http = http;
            return this;
        }

        /** {@return a new source, which the caller closes} */
        public UpnpIpSource build() {
            return new UpnpIpSource(this);
        }
    }
}
