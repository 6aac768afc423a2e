package io.github.ddnskit.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.echo.internal.AddressText;
import io.github.ddnskit.http.HttpException;
import io.github.ddnskit.http.HttpReply;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import java.util.List;

/**
 * Azure: the first public address of the first interface that has one. The addresses of the Standard SKU, and all of IPv6,
 * are known to another part of the service only, which is asked if the first knows none.
 */
final class Azure implements Metadata {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NETWORK = "/metadata/instance/network?api-version=2021-02-01";
    private static final String LOAD_BALANCER = "/metadata/loadbalancer?api-version=2020-10-01";

    @Override
    public String type() {
        return "azure-vm";
    }

    @Override
    public String name() {
        return "the metadata service of Azure";
    }

    @Override
    public String operator() {
        return "microsoft.com";
    }

    @Override
    public Observation observe(Ask ask, AddressFamily family, Provenance provenance)
            throws HttpException, InterruptedException {
        HttpReply network = ask.send("GET", NETWORK, "Metadata", "true");
        JsonNode interfaces = json(network).path("interface");
        if (network.status() != 200 || !interfaces.isArray()) {
            return Observation.unknown(name() + " answered with status " + network.status()
                    + " and without interfaces: check that this runs on Azure");
        }
        String part = family == AddressFamily.IPV4 ? "ipv4" : "ipv6";
        List<String> own = interfaces
                .valueStream()
                .flatMap(one -> one.path(part).path("ipAddress").valueStream())
                .map(one -> one.path("publicIpAddress").asText())
                .filter(text -> !text.isEmpty())
                .toList();
        if (!own.isEmpty()) {
            return AddressText.read(own.get(0), name(), family, provenance);
        }
        HttpReply balancer = ask.send("GET", LOAD_BALANCER, "Metadata", "true");
        List<String> frontends = json(balancer)
                .path("loadbalancer")
                .path("publicIpAddresses")
                .valueStream()
                .map(one -> one.path("frontendIpAddress").asText())
                .map(Azure::withoutBrackets)
                .filter(text -> isOf(family, text))
                .toList();
        // Not absent: that part of the service may be off, and IPv4 may leave through a gateway.
        return balancer.status() == 200 && !frontends.isEmpty()
                ? AddressText.read(frontends.get(0), name(), family, provenance)
                : Observation.unknown(name() + " knows no public " + family + " address of this machine");
    }

    private static JsonNode json(HttpReply reply) {
        try {
            JsonNode node = JSON.readTree(reply.text());
            return node == null ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static String withoutBrackets(String text) {
        return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    }

    private static boolean isOf(AddressFamily family, String text) {
        try {
            return AddressFamily.of(IpLiteral.parse(text)) == family;
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }
}
