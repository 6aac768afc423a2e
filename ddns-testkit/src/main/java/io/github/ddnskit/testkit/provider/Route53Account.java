package io.github.ddnskit.testkit.provider;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The zones of an account and its changes: what the requests of {@link FakeRoute53} do once they are let in. */
final class Route53Account {

    private static final int LONGEST_ZONE_PAGE = 100;
    private static final int LONGEST_SET_PAGE = 300;

    private final Map<String, Route53Zone> zones = new LinkedHashMap<>();
    private final Map<String, Boolean> changes = new LinkedHashMap<>();
    /** By zone. */
    private final Map<String, String> lastChanges = new HashMap<>();

    private int count;

    synchronized String addZone(String name, boolean isPrivate) {
        String id = String.format("Z%013d", ++count);
        zones.put(id, new Route53Zone(id, name, isPrivate));
        return id;
    }

    synchronized void removeZone(String id) {
        zones.remove(id);
    }

    synchronized void put(String zone, Route53Set set) {
        zone(zone).put(set);
    }

    synchronized List<Route53Set> sets() {
        return zones.values().stream().flatMap(zone -> zone.sets().stream()).toList();
    }

    synchronized List<Route53Set> sets(String zone) {
        return zone(zone).sets();
    }

    synchronized void sync() {
        changes.replaceAll((id, inSync) -> true);
    }

    /** Whether the last change of the zone that a path names is not yet at all name servers. */
    synchronized boolean isBusy(String path) {
        return lastChanges.entrySet().stream()
                .filter(last -> path.contains("/hostedzone/" + last.getKey() + "/"))
                .anyMatch(last -> !Boolean.TRUE.equals(changes.get(last.getValue())));
    }

    private Route53Zone zone(String id) {
        Route53Zone zone = zones.get(id);
        if (zone == null) {
            throw new IllegalArgumentException("there is no zone " + id);
        }
        return zone;
    }

    /** Answers one of the requests, or throws a {@link Refused}. */
    synchronized String answer(HttpExchange request) {
        String[] path = request.path().substring(1).split("/", -1);
        boolean get = request.method().equals("GET");
        if (get && path.length == 2 && path[1].equals("hostedzonesbyname")) {
            return zonesByName(request.query());
        }
        if (path.length >= 4 && path[1].equals("hostedzone") && path[3].equals("rrset")) {
            Route53Zone zone = zones.get(path[2]);
            if (zone == null) {
                throw new Refused(404, "NoSuchHostedZone", List.of("No hosted zone found with ID: " + path[2]));
            }
            return get ? records(zone, request.query()) : change(zone, request.body());
        }
        if (get && path.length == 3 && path[1].equals("change")) {
            if (!changes.containsKey(path[2])) {
                throw new Refused(404, "NoSuchChange", List.of("A change with id " + path[2] + " does not exist"));
            }
            return "<GetChangeResponse xmlns=\"" + Route53Text.NAMESPACE + "\">" + changeInfo(path[2])
                    + "</GetChangeResponse>";
        }
        throw new Refused(400, "InvalidAction", List.of("that is not served here: " + request.target()));
    }

