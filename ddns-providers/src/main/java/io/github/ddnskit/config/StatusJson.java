package io.github.ddnskit.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.DdnsStatus;
import io.github.ddnskit.Explanation;
import io.github.ddnskit.Health;
import io.github.ddnskit.Plan;
import io.github.ddnskit.catalog.Texts;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.ip.Verdict;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.state.RecordState;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Locale;

/**
 * What a client knows as JSON, for web interfaces and health checks. Instants are ISO 8601 in UTC; nothing of it is secret.
 * Stateless and thread-safe.
 *
 * <pre>{@code
 * {
 *   "at": "2026-11-22T10:15:30Z",
 *   "health": {"level": "up", "reasons": []},
 *   "detected": {"ipv4": {"addresses": ["192.0.2.1"], "warnings": []}},
 *   "records": [{
 *     "host": "home.example.org", "family": "ipv4", "upToDate": true, "addresses": ["192.0.2.1"],
 *     "confirmedAt": "2026-11-22T10:15:30Z", "lastAttempt": "2026-11-22T10:15:30Z",
 *     "standing": "up-to-date", "explanation": "home.example.org A is 192.0.2.1, as confirmed at 2026-11-22T10:15:30Z."
 *   }]
 * }
 * }</pre>
 *
 * <p>{@code nextAttempt} with {@code pause} ({@code after-failure}, {@code minimum-interval}, {@code refresh}), {@code
 * failures} and {@code halted} are there where they mean something.
 */
public final class StatusJson {

    private StatusJson() {}

    /**
     * Writes a status.
     *
     * @param status what the client knows
     * @param texts the language of the explanations
     * @return the JSON, indented
     */
    public static String of(DdnsStatus status, Texts texts) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("at", status.at().toString());
        Health health = status.health();
        ObjectNode well = root.putObject("health").put("level", health.level().toString());
        ArrayNode reasons = well.putArray("reasons");
        health.reasons().forEach(reason -> reasons.add(reason.words(texts)));
        ObjectNode detected = root.putObject("detected");
        status.verdicts().values().stream()
                .sorted((one, other) -> one.family().compareTo(other.family()))
                .forEach(verdict -> put(detected.putObject(verdict.family().toString()), verdict));
        ArrayNode records = root.putArray("records");
        status.records().forEach(record -> put(records.addObject(), record, texts));
        return root.toPrettyString();
    }

    private static void put(ObjectNode node, Verdict verdict) {
        if (verdict.observation() instanceof Observation.Found found) {
            put(node, found.addresses());
        } else if (verdict.observation() instanceof Observation.Absent absent) {
            node.put("absent", absent.reason());
        } else if (verdict.observation() instanceof Observation.Unknown unknown) {
            node.put("unknown", unknown.cause());
        }
        ArrayNode warnings = node.putArray("warnings");
        verdict.warnings()
                .forEach(warning -> warnings.addObject()
                        .put("kind", warning.kind().toString())
                        .put("evidence", warning.evidence()));
    }

    private static void put(ObjectNode node, DdnsStatus.RecordStatus record, Texts texts) {
        RecordState state = record.state();
        node.put("host", record.key().host().ascii());
        node.put("family", record.key().family().toString());
        node.put("target", state.target());
        node.put("upToDate", record.upToDate());
        RecordState.Confirmed confirmed = state.confirmed();
        if (confirmed != null) {
            put(node, confirmed.addresses());
            node.put("confirmedAt", confirmed.at().toString());
        }
        if (state.sentAt() != null) {
            node.put("lastAttempt", state.sentAt().toString());
        }
        if (record.plan() instanceof Plan.WaitUntil wait) {
            node.put("nextAttempt", wait.instant().toString());
            node.put("pause", wait.pause().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        if (state.failures() > 0) {
            node.put("failures", state.failures());
        }
        RecordState.Halt halt = state.halt();
        if (halt != null) {
            node.putObject("halted").put("reason", halt.reason().name()).put("detail", halt.detail());
        }
        Explanation explanation = Explanation.of(record);
        node.put("standing", explanation.kind().toString());
        node.put("explanation", explanation.words(texts));
    }

    private static void put(ObjectNode node, Collection<InetAddress> addresses) {
        ArrayNode array = node.putArray("addresses");
        addresses.forEach(address -> array.add(IpLiteral.format(address)));
    }
}
