package io.github.ddnskit.examples.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.AuthoritativeView;
import io.github.ddnskit.rfc2136.ServerView;
import io.github.ddnskit.spi.Observation;
import java.time.Duration;

/** What name servers serve, as JSON for programs. */
final class ViewJson {

    private ViewJson() {}

    static ObjectNode of(AuthoritativeView view) {
        ObjectNode node =
                JsonNodeFactory.instance.objectNode().put("host", view.host().toString());
        Hostname zone = view.zone();
        node.put("zone", zone == null ? null : zone.toString());
        node.put("at", view.at().toString());
        view.serial().ifPresent(serial -> node.put("serial", serial));
        if (view.problem() != null) {
            node.put("problem", view.problem());
        }
        ArrayNode servers = node.putArray("servers");
        view.servers().forEach(server -> servers.add(of(view, server)));
        ArrayNode stale = node.putArray("stale");
        view.stale().forEach(server -> stale.add(server.address()));
        ArrayNode split = node.putArray("split");
        view.split().forEach(server -> split.add(server.address()));
        ObjectNode cached = node.putObject("cachedForSeconds");
        for (AddressFamily family : AddressFamily.values()) {
            view.cachedFor(family).ifPresent(time -> cached.put(family.toString(), time.toSeconds()));
        }
        return node;
    }

    private static ObjectNode of(AuthoritativeView view, ServerView server) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("name", server.name())
                .put("address", server.address())
                .put("standing", server.standing().toString())
                .put("detail", server.detail());
        ServerView.Soa soa = server.soa();
        if (soa != null) {
            node.put("serial", soa.serial()).put("behind", view.behind(server));
        }
        for (AddressFamily family : AddressFamily.values()) {
            put(node.putObject(family.toString()), server.of(family));
        }
        if (server.alias() != null) {
            node.put("alias", server.alias());
        }
        if (server.cut() != null) {
            node.put("delegated", server.cut());
        }
        return node.put("wildcard", server.wildcard());
    }

    private static void put(ObjectNode node, ServerView.Records records) {
        if (records.observation() instanceof Observation.Unknown unknown) {
            node.put("unknown", unknown.cause());
        } else {
            ArrayNode addresses = node.putArray("addresses");
            records.addresses().forEach(address -> addresses.add(IpLiteral.format(address)));
        }
        Duration ttl = records.ttl();
        if (ttl != null) {
            node.put("ttl", ttl.toSeconds());
        }
    }
}
