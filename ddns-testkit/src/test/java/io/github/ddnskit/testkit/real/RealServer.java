package io.github.ddnskit.testkit.real;

import io.github.ddnskit.peers.Knotd;
import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.Pdns;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.PeerZone;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.FakeAuthoritativeServerBuilder;
import io.github.ddnskit.testkit.Personality;
import java.util.List;
import java.util.Locale;

/** A server that is installed, and the personality of the same name that is to be like it. */
enum RealServer {
    BIND,
    KNOT,
    POWERDNS;

    /** The server, running. */
    PeerServer start(List<PeerZone> zones) {
        return switch (this) {
            case BIND -> Named.start(zones);
            case KNOT -> Knotd.start(zones);
            case POWERDNS -> Pdns.start(zones);
        };
    }

    /** What it is to be compared with: a zone with the same records. */
    FakeAuthoritativeServer fake(PeerZone zone, List<String> records) {
        FakeAuthoritativeServerBuilder builder = FakeAuthoritativeServer.zone(zone.name())
                .personality(Personality.valueOf(name()))
                .record(String.join("\n", records));
        PeerServer.keys().forEach(builder::key);
        return (zone.updates() == PeerZone.Updates.ANYONE ? builder.allowUnsigned() : builder).start();
    }

    /** Whether a {@link RawMessage} is known to be answered otherwise by its personality, for a reason. */
    boolean differsAt(RawMessage message) {
        return switch (this) {
            case BIND -> false;
            case KNOT -> KnownDifferences.OF_KNOT.containsKey(message.title());
            case POWERDNS -> KnownDifferences.OF_POWERDNS.containsKey(message.title());
        };
    }

    /**
     * Whether a {@link RandomScript} for it must do without a command: Knot DNS 3.2.6 dies of an SOA below the apex, and
     * of PowerDNS, which takes it, no transfer can be read afterwards.
     */
    boolean leavesOut(String command) {
        return this != BIND && command.matches("update add (?!ZONE)\\S+ \\d+ SOA .*");
    }

    /** A zone in the form in which it is to be compared. */
    List<String> comparable(List<String> zone) {
        // In its transfers, a name is spelled as it was first compressed, whatever its case was.
        return this == POWERDNS
                ? zone.stream()
                        .map(line -> line.toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList()
                : zone;
    }
}
