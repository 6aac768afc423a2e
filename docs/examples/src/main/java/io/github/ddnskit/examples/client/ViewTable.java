package io.github.ddnskit.examples.client;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.AuthoritativeView;
import io.github.ddnskit.rfc2136.ServerView;
import io.github.ddnskit.rfc2136.Standing;
import io.github.ddnskit.spi.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What name servers serve, as a table for people: a row for each server, then what that means. */
final class ViewTable {

    private static final String ROW = "%-24s %-22s %-13s %-10s %6s  %-24s %s";
    private static final String HEADER =
            ROW.formatted("SERVER", "ADDRESS", "STANDING", "SERIAL", "BEHIND", "A", "AAAA");

    private ViewTable() {}

    static Stream<String> lines(AuthoritativeView view) {
        List<String> lines = new ArrayList<>();
        lines.add(HEADER);
        view.servers().forEach(server -> lines.add(row(view, server)));
        String problem = view.problem();
        if (problem != null) {
            lines.add("problem: " + problem);
        }
        if (view.zone() != null) {
            lines.add("zone: " + view.zone());
        }
        view.servers().stream()
                .filter(server -> !server.standing().counts())
                .forEach(server -> lines.add(server.name() + ": " + server.detail()));
        view.stale().forEach(server -> lines.add(server.label() + ": is stale, " + view.behind(server) + " behind"));
        view.split().forEach(server -> lines.add(server.label() + ": serves other records under the same serial"));
        for (AddressFamily family : AddressFamily.values()) {
            view.cachedFor(family)
                    .ifPresent(time -> lines.add("caches may keep an old answer for " + family.recordType() + " "
                            + time.toSeconds() + " s"));
        }
        return lines.stream();
    }

    /** Whether all servers that can be reached from here serve the same. */
    static boolean isFine(AuthoritativeView view) {
        return !view.authoritative().isEmpty()
                && view.servers().stream()
                        .allMatch(server -> server.standing().counts() || server.standing() == Standing.NO_ROUTE)
                && Stream.of(AddressFamily.values())
                        .noneMatch(family -> view.records().of(family) instanceof Observation.Unknown);
    }

    private static String row(AuthoritativeView view, ServerView server) {
        ServerView.Soa soa = server.soa();
        return ROW.formatted(
                        server.name(),
                        server.address(),
                        server.standing(),
                        soa == null ? "-" : soa.serial(),
                        soa == null ? "-" : view.behind(server),
                        records(server, AddressFamily.IPV4),
                        records(server, AddressFamily.IPV6))
                .stripTrailing();
    }

    private static String records(ServerView server, AddressFamily family) {
        if (server.alias() != null) {
            return "alias of " + server.alias();
        }
        ServerView.Records records = server.of(family);
        if (records.observation() instanceof Observation.Unknown) {
            return "?";
        }
        Duration ttl = records.ttl();
        String text = records.addresses().isEmpty() ? "none" : IpLiteral.format(records.addresses());
        return text + (ttl == null ? "" : " (" + ttl.toSeconds() + " s)") + (server.wildcard() ? " by wildcard" : "");
    }
}
