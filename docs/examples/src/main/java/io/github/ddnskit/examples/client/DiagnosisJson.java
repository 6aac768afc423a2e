package io.github.ddnskit.examples.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.catalog.Texts;
import io.github.ddnskit.doctor.Diagnosis;
import io.github.ddnskit.doctor.Finding;

/** A diagnosis as JSON for programs: kinds and values as data, and the same in words. */
final class DiagnosisJson {

    private DiagnosisJson() {}

    static ObjectNode of(Diagnosis diagnosis, Texts texts) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("host", diagnosis.host().toString())
                .put("at", diagnosis.at().toString())
                .put("healthy", diagnosis.isHealthy());
        ArrayNode findings = node.putArray("findings");
        for (Finding finding : diagnosis.findings()) {
            Finding.Words words = finding.words(texts);
            ObjectNode one = findings.addObject()
                    .put("kind", finding.kind().toString())
                    .put("severity", finding.severity().toString())
                    .put("what", words.what())
                    .put("evidence", words.evidence())
                    .put("advice", words.advice());
            ArrayNode values = one.putArray("values");
            finding.values().forEach(values::add);
        }
        node.set("published", ViewJson.of(diagnosis.published()));
        return node;
    }
}
