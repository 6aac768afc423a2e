package io.github.ddnskit.doctor;

import io.github.ddnskit.ip.Warning;
import java.util.Optional;
import java.util.stream.Stream;

/** What the detection found odd: CGNAT, shared IPv4, double NAT, closed network and their like. */
final class NetworkChecks {

    private NetworkChecks() {}

    static Stream<Finding> theNetworkIsAsUsual(Facts facts) {
        return facts.families().stream()
                .flatMap(family -> Optional.ofNullable(facts.verdicts().get(family)).stream())
                .flatMap(verdict -> verdict.warnings().stream())
                .distinct()
                .map(warning -> Finding.of(kind(warning), warning.evidence()));
    }

    private static FindingKind kind(Warning warning) {
        return switch (warning.kind()) {
            case CGNAT -> FindingKind.CGNAT;
            case DOUBLE_NAT -> FindingKind.DOUBLE_NAT;
            case SHARED_IPV4 -> FindingKind.SHARED_IPV4;
            case VPN_SUSPECTED -> FindingKind.VPN_SUSPECTED;
            case NAT64 -> FindingKind.NAT64;
            case TEMPORARY_ADDRESS -> FindingKind.TEMPORARY_ADDRESS;
            case CLOSED_NETWORK -> FindingKind.CLOSED_NETWORK;
            case SOURCES_DISAGREE -> FindingKind.SOURCES_DISAGREE;
            case CAPTIVE_PORTAL -> FindingKind.CAPTIVE_PORTAL;
        };
    }
}
