package io.github.ddnskit.rest;

import io.github.ddnskit.FailureReason;
import java.util.List;

/**
 * Lines: what DNSPod and Alibaba Cloud call the networks of users to which a record is shown. People set them by hand, so
 * records of several lines are not made into one RRset.
 */
final class Lines {

    private Lines() {}

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
