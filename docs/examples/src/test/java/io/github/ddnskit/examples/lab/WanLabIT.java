package io.github.ddnskit.examples.lab;

import static io.github.ddnskit.examples.lab.LabSources.ECHO_A;
import static io.github.ddnskit.examples.lab.LabSources.ECHO_B;
import static io.github.ddnskit.examples.lab.LabSources.ECHO_C;
import static io.github.ddnskit.examples.lab.LabSources.INTERFACE;
import static io.github.ddnskit.examples.lab.LabSources.NAT_PMP;
import static io.github.ddnskit.examples.lab.LabSources.PCP;
import static io.github.ddnskit.examples.lab.LabSources.STUN4;
import static io.github.ddnskit.examples.lab.LabSources.STUN6;
import static io.github.ddnskit.examples.lab.LabSources.UPNP;
import static io.github.ddnskit.examples.lab.LabSources.UPNP_WITH_EVENTS;
import static io.github.ddnskit.examples.lab.LabSources.WHOAMI;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The client as a user runs it, in a home whose network does what networks do. Whatever happens: BIND never gets an address
 * that is not this home's, and gets the right one without help.
 */
class WanLabIT {

    static final String[] HOME = {INTERFACE, NAT_PMP, STUN4, STUN6, ECHO_B, ECHO_C};
    private static final String[] ECHOES = {INTERFACE, ECHO_A, ECHO_B, ECHO_C};

    /** Longer than any update takes on a machine that is busy, and much shorter than the patience with a name server. */
    private static final Duration NOT_LATE = Duration.ofSeconds(15);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static WanLab lab;

    private static List<String> quick = List.of();

    @SuppressWarnings("NullAway.Init")
    private Path home;

    @BeforeAll
    static void start() throws Exception {
        lab = WanLab.start(folder.resolve("lab"));
        lab.stableAddress();
        quick = LabClient.archive(lab, folder.resolve("archive"), HOME);
    }

