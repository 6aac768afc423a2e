package io.github.ddnskit.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.state.RecordKey;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A host in its lane. There may be a hundred thousand of them, so it holds only what is not found elsewhere. */
final class Slot {

    private final Host host;
    private Map<AddressFamily, Instant> absentSince = Map.of();

    /** Guarded by the agenda. */
    boolean listed;

    /** Guarded by the agenda. */
    @Nullable
    Instant alarm;

    Slot(Host host) {
        this.host = host;
    }

    Host host() {
        return host;
    }

    Hostname name() {
        return host.name();
    }

    RecordKey key(AddressFamily family) {
        return new RecordKey(host.name(), family);
    }

    /** Takes note of whether the device is known to have no address; only for hosts whose address is declared. */
    synchronized Instant absent(AddressFamily family, Instant now) {
        if (absentSince.isEmpty()) {
            absentSince = new EnumMap<>(AddressFamily.class);
        }
        // A clock that was put back must not make the absence last longer.
        return absentSince.merge(family, now, (since, seen) -> since.isAfter(seen) ? seen : since);
    }

    /** Forgets an absence that is over. */
    synchronized void notAbsent(AddressFamily family) {
        if (!absentSince.isEmpty()) {
            absentSince.remove(family);
        }
    }
}
