package io.github.ddnskit.upnp;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.http.HttpReply;
import io.github.ddnskit.ip.IpLiteral;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Talks to a router: finds it, reads its description, calls its actions. Stateless and thread-safe. */
record Router(UpnpGateway gateway, HttpEngine http) {

    private static final int LONGEST_REPLY = 64 * 1024;

    /**
     * Finds the services that know the outer address.
     *
     * @return one or more
     */
    List<WanService> services(@Nullable InetAddress from, Deadline deadline) throws IOException, InterruptedException {
        Optional<URI> pinned = gateway.description();
        Located at = pinned.isPresent()
                ? new Located(gateway.address().orElseThrow(), pinned.get())
                : new SsdpSearch(gateway).search(from, deadline);
        HttpReply reply = send(HttpCall.get(at.description().toString()), at.address(), from, deadline);
        String who = "the router " + IpLiteral.format(at.address());
        if (reply.status() != 200) {
            throw new UpnpException(who + " answered with status " + reply.status() + " instead of its description");
        }
        List<WanService> services = WanService.in(XmlTree.read(reply.text(), who), at);
        if (services.isEmpty()) {
            throw new UpnpException(who + " offers no service of its own that knows its outer address");
        }
        return services;
    }

    /**
     * Calls an action without arguments (UPnP Device Architecture 2.0, section 3).
     *
     * @return the arguments that come back
     */
    Map<String, String> call(WanService service, String action, @Nullable InetAddress from, Deadline deadline)
            throws IOException, InterruptedException {
        String body = "<?xml version=\"1.0\"?>\r\n"
                + "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\""
                + " s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body><u:" + action + " xmlns:u=\""
                + service.type() + "\"></u:" + action + "></s:Body></s:Envelope>\r\n";
        HttpCall.Builder call = HttpCall.of("POST", service.control().toString())
                .header("SOAPAction", "\"" + service.type() + "#" + action + "\"")
                .body("text/xml; charset=\"utf-8\"", body);
        HttpReply reply = send(call, service.router(), from, deadline);
        return SoapReply.arguments(
                reply.status(), reply.text(), action, "the router " + IpLiteral.format(service.router()));
    }

    /** Sends a request to the router, and nowhere else. */
    HttpReply send(HttpCall.Builder call, InetAddress router, @Nullable InetAddress from, Deadline deadline)
            throws IOException, InterruptedException {
        InetAddress local = from != null && AddressFamily.of(from) == AddressFamily.of(router) ? from : null;
        Duration left = deadline.left();
        return http.send(call.probe(left, LONGEST_REPLY, local).build());
    }
}
