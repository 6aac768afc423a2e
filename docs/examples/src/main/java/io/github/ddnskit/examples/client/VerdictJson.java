package io.github.ddnskit.examples.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.ip.Verdict;
import io.github.ddnskit.ip.Vote;
import io.github.ddnskit.ip.Warning;
import io.github.ddnskit.spi.Observation;
import java.util.List;
import java.util.Locale;

/** Verdicts as JSON for programs: an array with an object for each family. */
final class VerdictJson {

    private VerdictJson() {}

    static String of(List<Verdict> verdicts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        verdicts.forEach(verdict -> array.add(of(verdict)));
        return array.toPrettyString();
    }

    private static ObjectNode of(Verdict verdict) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("family", verdict.family().toString());
        put(node, verdict.observation());
        ArrayNode votes = node.putArray("votes");
        for (Vote vote : verdict.votes()) {
            ObjectNode one = votes.addObject()
                    .put("source", vote.source().toString())
                    .put("vantage", vote.vantage().name().toLowerCase(Locale.ROOT));
            if (vote.answer() != null) {
                put(one, vote.answer());
            }
            one.put("milliseconds", vote.latency().toMillis())
                    .put("counted", vote.counted())
                    .put("why", vote.why());
        }
        ArrayNode warnings = node.putArray("warnings");
        for (Warning warning : verdict.warnings()) {
            warnings.addObject().put("kind", warning.kind().toString()).put("evidence", warning.evidence());
        }
        return node;
    }

    private static void put(ObjectNode node, Observation observation) {
        if (observation instanceof Observation.Found found) {
            ArrayNode addresses = node.putArray("addresses");
            found.addresses().forEach(address -> addresses.add(IpLiteral.format(address)));
            node.put("operator", found.provenance().operator());
        } else if (observation instanceof Observation.Absent absent) {
            node.put("absent", absent.reason());
        } else if (observation instanceof Observation.Unknown unknown) {
            node.put("unknown", unknown.cause());
        }
    }
}
