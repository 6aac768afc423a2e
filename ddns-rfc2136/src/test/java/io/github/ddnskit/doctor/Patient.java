package io.github.ddnskit.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.ip.Verdict;
import io.github.ddnskit.ip.Warning;
import io.github.ddnskit.rfc2136.AuthoritativeView;
import io.github.ddnskit.rfc2136.ServerView;
import io.github.ddnskit.rfc2136.ServerView.Records;
import io.github.ddnskit.rfc2136.ServerView.Soa;
import io.github.ddnskit.rfc2136.Standing;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import io.github.ddnskit.state.RecordState;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The facts about a name that is well, to be made ill by a test. */
final class Patient {

    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final Instant LONG_AGO = NOW.minus(Duration.ofDays(3));

    private static final Hostname HOST = Hostname.of("home.example.org");
    private static final String IPV4 = "1.1.1.1";
    private static final String IPV6 = "2606:4700::1";
    private static final Provenance SOMEBODY =
            new Provenance(new SourceId("test", ""), Vantage.REFLEXIVE, "somebody", false);

    Set<AddressFamily> families = EnumSet.allOf(AddressFamily.class);
    final Set<AddressClass> allowed = EnumSet.of(AddressClass.GLOBAL);
    final List<ServerView> servers = new ArrayList<>();
    final Map<AddressFamily, RecordState> states = new EnumMap<>(AddressFamily.class);
    boolean wildcardWanted;
    boolean wildcardAnswers;
    boolean remembers = true;
    Duration ttl = Duration.ofSeconds(60);

    @Nullable
    Duration refreshEvery;

    @Nullable
    String alias;

    @Nullable
    String cut;

    @Nullable
    String problem;

    @Nullable
    String stateProblem;

    Outcome.@Nullable Failed check;

    private final Map<AddressFamily, Verdict> verdicts = new EnumMap<>(AddressFamily.class);
    private final Map<AddressFamily, Facts.Resolved> resolved = new EnumMap<>(AddressFamily.class);

    Patient() {
        server("ns1", 1, Standing.AUTHORITATIVE);
        for (AddressFamily family : AddressFamily.values()) {
            String address = family == AddressFamily.IPV4 ? IPV4 : IPV6;
            detects(family, address);
            resolves(family, "NOERROR", address);
            confirmed(family, address, LONG_AGO);
        }
    }

    void server(String name, long serial, Standing standing) {
        server(name, serial, standing, records(IPV4), records(IPV6));
    }

    void server(String name, long serial, Standing standing, Records ipv4, Records ipv6) {
        Soa soa = new Soa(serial, Duration.ofHours(1));
        servers.add(new ServerView(
                name, name + ":53", standing, "the detail", soa, ipv4, ipv6, alias, cut, wildcardAnswers));
    }

    Records records(String address) {
        return new Records(Observation.found(List.of(IpLiteral.parse(address)), SOMEBODY), ttl);
    }

    Records none() {
        return new Records(Observation.absent("none"), ttl);
    }

    Records unknown() {
        return new Records(Observation.unknown("not known"), null);
    }

    void detects(AddressFamily family, String address) {
        verdict(family, Observation.found(List.of(IpLiteral.parse(address)), SOMEBODY));
    }

    void verdict(AddressFamily family, Observation observation) {
        verdicts.put(family, new Verdict(family, observation, List.of(), List.of()));
    }

    void warning(AddressFamily family, Warning warning) {
        verdicts.computeIfPresent(
                family, (same, verdict) -> new Verdict(family, verdict.observation(), List.of(), List.of(warning)));
    }

    void resolves(AddressFamily family, String code, String... addresses) {
        Set<InetAddress> all =
                Set.copyOf(Stream.of(addresses).map(IpLiteral::parse).toList());
        resolved.put(family, new Facts.Resolved("the resolver", code, all, Duration.ofSeconds(30), ""));
    }

    void resolverIsSilent(AddressFamily family) {
        resolved.put(family, new Facts.Resolved("the resolver", null, Set.of(), null, "no answer"));
    }

    void confirmed(AddressFamily family, String address, Instant at) {
        states.put(family, RecordState.unknown("here").confirmed(Set.of(IpLiteral.parse(address)), "default", at));
    }

    /** Detects, publishes, resolves and remembers one IPv4 address, and no IPv6 address. */
    void publishesEverywhere(String address) {
        assertThat(IpLiteral.parse(address)).isInstanceOf(Inet4Address.class);
        families = Set.of(AddressFamily.IPV4);
        servers.clear();
        server("ns1", 1, Standing.AUTHORITATIVE, records(address), none());
        detects(AddressFamily.IPV4, address);
        resolves(AddressFamily.IPV4, "NOERROR", address);
        confirmed(AddressFamily.IPV4, address, LONG_AGO);
    }

    List<Finding> findings() {
        return Checkup.of(new Facts(
                NOW,
                new Facts.Wanted(HOST, families, wildcardWanted, allowed, refreshEvery),
                verdicts,
                new AuthoritativeView(HOST, Hostname.of("example.org"), NOW, servers, problem),
                resolved,
                new Facts.Memory(remembers, states, stateProblem),
                check));
    }

    void assertFinds(FindingKind... kinds) {
        assertThat(findings()).extracting(Finding::kind).containsExactlyInAnyOrder(kinds);
    }
}