    @AfterAll
    @SuppressWarnings("NullAway") // there is none if it could not start
    static void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void name(TestInfo test) {
        home = folder.resolve(test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT));
    }

    @AfterEach
    void heal() {
        lab.heal();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void everySourceTellsTheAddress(int upnpVersion) throws Exception {
        lab.stopRouter();
        lab.upnpVersion(upnpVersion);
        lab.startRouter();
        String ipv4 = lab.newWan();
        String ipv6 = lab.stableAddress();
        JsonNode verdicts = LabClient.explain(
                lab, home, quick, INTERFACE, NAT_PMP, PCP, UPNP, STUN4, ECHO_A, ECHO_B, ECHO_C, WHOAMI);
        assertThat(votes(verdicts.get(0)))
                .containsEntry("nat-pmp", ipv4)
                .containsEntry("pcp", ipv4)
                .containsEntry("upnp", ipv4)
                .containsEntry("stun", ipv4)
                .containsEntry("http", ipv4)
                .containsEntry("dns-whoami", ipv4);
        assertThat(verdicts.get(0).at("/addresses/0").asText()).isEqualTo(ipv4);
        assertThat(verdicts.get(0).at("/warnings")).isEmpty();
        assertThat(verdicts.get(1).at("/addresses/0").asText()).isEqualTo(ipv6);
        assertThat(votes(verdicts.get(1))).containsEntry("interface", ipv6);
        assertThat(verdicts.get(1).at("/warnings/0/kind").asText()).isEqualTo("temporary-address");
    }

    @Test
    void followsEveryChangeOfTheAddress() throws Exception {
        String ipv6 = lab.stableAddress();
        String first = lab.newWan();
        try (LabClient client = client(HOME)) {
            client.awaitRecords(first, ipv6);
            String second = lab.newWan();
            client.awaitRecords(second);
            String third = lab.newWan();
            client.awaitRecords(third);
            client.assertNeverPublishedBut(first, second, third, ipv6);
        }
    }

    @Test
    void aNameServerThatIsInABlackHoleMakesNobodyElseLate() throws Exception {
        String nobody = "198.51.100.99";
        lab.swallow(nobody, 53);
        String first = lab.newWan();
        try (LabClient client = LabClient.runBeside(nobody, lab, home, quick, HOME)) {
            client.awaitRecords(first);
            for (int i = 0; i < 3; i++) {
                long begin = System.nanoTime();
                client.awaitRecords(lab.newWan());
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(NOT_LATE);
            }
            assertThat(client.output()).noneMatch(line -> line.contains(" other." + LabClient.ZONE));
        }
    }

    @Test
    void aNameServerFromABlackHoleIsToldTheLatestAddressOnly() throws Exception {
        String ipv6 = lab.stableAddress();
        String first = lab.newWan();
        try (LabClient client = client(HOME)) {
            client.awaitRecords(first, ipv6);
            lab.swallow(WanLab.INET4, 53);
            lab.newWan();
            client.awaitLines(" A was not updated");
            String last = lab.newWan();
            client.awaitLines("the ipv4 address is " + last);
            lab.heal();
            client.awaitRecords(last);
            client.assertNeverPublishedBut(first, last, ipv6);
        }
    }

    @Test
    void followsWhenTheRouterSendsAnEvent() throws Exception {
        String first = lab.newWan();
        try (LabClient client = LabClient.runOnHints(lab, home, quick, UPNP_WITH_EVENTS, STUN4)) {
            client.awaitRecords(first);
            String second = lab.newWan();
            client.awaitRecords(second);
            client.assertNeverPublishedBut(first, second);
        }
    }

    @Test
    void followsByStunAfterTheInternetWasGone() throws Exception {
        String ipv6 = lab.stableAddress();
        String before = lab.newWan();
        try (LabClient client = client(INTERFACE, STUN4, STUN6, ECHO_B)) {
            client.awaitRecords(before, ipv6);
            lab.noWan();
            client.awaitLines("the ipv4 address is not known");
            client.assertHolds(before);
            client.assertHolds(ipv6);
            String after = lab.newWan();
            client.awaitRecords(after);
            client.assertNeverPublishedBut(before, after, ipv6);
        }
    }

    @Test
    void keepsTheRecordWhileTheInternetIsGone() throws Exception {
        String ipv6 = lab.stableAddress();
        String before = lab.newWan();
        try (LabClient client = client(INTERFACE, NAT_PMP, UPNP, ECHO_B, ECHO_C)) {
            client.awaitRecords(before, ipv6);
            lab.noWan();
            client.awaitLines("the ipv4 address is not known");
            client.assertHolds(before);
            String after = lab.newWan();
            client.awaitRecords(after);
            client.assertNeverPublishedBut(before, after, ipv6);
        }
    }

    @Test
    void saysThatTheCarrierSharesTheAddress() throws Exception {
        String ipv6 = lab.stableAddress();
        String own = lab.newWan();
        try (LabClient client = client(INTERFACE, UPNP, NAT_PMP, ECHO_B, ECHO_C)) {
            client.awaitRecords(own, ipv6);
            lab.carrierNat();
            client.awaitLines(" ipv4: cgnat: ", " A is now " + WanLab.CARRIER);
            String ownAgain = lab.newWan();
            client.awaitRecords(ownAgain);
            client.assertNeverPublishedBut(own, WanLab.CARRIER, ownAgain, ipv6);
        }
    }

    @Test
    void keepsTheRecordWhileTheRouterRestarts() throws Exception {
        String ipv6 = lab.stableAddress();
        String before = lab.newWan();
        try (LabClient client = client(INTERFACE, NAT_PMP, ECHO_B, ECHO_C)) {
            client.awaitRecords(before, ipv6);
            lab.stopRouter();
            lab.noWan();
            client.awaitLines("the ipv4 address is not known");
            client.assertHolds(before);
            lab.startRouter();
            String after = lab.newWan();
            client.awaitRecords(after);
            client.assertNeverPublishedBut(before, after, ipv6);
        }
    }

    @Test
    void publishesTheStableAddressOfEveryNewPrefix() throws Exception {
        String first = lab.stableAddress();
        String ipv4 = lab.newWan();
        try (LabClient client = client(HOME)) {
            client.awaitLines("ipv6: temporary-address: ", " AAAA is now " + first);
            String second = lab.newPrefix();
            client.awaitRecords(second);
            String third = lab.newPrefix();
            client.awaitRecords(third);
            client.assertNeverPublishedBut(ipv4, first, second, third);
        }
    }

    /** Both addresses look alike on the interface: an echo that sees the new /64 tells which is in use. */
    @Test
    void leavesAPrefixThatLeadsNowhereThoughItsAddressIsStillThere() throws Exception {
        String first = lab.stableAddress();
        String ipv4 = lab.newWan();
        try (LabClient client = client(HOME)) {
            client.awaitRecords(ipv4, first);
            String second = lab.newPrefixAbruptly();
            client.awaitRecords(second);
            client.assertNeverPublishedBut(ipv4, first, second);
        } finally {
            lab.expire(first);
        }
    }

    @Test
    void followsWhileEverySecondPacketIsLost() throws Exception {
        String ipv6 = lab.stableAddress();
        String before = lab.newWan();
        try (LabClient client = client(INTERFACE, NAT_PMP, STUN4, STUN6, WHOAMI, ECHO_B)) {
            client.awaitRecords(before, ipv6);
            lab.losePackets(50);
            String after = lab.newWan();
            client.awaitRecords(after);
            client.assertNeverPublishedBut(before, after, ipv6);
        }
    }

    @Test
    void neverTakesAnAddressFromALoginPage() throws Exception {
        String ipv6 = lab.stableAddress();
        String before = lab.newWan();
        try (LabClient client = client(ECHOES)) {
            client.awaitRecords(before, ipv6);
            lab.loginPage();
            String after = lab.newWan();
            client.awaitLines(" ipv4: captive-portal: ", "the ipv4 address is not known");
            client.assertHolds(before);
            lab.heal();
            client.awaitRecords(after);
            client.assertNeverPublishedBut(before, after, ipv6);
        }
    }

    @Test
    void doesWithoutAnEchoThatIsGone() throws Exception {
        String ipv6 = lab.stableAddress();
        String before = lab.newWan();
        try (LabClient client = client(ECHOES)) {
            client.awaitRecords(before, ipv6);
            lab.echoGone("b");
            String after = lab.newWan();
            client.awaitRecords(after);
            client.assertNeverPublishedBut(before, after, ipv6);
        }
    }

    @Test
    void twoOutvoteALiar() throws Exception {
        String ipv6 = lab.stableAddress();
        lab.echoLies("b");
        String before = lab.newWan();
        try (LabClient client = client(ECHOES)) {
            client.awaitLines(" ipv4: sources-disagree: ", isNow(before), isNow(ipv6));
            String after = lab.newWan();
            client.awaitRecords(after);
            client.assertNeverPublishedBut(before, after, ipv6);
        }
    }

    private LabClient client(String... sources) throws IOException {
        return LabClient.run(lab, home, quick, sources);
    }

    private static String isNow(String address) {
        return (address.contains(":") ? " AAAA is now " : " A is now ") + address;
    }

    /** What each type of source said; several of one type must agree. */
    private static Map<String, String> votes(JsonNode verdict) {
        Map<String, String> votes = new TreeMap<>();
        for (JsonNode vote : verdict.get("votes")) {
            String type = vote.get("source").asText().replaceFirst(":.*", "");
            votes.merge(
                    type,
                    vote.at("/addresses/0").asText(),
                    (one, other) -> one.equals(other) ? one : one + ", " + other);
        }
        return votes;
    }
}
