package io.github.ddnskit.gateway;

import io.github.ddnskit.Health;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a gateway is. Immutable and thread-safe.
 *
 * @param level up; degraded if the last batch of a zone failed or updates pile up; down if that holds for all zones
 * @param answers how many requests were answered with each code or HTTP status since the start
 * @param zones each zone, in the order of the settings
 * @param passwordsWaiting how many passwords wait to be verified
 */
public record GatewayStatus(
        Health.Level level, Map<String, Long> answers, List<ZoneStatus> zones, int passwordsWaiting) {

    /**
     * How a zone is.
     *
     * @param zone its apex
     * @param waiting how many updates wait
     * @param updates how many were sent since the settings were read
     * @param batches in how many commits
     * @param lastFailure what the last update failed with that says something about the zone; empty if none did since the last success
     */
    public record ZoneStatus(String zone, int waiting, long updates, long batches, String lastFailure) {}

    /**
     * Copies the collections.
     *
     * @param level how it is altogether
     * @param answers how many requests were answered with each code
     * @param zones each zone
     * @param passwordsWaiting how many passwords wait to be verified
     */
    public GatewayStatus {
        answers = Map.copyOf(answers);
        zones = List.copyOf(zones);
    }

    /** {@return the same as a JSON object, for a status page or a monitor} */
    public String toJson() {
        com.fasterxml.jackson.databind.node.ObjectNode json =
                com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        json.put("health", level.toString());
        com.fasterxml.jackson.databind.node.ObjectNode counts = json.putObject("answers");
        new TreeMap<>(answers).forEach(counts::put);
        com.fasterxml.jackson.databind.node.ArrayNode list = json.putArray("zones");
        for (ZoneStatus zone : zones) {
            list.addObject()
                    .put("zone", zone.zone())
                    .put("waiting", zone.waiting())
                    .put("updates", zone.updates())
                    .put("batches", zone.batches())
                    .put("lastFailure", zone.lastFailure());
        }
        json.put("passwordsWaiting", passwordsWaiting);
        return json.toString();
    }
}
