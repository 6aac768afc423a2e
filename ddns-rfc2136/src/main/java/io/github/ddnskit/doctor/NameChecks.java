package io.github.ddnskit.doctor;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.rfc2136.AuthoritativeView;
import io.github.ddnskit.rfc2136.ServerView;
import io.github.ddnskit.rfc2136.Standing;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Does the name exist, in which zone, and is it there itself? */
final class NameChecks {

    private NameChecks() {}

    static Stream<Finding> somebodyKnowsItsServers(Facts facts) {
        String problem = facts.published().problem();
        return facts.published().servers().isEmpty()
                ? Stream.of(Finding.of(FindingKind.NO_SERVERS, facts.host(), problem == null ? "-" : problem))
                : Stream.empty();
    }

    static Stream<Finding> aServerHasAuthority(Facts facts) {
        AuthoritativeView view = facts.published();
        if (view.servers().isEmpty()
                || view.servers().stream()
                        .anyMatch(server -> server.standing().counts() || server.standing() == Standing.DELEGATED)) {
            return Stream.empty();
        }
        String all = view.servers().stream().map(ServerView::detail).collect(Collectors.joining("; "));
        return Stream.of(Finding.of(FindingKind.NO_AUTHORITY, all));
    }

    static Stream<Finding> itExists(Facts facts) {
        return facts.published().newest().stream()
                .filter(server -> server.alias() == null)
                .filter(server -> isMissing(facts))
                .map(server -> Finding.of(FindingKind.NAME_MISSING, facts.host(), server.label()));
    }

    /** Whether it is sure that there is no record of either family. */
    static boolean isMissing(Facts facts) {
        return Arrays.stream(AddressFamily.values())
                .allMatch(family ->
                        facts.shown(family).filter(shown -> shown.isEmpty()).isPresent());
    }

    static Stream<Finding> noDelegationIsInTheWay(Facts facts) {
        return facts.published().servers().stream()
                .filter(server -> server.cut() != null)
                .limit(1)
                .map(server -> Finding.of(FindingKind.DELEGATED, Objects.requireNonNull(server.cut()), server.label()));
    }

    static Stream<Finding> noAliasIsInTheWay(Facts facts) {
        return facts.published().authoritative().stream()
                .filter(server -> server.alias() != null)
                .limit(1)
                .map(server -> Finding.of(FindingKind.ALIAS, facts.host(), Objects.requireNonNull(server.alias())));
    }

    /** With a wildcard of its own below it, the name is there if that is, and nobody can tell from outside. */
    static Stream<Finding> noWildcardAnswersForIt(Facts facts) {
        return facts.published().authoritative().stream()
                .filter(ServerView::wildcard)
                .filter(server -> !facts.wanted().wildcard())
                .limit(1)
                .map(server -> Finding.of(FindingKind.WILDCARD, facts.host(), server.label()));
    }
}
