package io.github.ddnskit.cloud;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.echo.internal.AddressText;
import io.github.ddnskit.http.HttpException;
import io.github.ddnskit.http.HttpReply;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;

/** Google Compute Engine: the first interface counts. */
final class Gce implements Metadata {

    private static final String FLAVOR = "Metadata-Flavor";
    private static final String INTERFACE = "/computeMetadata/v1/instance/network-interfaces/0/";

    @Override
    public String type() {
        return "gce";
    }

    @Override
    public String name() {
        return "the metadata server of GCE";
    }

    @Override
    public String operator() {
        return "google.com";
    }

    @Override
    public Observation observe(Ask ask, AddressFamily family, Provenance provenance)
            throws HttpException, InterruptedException {
        String item = family == AddressFamily.IPV4 ? "access-configs/0/external-ip" : "ipv6s";
        HttpReply reply = ask.send("GET", INTERFACE + item, FLAVOR, "Google");
        // What Google asks its clients to check, so that nobody else on that address is believed.
        if (!reply.header(FLAVOR).filter("Google"::equals).isPresent()) {
            return Observation.unknown("what answers does not say that it is " + name() + ": does this run there?");
        }
        boolean none =
                reply.status() == 404 || (reply.status() == 200 && reply.text().isBlank());
        if (none) {
            return Observation.absent(name() + " says that the machine has no external " + family + " address");
        }
        return reply.status() == 200
                ? AddressText.read(reply.text(), name(), family, provenance)
                : Observation.unknown(name() + " answered with status " + reply.status());
    }
}
