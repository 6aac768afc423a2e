package io.github.ddnskit.examples.client;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.ip.SpecialAddresses;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.SourceId;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a source said, seen with the eyes of a client that has to decide what to publish. */
record Answer(SourceId source, AddressFamily family, Observation seen, Set<AddressClass> allowed) {

    private static final String ROW = "%-20s %-6s %-24s %-14s %s";

    /** The first row of the table. */
    static final String HEADER = ROW.formatted("SOURCE", "FAMILY", "ANSWER", "CLASS", "VERDICT");

    /** The answer that counts: the first that may be published, or else the first that has an address at all. */
    static Optional<Answer> chosen(List<Answer> answers) {
        return answers.stream()
                .filter(Answer::publishable)
                .findFirst()
                .or(() -> answers.stream()
                        .filter(answer -> !answer.addresses().isEmpty())
                        .findFirst());
    }

    List<InetAddress> addresses() {
        return seen instanceof Observation.Found found ? List.copyOf(found.addresses()) : List.of();
    }

    /** Those of the addresses that a client would publish. */
    List<InetAddress> usable() {
        return addresses().stream().filter(this::mayBePublished).toList();
    }

    boolean publishable() {
        return !usable().isEmpty();
    }

    /** What to show to somebody who asks for the address. */
    List<InetAddress> shown() {
        return publishable() ? usable() : addresses();
    }

    /** Why the addresses may not be published. */
    String objection() {
        return addresses().stream()
                .filter(address -> !mayBePublished(address))
                .findFirst()
                .map(address -> IpLiteral.format(address) + " is no global address but "
                        + SpecialAddresses.classify(address) + ": " + SpecialAddresses.rangeOf(address)
                        + "; a client publishes it only if its configuration allows that class")
                .orElse("");
    }

    /** A row of the table: source, family, answer, class, and what it is worth. */
    String explained(boolean isChosen) {
        String answer = addresses().isEmpty() ? "none" : IpLiteral.format(addresses());
        String classes = addresses().stream()
                .map(address -> SpecialAddresses.classify(address).toString())
                .distinct()
                .reduce((a, b) -> a + ", " + b)
                .orElse("-");
        return "%-24s %-5s %-40s %-14s %s"
                .formatted(source, family, answer, classes, worth(isChosen))
                .stripTrailing();
    }

    private String worth(boolean isChosen) {
        if (addresses().isEmpty()) {
            return "does not count, " + seen;
        }
        if (!publishable()) {
            return (isChosen ? "shown, but " : "does not count, ") + objection();
        }
        return isChosen ? "counts" : "not needed: a source before it counts";
    }

    private boolean mayBePublished(InetAddress address) {
        AddressClass kind = SpecialAddresses.classify(address);
        return kind == AddressClass.GLOBAL || allowed.contains(kind);
    }
}
