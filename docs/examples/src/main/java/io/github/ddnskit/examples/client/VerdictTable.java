package io.github.ddnskit.examples.client;

import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.ip.SpecialAddresses;
import io.github.ddnskit.ip.Verdict;
import io.github.ddnskit.ip.Vote;
import io.github.ddnskit.spi.Observation;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A verdict as a table for people: each vote, how long it took, and why it counted or not; then the warnings. */
final class VerdictTable {

    private static final String ROW = "%-24s %-6s %-40s %-14s %8s  %s";

    /** The first row. */
    static final String HEADER = ROW.formatted("SOURCE", "FAMILY", "ANSWER", "CLASS", "LATENCY", "VERDICT");

    private VerdictTable() {}

    static Stream<String> rows(Verdict verdict) {
        return Stream.concat(
                verdict.votes().stream().map(vote -> row(verdict, vote)),
                verdict.warnings().stream().map(warning -> "warning, " + verdict.family() + ": " + warning));
    }

    private static String row(Verdict verdict, Vote vote) {
        List<InetAddress> addresses = addresses(vote);
        return ROW.formatted(
                        vote.source(),
                        verdict.family(),
                        addresses.isEmpty() ? "none" : IpLiteral.format(addresses),
                        classes(addresses),
                        vote.latency().toMillis() + " ms",
                        (vote.counted() ? "counts: " : "does not count: ") + vote.why())
                .stripTrailing();
    }

    private static List<InetAddress> addresses(Vote vote) {
        return vote.answer() instanceof Observation.Found found ? List.copyOf(found.addresses()) : List.of();
    }

    private static String classes(List<InetAddress> addresses) {
        String classes = addresses.stream()
                .map(address -> SpecialAddresses.classify(address).toString())
                .distinct()
                .collect(Collectors.joining(", "));
        return classes.isEmpty() ? "-" : classes;
    }
}
