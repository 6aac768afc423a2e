package io.github.ddnskit.ip;

import static io.github.ddnskit.ip.Votes.absent;
import static io.github.ddnskit.ip.Votes.believed;
import static io.github.ddnskit.ip.Votes.declared;
import static io.github.ddnskit.ip.Votes.gateway;
import static io.github.ddnskit.ip.Votes.ipv4;
import static io.github.ddnskit.ip.Votes.ipv6;
import static io.github.ddnskit.ip.Votes.kinds;
import static io.github.ddnskit.ip.Votes.local;
import static io.github.ddnskit.ip.Votes.notAskedYet;
import static io.github.ddnskit.ip.Votes.silent;
import static io.github.ddnskit.ip.Votes.tls;
import static io.github.ddnskit.ip.Votes.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.ip.LocalAddresses.Local;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is believed of what the sources say. */
class ElectionTest {

    private static final String OLD = "203.0.113.1";
    private static final String NEW = "203.0.113.2";
    private static final String LIE = "203.0.113.66";

    @Test
    void aChangeNeedsTwoOperators() {
        assertThat(believed(ipv4(OLD, tls("a", NEW), tls("b", NEW)))).isEqualTo(NEW);
        assertThat(believed(ipv4("", tls("a", NEW), udp("b", NEW)))).isEqualTo(NEW);
        assertThat(believed(ipv4(OLD, tls("a", NEW), silent(Vantage.REFLEXIVE, "b"))))
                .isEmpty();
        assertThat(believed(ipv4(OLD, tls("a", NEW), notAskedYet(Vantage.REFLEXIVE, "b"))))
                .isEmpty();
    }

    @Test
    void theSameOperatorTwiceIsOneParty() {
        assertThat(believed(ipv4(OLD, tls("a", NEW), tls("a", NEW), silent(Vantage.REFLEXIVE, "b"))))
                .isEmpty();
    }

    @Test
    void theRouterAndTheInternetInAgreementAreEnough() {
        assertThat(believed(ipv4(OLD, gateway(NEW), udp("a", NEW)))).isEqualTo(NEW);
        assertThat(believed(ipv4(OLD, gateway(NEW), silent(Vantage.REFLEXIVE, "a"))))
                .isEmpty();
    }

    @Test
    void whatWasKnownNeedsOneThatNobodyCanHaveForged() {
        assertThat(believed(ipv4(OLD, tls("a", OLD), silent(Vantage.REFLEXIVE, "b"))))
                .isEqualTo(OLD);
        assertThat(believed(ipv4(OLD, udp("a", OLD), silent(Vantage.REFLEXIVE, "b"))))
                .isEmpty();
        assertThat(believed(ipv4(OLD, tls("a", OLD), tls("b", NEW)))).isEqualTo(OLD);
    }

    @Test
    void keepsTheOldAddressWhenSourcesDisagree() {
        Verdict verdict = ipv4(OLD, tls("a", NEW), tls("b", LIE));
        assertThat(verdict.observation()).isInstanceOf(Observation.Unknown.class);
        assertThat(verdict.observation().toString())
                .contains("could be " + NEW + " or " + LIE + ", but no two independent sources agree");
        assertThat(kinds(verdict)).containsExactly(Warning.Kind.SOURCES_DISAGREE);
    }

    @Test
    void outvotesALiar() {
        Verdict verdict = ipv4(OLD, tls("liar", LIE), tls("a", NEW), tls("b", NEW));
        assertThat(believed(verdict)).isEqualTo(NEW);
        assertThat(verdict.votes().get(0).counted()).isFalse();
        assertThat(verdict.votes().get(0).why()).isEqualTo("it is outvoted");
        assertThat(verdict.votes().get(1).why()).isEqualTo("another party agrees");
        assertThat(kinds(verdict)).containsExactly(Warning.Kind.SOURCES_DISAGREE);
    }

    @Test
    void weighsWhatCannotBeForgedMore() {
        assertThat(believed(ipv4("", udp("a", LIE), udp("b", LIE), tls("c", NEW), tls("d", NEW))))
                .isEqualTo(NEW);
        assertThat(believed(ipv4("", tls("a", LIE), tls("b", LIE), tls("c", NEW), tls("d", NEW))))
                .isEmpty();
    }

    @Test
    void believesTheOnlySourceThereIs() {
        assertThat(believed(ipv4(OLD, udp("a", NEW)))).isEqualTo(NEW);
        assertThat(believed(ipv4(OLD, local("192.168.0.2"), udp("a", NEW)))).isEqualTo(NEW);
        assertThat(believed(ipv4(OLD, udp("a", "192.168.0.2"))))
                .as("never a wrong one")
                .isEmpty();
    }

    @Test
    void aRouterThatIsSilentNeedNotBeThere() {
        assertThat(believed(ipv4(OLD, silent(Vantage.GATEWAY, "router"), tls("a", NEW))))
                .isEqualTo(NEW);
        assertThat(believed(ipv4(OLD, silent(Vantage.GATEWAY, "router"), udp("a", NEW))))
                .as("could be forged by who silenced the router")
                .isEmpty();
    }

    @Test
    void believesWhatWasDeclared() {
        assertThat(believed(ipv4(OLD, tls("a", OLD), tls("b", OLD), declared(NEW))))
                .isEqualTo(NEW);
    }

    @Test
    void takesTheFirstOfTheSourcesOnTheDevice() {
        assertThat(believed(ipv4(OLD, local("10.0.0.1"), local(NEW), declared(LIE))))
                .isEqualTo(NEW);
    }

