package io.github.ddnskit.doctor;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.catalog.Texts;
import io.github.ddnskit.ip.Verdict;
import io.github.ddnskit.rfc2136.AuthoritativeView;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What the doctor found out about a name. Immutable and thread-safe.
 *
 * @param host the name
 * @param at when it was examined
 * @param verdicts which addresses the device has, by family
 * @param published what each name server serves
 * @param findings what is wrong or good to know, the worst first
 */
public record Diagnosis(
        Hostname host,
        Instant at,
        Map<AddressFamily, Verdict> verdicts,
        AuthoritativeView published,
        List<Finding> findings) {

    static final String HEALTHY = "{0}: nothing needs to be done";
    static final String ILL = "{0}: {1} of {2} findings need somebody to act";

    /**
     * Copies the collections, and puts the worst first.
     *
     * @param host the name
     * @param at when it was examined
     * @param verdicts which addresses the device has, by family
     * @param published what each name server serves
     * @param findings what is wrong or good to know
     */
    public Diagnosis {
        verdicts = Map.copyOf(verdicts);
        findings = findings.stream()
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .toList();
    }

    /** {@return whether nobody has to do anything} */
    public boolean isHealthy() {
        return findings.stream().noneMatch(finding -> finding.severity().needsAction());
    }

    /**
     * The diagnosis in a line.
     *
     * @param texts the language
     * @return such as {@code home.example.org: nothing needs to be done}
     */
    public String summary(Texts texts) {
        long acute = findings.stream()
                .filter(finding -> finding.severity().needsAction())
                .count();
        return texts.text(
                acute == 0 ? HEALTHY : ILL,
                List.of(host.toString(), Long.toString(acute), Integer.toString(findings.size())));
    }
}
