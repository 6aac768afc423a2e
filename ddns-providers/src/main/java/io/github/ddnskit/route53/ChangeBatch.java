package io.github.ddnskit.route53;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import java.util.ArrayList;
import java.util.List;

/**
 * Packs changes into as few requests as the limits allow. Not thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html#limits-api-requests-changeresourcerecordsets">Limits
 *     of a request</a>
 */
final class ChangeBatch {

    static final int MOST_RECORDS = 1000;
    static final int MOST_CHARACTERS = 32_000;

    private final List<Part> parts = new ArrayList<>();
    private int records;
    private int characters;

    private ChangeBatch() {}

    /** Packs the parts of one host into one batch wherever they fit into one; what fits into none fails. */
    static List<List<Part>> pack(List<List<Part>> hosts) {
        List<ChangeBatch> batches = new ArrayList<>(List.of(new ChangeBatch()));
        for (List<Part> host : hosts) {
            if (new ChangeBatch().takes(host)) {
                add(host, batches);
            } else {
                host.forEach(part -> addAlone(part, batches));
            }
        }
        return batches.stream()
                .map(batch -> batch.parts)
                .filter(parts -> !parts.isEmpty())
                .toList();
    }

    private static void addAlone(Part part, List<ChangeBatch> batches) {
        if (new ChangeBatch().takes(List.of(part))) {
            add(List.of(part), batches);
        } else {
            part.fail(Outcome.failed(
                    FailureReason.UNSUPPORTED,
                    Retry.never(),
                    "so many addresses do not fit into one request: Route 53 takes " + MOST_RECORDS
                            + " records, old and new ones together"));
        }
    }

    private static void add(List<Part> together, List<ChangeBatch> batches) {
        ChangeBatch last = batches.get(batches.size() - 1);
        if (!last.takes(together)) {
            last = new ChangeBatch();
            batches.add(last);
        }
        last.parts.addAll(together);
        last.records += sum(together, true);
        last.characters += sum(together, false);
    }

    private boolean takes(List<Part> more) {
        return records + sum(more, true) <= MOST_RECORDS && characters + sum(more, false) <= MOST_CHARACTERS;
    }

    private static int sum(List<Part> parts, boolean ofRecords) {
        return parts.stream()
                .mapToInt(part -> ofRecords ? part.records() : part.characters())
                .sum();
    }
}
