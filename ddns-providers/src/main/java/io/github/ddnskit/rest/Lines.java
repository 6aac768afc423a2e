package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import java.util.List;
import java.util.Optional;

/**
 * What DNSPod and Alibaba Cloud have in common: zones that go by their names in Unicode, and lines, which are the networks
 * of users to which a record is shown. People set lines by hand, so records of several are not made into one RRset.
 */
final class Lines {

    private Lines() {}

    /**
     * {@return the zone of this name among those that a search found, which may go by its name in Unicode}
     *
     * @param field the field that names a zone
     */
    static Optional<Zone> zone(Hostname name, List<JsonNode> found, String field) throws ApiException {
        for (JsonNode domain : found) {
            String its = Json.text(domain, field);
            if (its.equalsIgnoreCase(name.ascii()) || its.equals(name.unicode())) {
                return Optional.of(new Zone(its, name));
            }
        }
        return Optional.empty();
    }

    /**
     * {@return the same records, all switched on and of one line}
     *
     * @param line the field that names the line
     */
    static List<Rrset.Item> one(RrsetName name, List<Rrset.Item> items, String line) throws ApiException {
        if (items.stream()
                        .map(item -> item.source().path(line).asText())
                        .distinct()
                        .count()
                > 1) {
            throw ApiException.of(
                    FailureReason.CONFLICT,
                    name
                            + " has records for several lines, which were set by hand: keep one line, or take another name");
        }
        if (items.stream()
                .anyMatch(item -> item.source().path("Status").asText().equalsIgnoreCase("DISABLE"))) {
            throw ApiException.of(
                    FailureReason.CONFLICT, name + " has a record that is switched off: switch it on, or delete it");
        }
        return items;
    }
}