    /** A request that is refused with a code and, for a change batch, perhaps several messages. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final int status;
        final String code;
        final transient List<String> messages;

        Refused(int status, String code, List<String> messages) {
            super(code);
            this.status = status;
            this.code = code;
            this.messages = messages;
        }
    }

    private String zonesByName(Map<String, String> query) {
        if (query.containsKey("hostedzoneid") && !query.containsKey("dnsname")) {
            throw new Refused(400, "InvalidInput", List.of("hostedzoneid goes with dnsname"));
        }
        String start = query.containsKey("dnsname")
                ? RouteOrder.key(Route53Set.plain(query.get("dnsname"))) + " " + query.getOrDefault("hostedzoneid", "")
                : "";
        Function<Route53Zone, String> key = zone -> RouteOrder.key(zone.name()) + " " + zone.id();
        List<Route53Zone> all = zones.values().stream()
                .sorted(Comparator.comparing(key))
                .filter(zone -> key.apply(zone).compareTo(start) >= 0)
                .toList();
        int most = most(query, LONGEST_ZONE_PAGE);
        StringBuilder xml = new StringBuilder(
                "<ListHostedZonesByNameResponse xmlns=\"" + Route53Text.NAMESPACE + "\"><HostedZones>");
        all.stream()
                .limit(most)
                .forEach(zone -> xml.append("<HostedZone><Id>/hostedzone/")
                        .append(zone.id())
                        .append("</Id><Name>")
                        .append(Route53Set.written(zone.name()))
                        .append("</Name><CallerReference>")
                        .append(zone.id())
                        .append("</CallerReference><Config><PrivateZone>")
                        .append(zone.isPrivate())
                        .append("</PrivateZone></Config><ResourceRecordSetCount>")
                        .append(zone.sets().size())
                        .append("</ResourceRecordSetCount></HostedZone>"));
        xml.append("</HostedZones>");
        if (all.size() > most) {
            xml.append("<NextDNSName>")
                    .append(Route53Set.written(all.get(most).name()))
                    .append("</NextDNSName><NextHostedZoneId>")
                    .append(all.get(most).id())
                    .append("</NextHostedZoneId>");
        }
        return xml.append(end(all.size() > most, most))
                .append("</ListHostedZonesByNameResponse>")
                .toString();
    }

    private String records(Route53Zone zone, Map<String, String> query) {
        if (query.containsKey("type") && !query.containsKey("name")) {
            throw new Refused(400, "InvalidInput", List.of("type goes with name"));
        }
        String start = query.containsKey("name")
                ? RouteOrder.key(Route53Set.plain(query.get("name"))) + " " + query.getOrDefault("type", "") + " "
                        + query.getOrDefault("identifier", "")
                : "";
        List<Route53Set> all = zone.sets().stream()
                .filter(set -> set.key().compareTo(start.strip()) >= 0)
                .toList();
        int most = most(query, LONGEST_SET_PAGE);
        StringBuilder xml = new StringBuilder(
                "<ListResourceRecordSetsResponse xmlns=\"" + Route53Text.NAMESPACE + "\"><ResourceRecordSets>");
        all.stream().limit(most).forEach(set -> xml.append(Route53Text.xml(set)));
        xml.append("</ResourceRecordSets>");
        if (all.size() > most) {
            Route53Set next = all.get(most);
            xml.append("<NextRecordName>").append(next.writtenName()).append("</NextRecordName><NextRecordType>");
            xml.append(next.type()).append("</NextRecordType>");
            if (next.hasPolicy()) {
                xml.append("<NextRecordIdentifier>")
                        .append(next.more().get("SetIdentifier"))
                        .append("</NextRecordIdentifier>");
            }
        }
        return xml.append(end(all.size() > most, most))
                .append("</ListResourceRecordSetsResponse>")
                .toString();
    }

    private String change(Route53Zone zone, String body) {
        List<Route53Zone.Change> wanted;
        try {
            wanted = Route53Text.changes(body);
        } catch (IllegalArgumentException e) {
            throw new Refused(400, "InvalidInput", List.of("Invalid XML ; " + e.getMessage()));
        }
        List<String> troubles = new ArrayList<>(zone.apply(wanted));
        if (!troubles.isEmpty()) {
            throw new Refused(400, "InvalidChangeBatch", troubles);
        }
        String id = String.format("C%013d", ++count);
        changes.put(id, false);
        lastChanges.put(zone.id(), id);
        return "<ChangeResourceRecordSetsResponse xmlns=\"" + Route53Text.NAMESPACE + "\">" + changeInfo(id)
                + "</ChangeResourceRecordSetsResponse>";
    }

    private String changeInfo(String id) {
        return "<ChangeInfo><Id>/change/" + id + "</Id><Status>"
                + (Boolean.TRUE.equals(changes.get(id)) ? "INSYNC" : "PENDING")
                + "</Status><SubmittedAt>2026-01-01T00:00:00Z</SubmittedAt></ChangeInfo>";
    }

    private static String end(boolean truncated, int most) {
        return "<IsTruncated>" + truncated + "</IsTruncated><MaxItems>" + most + "</MaxItems>";
    }

    private static int most(Map<String, String> query, int longest) {
        return Math.min(longest, Integer.parseInt(query.getOrDefault("maxitems", Integer.toString(longest))));
    }

    static String error(String code, List<String> messages, boolean bare) {
        if (bare) {
            return messages.stream()
                    .map(message -> "<Message>" + Route53Text.escape(message) + "</Message>")
                    .collect(Collectors.joining(
                            "",
                            "<" + code + " xmlns=\"" + Route53Text.NAMESPACE + "\"><Messages>",
                            "</Messages><RequestId>fake</RequestId></" + code + ">"));
        }
        String text = code.equals("InvalidChangeBatch") ? messages.toString() : String.join(" ", messages);
        return "<ErrorResponse xmlns=\"" + Route53Text.NAMESPACE + "\"><Error><Type>Sender</Type><Code>" + code
                + "</Code><Message>" + Route53Text.escape(text)
                + "</Message></Error><RequestId>fake</RequestId></ErrorResponse>";
    }
}
