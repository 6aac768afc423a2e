package io.github.ddnskit.cloud;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.echo.internal.AddressText;
import io.github.ddnskit.http.HttpException;
import io.github.ddnskit.http.HttpReply;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;

/** Amazon EC2: a token first (version 2 of the protocol), then the address. */
final class Ec2 implements Metadata {

    private static final String TTL = "X-aws-ec2-metadata-token-ttl-seconds";
    private static final String TOKEN = "X-aws-ec2-metadata-token";

    @Override
    public String type() {
        return "ec2";
    }

    @Override
    public String name() {
        return "the metadata service of EC2";
    }

    @Override
    public String operator() {
        return "amazon.com";
    }

    @Override
    public Observation observe(Ask ask, AddressFamily family, Provenance provenance)
            throws HttpException, InterruptedException {
        HttpReply token = ask.send("PUT", "/latest/api/token", TTL, "60");
        if (token.status() != 200 || !token.text().matches("[!-~]{1,1024}")) {
            return Observation.unknown(name() + " gave no token (status " + token.status()
                    + "): check that this runs on EC2 and that the service is enabled for the instance");
        }
        String item = family == AddressFamily.IPV4 ? "public-ipv4" : "ipv6";
        HttpReply reply = ask.send("GET", "/latest/meta-data/" + item, TOKEN, token.text());
        return switch (reply.status()) {
            case 200 -> AddressText.read(reply.text(), name(), family, provenance);
            case 404 -> Observation.absent(name() + " says that the instance has no public " + family + " address");
            default -> Observation.unknown(name() + " answered with status " + reply.status());
        };
    }
}
