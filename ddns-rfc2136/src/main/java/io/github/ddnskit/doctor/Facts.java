package io.github.ddnskit.doctor;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.Verdict;
import io.github.ddnskit.rfc2136.AuthoritativeView;
import io.github.ddnskit.rfc2136.ServerView;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.state.RecordState;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that was gathered about a name, for the checks to look at.
 *
 * @param now when
 * @param wanted what the configuration wants
 * @param verdicts which addresses the device has
 * @param published what the name servers say
 * @param resolved what a resolver says
 * @param memory what the client remembers
 * @param check what the server for updates has against the key, or null if nothing, or there is no such server
 */
record Facts(
        Instant now,
        Wanted wanted,
        Map<AddressFamily, Verdict> verdicts,
        AuthoritativeView published,
        Map<AddressFamily, Resolved> resolved,
        Memory memory,
        Outcome.@Nullable Failed check) {

    /**
     * What the configuration wants.
     *
     * @param host the name
     * @param families what is published
     * @param wildcard whether all names below get the same records
     * @param allowed which addresses may be published
     * @param refreshEvery how often an unchanged record must be sent again, or null for never
     */
    record Wanted(
            Hostname host,
            Set<AddressFamily> families,
            boolean wildcard,
            Set<AddressClass> allowed,
            @Nullable Duration refreshEvery) {}

    /**
     * What a resolver says.
     *
     * @param resolver which one
     * @param code its code, such as {@code NXDOMAIN}, or null if it did not answer
     * @param addresses the addresses, if any
     * @param ttl for how long it will say so, or null if it does not tell
     * @param problem why it did not answer, or empty
     */
    record Resolved(
            String resolver,
            @Nullable String code,
            Set<InetAddress> addresses,
            @Nullable Duration ttl,
            String problem) {}

    /**
     * What the client remembers.
     *
     * @param kept whether it remembers anything beyond its end
     * @param states the records of the name, at the place where it is published now
     * @param problem why that could not be read, or null
     */
    record Memory(
            boolean kept,
            Map<AddressFamily, RecordState> states,
            @Nullable String problem) {}

    Hostname host() {
        return wanted.host();
    }

    /** The families to publish, in order. */
    List<AddressFamily> families() {
        return List.of(AddressFamily.values()).stream()
                .filter(wanted.families()::contains)
                .toList();
    }

    /** What the device has, unless it is not known. */
    Optional<Set<InetAddress>> detected(AddressFamily family) {
        Observation seen = observation(family);
        if (seen instanceof Observation.Found found) {
            return Optional.of(found.addresses());
        }
        return seen instanceof Observation.Absent ? Optional.of(Set.of()) : Optional.empty();
    }

    Observation observation(AddressFamily family) {
        Verdict verdict = verdicts.get(family);
        return verdict == null ? Observation.unknown("no source was asked") : verdict.observation();
    }

    /** What DNS shows, by the newest server, unless that is not known. */
    Optional<Set<InetAddress>> shown(AddressFamily family) {
        return published
                .newest()
                .map(server -> server.of(family))
                .filter(records -> !(records.observation() instanceof Observation.Unknown))
                .map(ServerView.Records::addresses);
    }

    Optional<RecordState> state(AddressFamily family) {
        return Optional.ofNullable(memory.states().get(family));
    }

    Optional<RecordState.Confirmed> confirmed(AddressFamily family) {
        return state(family).flatMap(state -> Optional.ofNullable(state.confirmed()));
    }
}
