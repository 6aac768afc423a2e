package io.github.ddnskit.doctor;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.doctor.Facts.Resolved;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How long may old answers live, and do they live now? */
final class CacheChecks {

    private static final Duration LONG = Duration.ofHours(1);

    private CacheChecks() {}

    static Stream<Finding> answersDoNotLiveLong(Facts facts) {
        return facts.families().stream()
                .filter(family ->
                        facts.shown(family).filter(shown -> !shown.isEmpty()).isPresent())
                .flatMap(family -> facts.published().newest().stream()
                        .flatMap(server -> Optional.ofNullable(server.of(family).ttl()).stream())
                        .filter(ttl -> ttl.compareTo(LONG) > 0)
                        .map(ttl ->
                                Finding.of(FindingKind.LONG_TTL, facts.host(), family.recordType(), Phrases.of(ttl))));
    }

    static Stream<Finding> theChangeIsOldEnough(Facts facts) {
        return facts.families().stream()
                .flatMap(family -> facts.confirmed(family).stream()
                        .flatMap(confirmed -> facts.published().cachedFor(family).stream()
                                .map(kept -> confirmed.at().plus(kept))
                                .filter(until -> until.isAfter(facts.now()))
                                .map(until -> changed(facts, family, until))));
    }

    private static Finding changed(Facts facts, AddressFamily family, Instant until) {
        return Finding.of(FindingKind.OLD_ANSWERS, facts.host(), family.recordType(), Phrases.of(until));
    }

    static Stream<Finding> theResolverFollows(Facts facts) {
        return facts.families().stream()
                .filter(family -> facts.shown(family).isPresent())
                .flatMap(family -> Optional.ofNullable(facts.resolved().get(family)).stream()
                        .flatMap(resolved -> compare(
                                facts, family, resolved, facts.shown(family).orElseThrow())))
                .distinct();
    }

    private static Stream<Finding> compare(
            Facts facts, AddressFamily family, Resolved resolved, Set<InetAddress> shown) {
        String code = resolved.code();
        if (code == null) {
            return Stream.of(Finding.of(FindingKind.RESOLVER_SILENT, resolved.problem()));
        }
        if (!code.equals("NOERROR") && !code.equals("NXDOMAIN")) {
            return Stream.of(Finding.of(FindingKind.RESOLVER_FAILS, facts.host(), resolved.resolver(), code));
        }
        if (resolved.addresses().equals(shown)) {
            return Stream.empty();
        }
        if (resolved.addresses().isEmpty()) {
            return Stream.of(Finding.of(
                    FindingKind.RESOLVER_FINDS_NOTHING, facts.host(), resolved.resolver(), family.recordType()));
        }
        Duration ttl = resolved.ttl();
        return Stream.of(Finding.of(
                FindingKind.RESOLVER_HAS_OTHER,
                facts.host(),
                resolved.resolver(),
                Phrases.of(resolved.addresses()),
                ttl == null ? "-" : Phrases.of(ttl),
                Phrases.of(shown)));
    }
}
