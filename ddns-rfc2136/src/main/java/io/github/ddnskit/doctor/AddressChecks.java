package io.github.ddnskit.doctor;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.SpecialAddresses;
import io.github.ddnskit.spi.Observation;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Does the record equal the address of the device, and are A and AAAA what they should be? */
final class AddressChecks {

    private AddressChecks() {}

    static Stream<Finding> theDeviceHasAnAddress(Facts facts) {
        boolean known =
                facts.families().stream().anyMatch(family -> facts.observation(family) instanceof Observation.Found);
        if (!known) {
            String all = facts.families().stream()
                    .map(family -> family + ": " + facts.observation(family))
                    .collect(Collectors.joining("; "));
            return Stream.of(Finding.of(FindingKind.NO_ADDRESS, all));
        }
        return facts.families().stream()
                .filter(family -> facts.detected(family).isEmpty())
                .map(family -> Finding.of(
                        FindingKind.ADDRESS_UNKNOWN,
                        family,
                        ((Observation.Unknown) facts.observation(family)).cause()));
    }

    static Stream<Finding> theRecordIsThatAddress(Facts facts) {
        boolean missing = NameChecks.isMissing(facts);
        return facts.families().stream()
                .flatMap(family -> facts.detected(family).stream()
                        .filter(detected -> !detected.isEmpty())
                        .flatMap(detected -> facts.shown(family).stream()
                                .filter(shown -> !shown.equals(detected))
                                .filter(shown -> !missing) // which is said already
                                .map(shown -> differs(facts, family, shown, detected))));
    }

    private static Finding differs(
            Facts facts, AddressFamily family, Set<InetAddress> shown, Set<InetAddress> detected) {
        return shown.isEmpty()
                ? Finding.of(FindingKind.RECORD_MISSING, facts.host(), family.recordType(), Phrases.of(detected))
                : Finding.of(
                        FindingKind.WRONG_ADDRESS,
                        facts.host(),
                        family.recordType(),
                        Phrases.of(shown),
                        Phrases.of(detected));
    }

    static Stream<Finding> noRecordIsLeftOver(Facts facts) {
        return facts.families().stream()
                .filter(family -> facts.observation(family) instanceof Observation.Absent)
                .flatMap(family -> present(facts, family)
                        .map(shown -> Finding.of(
                                FindingKind.LEFTOVER_RECORD,
                                facts.host(),
                                family.recordType(),
                                Phrases.of(shown),
                                ((Observation.Absent) facts.observation(family)).reason())));
    }

    static Stream<Finding> theOtherFamilyLeadsHereToo(Facts facts) {
        return Arrays.stream(AddressFamily.values())
                .filter(family -> !facts.families().contains(family))
                .flatMap(family -> present(facts, family)
                        .filter(shown ->
                                !facts.detected(family).filter(shown::equals).isPresent())
                        .map(shown -> Finding.of(
                                FindingKind.OTHER_FAMILY,
                                facts.host(),
                                family.recordType(),
                                Phrases.of(shown),
                                facts.families().stream()
                                        .map(AddressFamily::toString)
                                        .collect(Collectors.joining(", ")))));
    }

    static Stream<Finding> familiesAreNotMixedUp(Facts facts) {
        return present(facts, AddressFamily.IPV6)
                .flatMap(Set::stream)
                .filter(AddressChecks::isDisguised)
                .map(address -> Finding.of(FindingKind.IPV4_IN_AAAA, facts.host(), Phrases.of(Set.of(address))));
    }

    /** The JDK turns an IPv4-mapped address into an IPv4 one; the rest are NAT64, 6to4 and Teredo. */
    private static boolean isDisguised(InetAddress ofAaaa) {
        return ofAaaa instanceof Inet4Address || SpecialAddresses.classify(ofAaaa) == AddressClass.TRANSLATED;
    }

    static Stream<Finding> theAddressCanBeReached(Facts facts) {
        Set<AddressClass> allowed = facts.wanted().allowed();
        return Arrays.stream(AddressFamily.values())
                .flatMap(family -> present(facts, family)
                        .flatMap(Set::stream)
                        .filter(address -> family == AddressFamily.IPV4 || !isDisguised(address)))
                .filter(address -> {
                    AddressClass is = SpecialAddresses.classify(address);
                    return is != AddressClass.GLOBAL && !allowed.contains(is);
                })
                .map(address -> Finding.of(
                        FindingKind.NOT_REACHABLE,
                        facts.host(),
                        Phrases.of(Set.of(address)),
                        SpecialAddresses.classify(address)));
    }

    private static Stream<Set<InetAddress>> present(Facts facts, AddressFamily family) {
        return facts.shown(family).stream().filter(shown -> !shown.isEmpty());
    }
}
