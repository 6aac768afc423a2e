package io.github.ddnskit.upnp;

import java.net.InetAddress;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A service of a router that knows the outer address.
 *
 * @param type such as {@code urn:schemas-upnp-org:service:WANIPConnection:1}
 * @param router the address of the router
 * @param control where it is asked, at that address
 * @param events where it is subscribed to, at that address; empty if nowhere
 */
record WanService(String type, InetAddress router, URI control, Optional<URI> events) {

    /** The best first. */
    private static final List<String> TYPES = List.of(
            "urn:schemas-upnp-org:service:WANIPConnection:2",
            "urn:schemas-upnp-org:service:WANIPConnection:1",
            "urn:schemas-upnp-org:service:WANPPPConnection:1");

    /** A router has one or two; whoever lists more wants us to be busy. */
    private static final int MOST = 4;

    /**
     * Reads a description (UPnP Device Architecture 2.0, section 2.3).
     *
     * @return the services that may be used, the best first
     */
    static List<WanService> in(XmlTree description, Located at) {
        String base = description.textOf("URLBase");
        URI found =
                base.isEmpty() ? at.description() : Urls.at(at.address(), base).orElse(at.description());
        return description
                .all(element -> element.name().equals("service"))
                .filter(service -> TYPES.contains(service.textOf("serviceType")))
                .flatMap(service -> Urls.at(at.address(), found, service.textOf("controlURL"))
                        .map(control -> new WanService(
                                service.textOf("serviceType"),
                                at.address(),
                                control,
                                Urls.at(at.address(), found, service.textOf("eventSubURL"))))
                        .stream())
                .sorted(Comparator.comparingInt(service -> TYPES.indexOf(service.type())))
                .limit(MOST)
                .toList();
    }
}