    @Test
    void isAbsentOnlyIfEverySourceSaysSo() {
        assertThat(ipv4(OLD, absent(Vantage.LOCAL, "eth0"), absent(Vantage.REFLEXIVE, "a"))
                        .observation())
                .isEqualTo(Observation.absent("eth0 has none; a has none"));
        assertThat(ipv4(OLD, absent(Vantage.LOCAL, "eth0"), silent(Vantage.REFLEXIVE, "a"))
                        .observation())
                .isInstanceOf(Observation.Unknown.class);
    }

    @Test
    void publishesTheStableAddressOfTheLinkThatTheInternetSees() {
        String stable = "2001:db8:1::5";
        String privacy = "2001:db8:1::c0de";
        Verdict verdict = ipv6("", List.of(), local(stable), udp("a", privacy));
        assertThat(believed(verdict)).isEqualTo(stable);
        assertThat(kinds(verdict)).containsExactly(Warning.Kind.TEMPORARY_ADDRESS);

        List<Local> device = List.of(
                new Local("eth0", IpLiteral.parse(privacy), "temporary"),
                new Local("eth0", IpLiteral.parse(stable), ""));
        assertThat(believed(ipv6("", device, tls("a", privacy), tls("b", privacy))))
                .as("without an interface source")
                .isEqualTo(stable);
        assertThat(believed(ipv6("", device.subList(0, 1), tls("a", privacy), tls("b", privacy))))
                .as("no stable address")
                .isEmpty();
        assertThat(believed(ipv6("", device, local(privacy), tls("a", privacy))))
                .as("asked for")
                .isEqualTo(privacy);
    }

    @Test
    void doesNotConfirmAnAddressOfAnotherLink() {
        assertThat(believed(ipv6("", List.of(), local("2001:db8:1::5"), tls("a", "2001:db8:2::5"))))
                .isEmpty();
    }

    /** A prefix can be gone at the router long before its addresses are gone here. */
    @Test
    void anInterfaceWithTwoPrefixesDoesNotConfirmTheOneThatItHadBefore() {
        Local before = new Local("eth0", IpLiteral.parse("2001:db8:1::5"), "");
        Local after = new Local("eth0", IpLiteral.parse("2001:db8:2::5"), "");
        Local privacy = new Local("eth0", IpLiteral.parse("2001:db8:1::aa"), "temporary");
        Vote local = local("2001:db8:1::5");
        Vote pending = notAskedYet(Vantage.REFLEXIVE, "a");
        assertThat(believed(ipv6("2001:db8:1::5", List.of(before, privacy), local, pending)))
                .isEqualTo("2001:db8:1::5");
        assertThat(believed(ipv6("2001:db8:1::5", List.of(before, after), local, pending)))
                .isEmpty();
        assertThat(believed(ipv6(
                        "2001:db8:1::5",
                        List.of(before, after),
                        local,
                        udp("a", "2001:db8:2::5"),
                        udp("b", "2001:db8:2::5"))))
                .isEqualTo("2001:db8:2::5");
        assertThat(believed(ipv6("2001:db8:1::5", List.of(before, after), local, udp("a", "2001:db8:1::aa"))))
                .isEqualTo("2001:db8:1::5");
    }

    @Test
    void doesNotTakeTheRoutersIpv6AddressForTheDevices() {
        assertThat(believed(ipv6("", List.of(), gateway("2001:db8:f::1"), tls("a", "2001:db8:1::5"))))
                .isEqualTo("2001:db8:1::5");
    }

    @Test
    void warnsOfWhatStandsBetweenTheDeviceAndTheInternet() {
        assertThat(kinds(ipv4("", gateway("100.64.0.2"), tls("a", NEW)))).containsExactly(Warning.Kind.CGNAT);
        assertThat(kinds(ipv4("", gateway("192.168.1.2"), tls("a", NEW)))).containsExactly(Warning.Kind.DOUBLE_NAT);
        assertThat(kinds(ipv4("", local("192.0.0.2"), tls("a", NEW)))).containsExactly(Warning.Kind.SHARED_IPV4);
        assertThat(kinds(ipv4("", gateway(OLD), tls("a", NEW), tls("b", NEW))))
                .containsExactly(Warning.Kind.VPN_SUSPECTED);
        assertThat(kinds(ipv6("", List.of(), tls("a", "64:ff9b::203.0.113.1")))).containsExactly(Warning.Kind.NAT64);
        assertThat(kinds(ipv6("", List.of(), local("2408::1")))).containsExactly(Warning.Kind.CLOSED_NETWORK);
        assertThat(kinds(ipv4("", local("192.168.0.2"), gateway(NEW), tls("a", NEW))))
                .isEmpty();
    }

    @Test
    void warnsOfACaptivePortalUnlessTheInternetIsThere() {
        Vote page = suspecting(Vantage.REFLEXIVE, Warning.Kind.CAPTIVE_PORTAL);
        assertThat(kinds(ipv4("", page))).containsExactly(Warning.Kind.CAPTIVE_PORTAL);
        assertThat(kinds(ipv4("", page, tls("b", NEW)))).isEmpty();
    }

    @Test
    void warnsOfARouterWithoutAPublicAddressOnlyIfTheInternetIsThere() {
        Vote router = suspecting(Vantage.GATEWAY, Warning.Kind.CGNAT);
        assertThat(kinds(ipv4("", router))).isEmpty();
        assertThat(kinds(ipv4("", router, tls("b", NEW)))).containsExactly(Warning.Kind.CGNAT);
    }

    private static Vote suspecting(Vantage vantage, Warning.Kind kind) {
        return Vote.of(
                new SourceId("test", "odd"),
                vantage,
                new Observation.Unknown("something else came", null, kind),
                Duration.ZERO);
    }
}
