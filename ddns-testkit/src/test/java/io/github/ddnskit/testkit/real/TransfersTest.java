package io.github.ddnskit.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.Tool;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.FakeZone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code dig} and {@code kdig} fetch zones and what changed in them, with signatures that they check. */
final class TransfersTest {

    private static final TsigKey KEY = PeerServer.key(TsigAlgorithm.HMAC_SHA256);
    /** Enough for several messages. */
    private static final int HOSTS = 3000;

    @ParameterizedTest
    @ValueSource(strings = {"dig", "kdig"})
    void aZoneInSeveralMessages(String tool) {
        String hosts = IntStream.range(0, HOSTS)
                .mapToObj("host%d.example.test 60 A 192.0.2.1"::formatted)
                .collect(Collectors.joining("\n"));
        try (FakeAuthoritativeServer fake = FakeAuthoritativeServer.serving(
                        FakeZone.of("example.test").key(KEY).record(hosts).signedTransfersOnly())
                .start()) {
            List<String> zone = records(ask(tool, fake, "example.test", "AXFR", "-y", option(KEY)));
            assertThat(zone).hasSize(HOSTS + 4);
            assertThat(zone.get(0)).contains(" SOA ").isEqualTo(zone.get(zone.size() - 1));
            assertThat(zone.subList(1, zone.size())).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dig", "kdig"})
    void whatChangedSinceASerial(String tool) {
        try (FakeAuthoritativeServer fake = FakeAuthoritativeServer.serving(
                        FakeZone.of("example.test").key(KEY).record("""
                                example.test 60 SOA ns.example.test. hostmaster.example.test. 4294967295 1 1 1 1
                                www.example.test 60 A 192.0.2.1
                                """))
                .start()) {
            update(fake, "update delete www.example.test A 192.0.2.1", "update add www.example.test 60 A 192.0.2.2");
            update(fake, "update add new.example.test 60 TXT words");

            String soa = "example.test. 60 IN SOA ns.example.test. hostmaster.example.test. %s 1 1 1 1";
            assertThat(records(ask(tool, fake, "example.test", "IXFR=4294967295", "-y", option(KEY))))
                    .containsExactly(
                            soa.formatted("2"),
                            soa.formatted("4294967295"),
                            "www.example.test. 60 IN A 192.0.2.1",
                            soa.formatted("1"),
                            "www.example.test. 60 IN A 192.0.2.2",
                            soa.formatted("1"),
                            soa.formatted("2"),
                            "new.example.test. 60 IN TXT \"words\"",
                            soa.formatted("2"));
            assertThat(records(ask(tool, fake, "example.test", "IXFR=1")))
                    .containsExactly(
                            soa.formatted("2"),
                            soa.formatted("1"),
                            soa.formatted("2"),
                            "new.example.test. 60 IN TXT \"words\"",
                            soa.formatted("2"));
            assertThat(records(ask(tool, fake, "example.test", "IXFR=2"))).containsExactly(soa.formatted("2"));
            assertThat(records(ask(tool, fake, "example.test", "IXFR=3")))
                    .as("a version from the future")
                    .containsExactly(soa.formatted("2"));
            assertThat(records(ask(tool, fake, "example.test", "IXFR=4294967000")))
                    .as("a version that nobody knows")
                    .hasSize(6)
                    .startsWith(soa.formatted("2"))
                    .endsWith(soa.formatted("2"))
                    .doesNotContain(soa.formatted("4294967295"));
        }
    }

    @Test
    void theJournalForgetsAndThenTheZoneIsSent() {
        try (FakeAuthoritativeServer fake =
                FakeAuthoritativeServer.zone("example.test").key(KEY).start()) {
            update(
                    fake,
                    IntStream.rangeClosed(1, 257)
                            .mapToObj(ttl -> "update add www.example.test " + ttl + " A 192.0.2.1\nsend")
                            .toArray(String[]::new));
            assertThat(records(ask("dig", fake, "example.test", "IXFR=2")))
                    .as("256 changes of four records, and the SOA around them")
                    .hasSize(256 * 4 + 2);
            assertThat(records(ask("dig", fake, "example.test", "IXFR=1")))
                    .as("the whole zone: SOA, NS, two addresses, SOA")
                    .hasSize(5);
        }
    }

    @Test
    void whoMayNotHaveAZoneIsRefused() {
        try (FakeAuthoritativeServer fake = FakeAuthoritativeServer.serving(
                        FakeZone.of("example.test").key(KEY).signedTransfersOnly(),
                        FakeZone.of("other.test").key(PeerServer.powerlessKey()))
                .start()) {
            for (String type : List.of("AXFR", "IXFR=0")) {
                assertThat(ask("dig", fake, "example.test", type)).contains("Transfer failed");
                assertThat(ask("dig", fake, "example.test", type, "-y", option(PeerServer.powerlessKey())))
                        .contains("Transfer failed");
                assertThat(ask("dig", fake, "www.example.test", type, "-y", option(KEY)))
                        .contains("Transfer failed");
                assertThat(records(ask("dig", fake, "other.test", type))).hasSizeGreaterThan(3);
            }
        }
    }

    private static void update(FakeAuthoritativeServer fake, String... commands) {
        String script =
                "server 127.0.0.1 " + fake.port() + "\nzone example.test\n" + String.join("\n", commands) + "\nsend\n";
        Tool run = Tool.runWith(script, "nsupdate", "-y", option(KEY));
        assertThat(run.stderr()).isEmpty();
    }

    private static String option(TsigKey key) {
        return key.algorithm() + ":" + key.name() + ":" + key.secret().reveal();
    }

    private static String ask(String tool, FakeAuthoritativeServer fake, String... question) {
        List<String> arguments = new ArrayList<>(List.of("@127.0.0.1", "-p", Integer.toString(fake.port())));
        arguments.addAll(Arrays.asList(question));
        Tool run = Tool.run(tool, arguments.toArray(String[]::new));
        String all = run.stdout() + run.stderr();
        assertThat(all).doesNotContainIgnoringCase("tsig error").doesNotContain("could not be validated");
        return all;
    }

    private static List<String> records(String output) {
        return output.lines()
                .filter(line -> !line.isBlank() && !line.startsWith(";") && !line.contains("TSIG"))
                .map(line -> line.replaceAll("\\s+", " "))
                .toList();
    }
}
