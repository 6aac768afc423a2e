package io.github.ddnskit.doctor;

import io.github.ddnskit.rfc2136.AuthoritativeView;
import io.github.ddnskit.rfc2136.ServerView;
import java.util.stream.Stream;

/** At which servers is the name, and do they agree? */
final class ServerChecks {

    private ServerChecks() {}

    static Stream<Finding> everyServerAnswers(Facts facts) {
        return facts.published().servers().stream().flatMap(server -> switch (server.standing()) {
            case SILENT -> finding(FindingKind.SERVER_SILENT, server);
            case LAME -> finding(FindingKind.SERVER_LAME, server);
            case FAILING -> finding(FindingKind.SERVER_FAILING, server);
            case UNRESOLVED -> finding(FindingKind.SERVER_UNRESOLVED, server);
            case AUTHORITATIVE, DELEGATED, NO_ROUTE -> Stream.empty();
        });
    }

    private static Stream<Finding> finding(FindingKind kind, ServerView server) {
        return Stream.of(Finding.of(kind, server.label(), server.detail()));
    }

    static Stream<Finding> noServerIsStale(Facts facts) {
        AuthoritativeView view = facts.published();
        return view.newest().stream()
                .flatMap(newest -> view.stale().stream()
                        .map(stale -> Finding.of(
                                FindingKind.SERVER_STALE,
                                stale.label(),
                                serial(stale),
                                records(stale),
                                newest.label(),
                                serial(newest),
                                records(newest))));
    }

    static Stream<Finding> noServerHasItsOwnView(Facts facts) {
        AuthoritativeView view = facts.published();
        return view.newest().stream()
                .flatMap(newest -> view.split().stream()
                        .map(other -> Finding.of(
                                FindingKind.SPLIT_VIEW,
                                newest.label(),
                                records(newest),
                                other.label(),
                                records(other))));
    }

    private static String serial(ServerView server) {
        ServerView.Soa soa = server.soa();
        return soa == null ? "-" : Long.toString(soa.serial());
    }

    private static String records(ServerView server) {
        return "A " + Phrases.of(server.ipv4().addresses()) + ", AAAA "
                + Phrases.of(server.ipv6().addresses());
    }
}
