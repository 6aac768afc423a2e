package io.github.ddnskit.ip;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.LocalAddresses.Local;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Shorthand for what sources say. */
final class Votes {

    private static final Set<AddressClass> PUBLISHABLE = EnumSet.of(AddressClass.GLOBAL, AddressClass.DOCUMENTATION);

    private Votes() {}

    /** A server on the Internet that is asked over TLS. */
    static Vote tls(String operator, String address) {
        return found(new SourceId("http", operator), Vantage.REFLEXIVE, operator, true, address);
    }

    /** A server on the Internet whose answer can be forged. */
    static Vote udp(String operator, String address) {
        return found(new SourceId("stun", operator), Vantage.REFLEXIVE, operator, false, address);
    }

    static Vote gateway(String address) {
        return found(new SourceId("nat-pmp", ""), Vantage.GATEWAY, "the router", false, address);
    }

    static Vote local(String address) {
        return found(new SourceId("interface", "eth0"), Vantage.LOCAL, "this device", true, address);
    }

    static Vote declared(String address) {
        return found(new SourceId("fixed", ""), Vantage.DECLARED, "this device", true, address);
    }

    static Vote silent(Vantage vantage, String name) {
        return Vote.of(
                new SourceId("test", name), vantage, Observation.unknown(name + " does not answer"), Duration.ZERO);
    }

    static Vote absent(Vantage vantage, String name) {
        return Vote.of(new SourceId("test", name), vantage, Observation.absent(name + " has none"), Duration.ZERO);
    }

    static Vote notAskedYet(Vantage vantage, String name) {
        return Vote.of(new SourceId("test", name), vantage, null, Duration.ZERO);
    }

    private static Vote found(SourceId id, Vantage vantage, String operator, boolean authenticated, String address) {
        Observation found = Observation.found(
                List.of(IpLiteral.parse(address)), new Provenance(id, vantage, operator, authenticated));
        return Vote.of(id, vantage, found, Duration.ofMillis(7));
    }

    static Verdict ipv4(String previous, Vote... votes) {
        return elect(AddressFamily.IPV4, previous, List.of(), List.of(votes));
    }

    static Verdict ipv6(String previous, List<Local> locals, Vote... votes) {
        return elect(AddressFamily.IPV6, previous, locals, List.of(votes));
    }

    static Verdict elect(AddressFamily family, String previous, List<Local> locals, List<Vote> votes) {
        return new Election(family, votes, addresses(previous), PUBLISHABLE, locals).verdict();
    }

    static Set<InetAddress> addresses(String text) {
        return text.isEmpty()
                ? Set.of()
                : Arrays.stream(text.split(" ", -1))
                        .map(IpLiteral::parse)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The address that is believed, or nothing. */
    static String believed(Verdict verdict) {
        return verdict.observation() instanceof Observation.Found found ? IpLiteral.format(found.addresses()) : "";
    }

    static List<Warning.Kind> kinds(Verdict verdict) {
        return verdict.warnings().stream().map(Warning::kind).toList();
    }
}
