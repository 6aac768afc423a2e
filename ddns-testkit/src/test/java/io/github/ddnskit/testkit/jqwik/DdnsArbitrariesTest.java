package io.github.ddnskit.testkit.jqwik;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.ip.SpecialAddresses;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The values are what they claim, and they find something to do. */
final class DdnsArbitrariesTest {

    private static final TsigKey KEY =
            TsigKey.of("ddns-key.", TsigAlgorithm.HMAC_SHA256, Secret.of("c2VjcmV0LXNlY3JldC1zZWNyZXQ="));

    @Property(tries = 200)
    void namesAreNames(@ForAll("hostnames") Hostname name) {
        assertThat(Hostname.of(name.ascii())).isEqualTo(name);
    }

    @Property(tries = 100)
    void addressesAreOfTheirClass(@ForAll AddressClass addressClass) {
        DdnsArbitraries.addresses(addressClass)
                .sampleStream()
                .limit(5)
                .forEach(address ->
                        assertThat(SpecialAddresses.classify(address)).isEqualTo(addressClass));
    }

    @Property(tries = 100)
    void updatesAreOfTheirZone(@ForAll("updates") Update update) {
        assertThat(update.host().ascii()).endsWith(".example.test");
        assertThat(update.goal(AddressFamily.IPV4)).isNotNull();
    }

    /** Whatever goes wrong: what is reported as done is there, and what was to be kept is kept. */
    @Property(tries = 25, edgeCases = EdgeCasesMode.NONE)
    void ourUpdaterTellsTheTruthWhateverGoesWrong(
            @ForAll("schedules") List<PlannedFault> schedule, @ForAll("updates") Update update) throws Exception {
        try (FakeAuthoritativeServer server =
                        FakeAuthoritativeServer.zone("example.test").key(KEY).start();
                Rfc2136Updater updater = Rfc2136Updater.builder()
                        .server(server.server())
                        .zone("example.test")
                        .tsig(KEY)
                        .timeout(Duration.ofMillis(250))
                        .build()) {
            PlannedFault.plan(schedule, server);

            UpdateReport report = updater.update(update);

            for (AddressFamily family : AddressFamily.values()) {
                Outcome outcome = report.outcome(family);
                Set<InetAddress> published = published(server, update.host(), family);
                if (update.goal(family) instanceof Goal.Keep) {
                    assertThat(published).isEmpty();
                } else if (!(outcome instanceof Outcome.Failed)) {
                    assertThat(published)
                            .isEqualTo(
                                    update.goal(family) instanceof Goal.Publish publish
                                            ? publish.addresses()
                                            : Set.of());
                }
            }
        }
    }

    private static Set<InetAddress> published(FakeAuthoritativeServer server, Hostname host, AddressFamily family) {
        return server.addresses(host.ascii()).stream()
                .map(IpLiteral::parse)
                .filter(address -> AddressFamily.of(address) == family)
                .collect(Collectors.toSet());
    }

    @Provide
    Arbitrary<Hostname> hostnames() {
        return DdnsArbitraries.hostnames();
    }

    @Provide
    Arbitrary<Update> updates() {
        return DdnsArbitraries.updates(DdnsArbitraries.hostnamesIn("example.test"));
    }

    @Provide
    Arbitrary<List<PlannedFault>> schedules() {
        return DdnsArbitraries.faultSchedules();
    }
}
