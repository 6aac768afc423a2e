package io.github.ddnskit.upnp.internal;

import io.github.ddnskit.echo.internal.SourceFactory;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Settings;
import io.github.ddnskit.upnp.UpnpGateway;
import io.github.ddnskit.upnp.UpnpIpSource;
import io.github.ddnskit.upnp.UpnpSignal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes a {@link UpnpIpSource} from settings, and its {@link UpnpSignal}. Stateless and thread-safe. */
public final class UpnpFactory extends SourceFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "upnp",
            "Router (UPnP)",
            "https://openconnectivity.org/developer/specifications/upnp-resources/upnp/internet-gateway-device-igd-v-2-0/",
            List.of(
                    text(
                            "gateway",
                            "Router",
                            "The address of the router, such as 192.168.1.1; the default gateway if left out."),
                    text(
                            "description",
                            "Description URL",
                            "Where the description of the router is, such as http://192.168.178.1:49000/igddesc.xml;"
                                    + " searched if left out."),
                    text(
                            "interface",
                            "Interface",
                            "The network interface to search the router on, such as eth0; all if left out."),
                    text(
                            "ipv6Suffix",
                            "IPv6 suffix",
                            "The end of an IPv6 address, such as ::1234:56ff:fe78:9abc, to put behind the prefix that a"
                                    + " FRITZ!Box tells."),
                    flag(
                            "ipv6OfRouter",
                            "IPv6 address of the router",
                            "Whether to tell the IPv6 address of the router itself, which a FRITZ!Box knows."),
                    flag(
                            "events",
                            "Events",
                            "Whether to let the router tell of changes at once, which needs a port that it can reach;"
                                    + " true if left out.")));

    /** Used by {@link java.util.ServiceLoader}. */
    public UpnpFactory() {
        super(DESCRIPTOR, UpnpFactory::source);
    }

    private static IpSource source(Settings settings) {
        UpnpGateway gateway = gateway(settings);
        UpnpIpSource.Builder builder = UpnpIpSource.builder().gateway(gateway);
        boolean ofRouter = settings.flag("ipv6OfRouter").orElse(false);
        Optional<String> suffix = settings.text("ipv6Suffix");
        if (ofRouter && suffix.isPresent()) {
            throw new IllegalArgumentException(
                    "\"ipv6OfRouter\" and \"ipv6Suffix\" are different addresses: use one of them");
        }
        if (ofRouter) {
            builder.ipv6OfRouter();
        }
        suffix.ifPresent(builder::ipv6Suffix);
        return settings.flag("events").orElse(true)
                ? new EventedSource(builder.build(), UpnpSignal.of(gateway))
                : builder.build();
    }

    private static UpnpGateway gateway(Settings settings) {
        List<Optional<String>> ways = Stream.of("gateway", "description", "interface")
                .map(settings::text)
                .toList();
        if (ways.stream().filter(Optional::isPresent).count() > 1) {
            throw new IllegalArgumentException(
                    "\"gateway\", \"description\" and \"interface\" each say where the router is: use one of them");
        }
        return ways.get(0)
                .map(UpnpGateway::at)
                .or(() -> ways.get(1).map(UpnpGateway::described))
                .or(() -> ways.get(2).map(UpnpGateway::discoveredOn))
                .orElseGet(UpnpGateway::discovered);
    }
}
