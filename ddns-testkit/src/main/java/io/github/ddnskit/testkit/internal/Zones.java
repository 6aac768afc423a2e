package io.github.ddnskit.testkit.internal;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** The zones of a server, always the same; they change. Thread-safe. */
public final class Zones {

    private final List<Zone> all;
    private final View general;
    private final AtomicLong version = new AtomicLong();

    /**
     * @throws IllegalArgumentException if there are none, or two between which a server could not choose
     */
    public Zones(List<Zone> zones) {
        this.all = List.copyOf(zones);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("a server needs a zone");
        }
        for (Zone zone : all) {
            for (Zone other : all) {
                if (zone != other && zone.apex().equals(other.apex()) && haveCommonClients(zone, other)) {
                    throw new IllegalArgumentException("there are two zones " + zone.apex() + " for the same clients");
                }
            }
        }
        this.general = view(null);
        all.forEach(zone -> zone.onChange(changed -> version.incrementAndGet()));
    }

    private static boolean haveCommonClients(Zone one, Zone other) {
        var clients = one.rules().clients();
        var others = other.rules().clients();
        return clients.isEmpty() ? others.isEmpty() : clients.stream().anyMatch(others::contains);
    }

    /** Another number after each change of any of them. */
    long version() {
        expire();
        return version.get();
    }

    /** Whether an answer may depend on who asks. */
    boolean arePersonal() {
        return all.stream()
                .anyMatch(zone ->
                        !zone.rules().clients().isEmpty() || zone.rules().whoami() != null);
    }

    /** Removes what was leased until now. */
    void expire() {
        for (Zone zone : all) {
            zone.data();
        }
    }

    public List<Zone> all() {
        return all;
    }

    /** {@return what whoever is not treated in a special way sees} */
    public View general() {
        return general;
    }

    /** {@return what that client sees} */
    public View seenBy(InetAddress client) {
        return isSpecial(client) ? view(client) : general;
    }

    /** Whether a client sees what not everybody sees. */
    boolean isSpecial(InetAddress client) {
        return all.stream().anyMatch(zone -> zone.rules().clients().contains(client));
    }

    private View view(@Nullable InetAddress client) {
        Map<Name, Zone> seen = new HashMap<>();
        for (Zone zone : all) {
            var clients = zone.rules().clients();
            if (clients.isEmpty()) {
                seen.putIfAbsent(zone.apex(), zone);
            } else if (client != null && clients.contains(client)) {
                seen.put(zone.apex(), zone);
            }
        }
        return new View(seen);
    }

    /** The zones that a client sees, one of a name at most. */
    public static final class View {

        private final Map<Name, Zone> zones;

        private View(Map<Name, Zone> zones) {
            this.zones = Map.copyOf(zones);
        }

        /** {@return the zone of that name, or null} */
        public @Nullable Zone at(Name apex) {
            return zones.get(apex);
        }

        /** {@return the zone that a name lies in, the longest if several would do, or null} */
        public @Nullable Zone covering(Name name) {
            for (Name at = name; ; at = new Name(at, 1)) {
                Zone zone = zones.get(at);
                if (zone != null || at.labels() == 1) {
                    return zone;
                }
            }
        }

        /** The zone in which to look for the answer; a DS is in the zone above (RFC 4035 section 3.1.4.1). */
        @Nullable
        Zone answering(Name name, int type) {
            Zone zone = covering(name);
            if (type == Type.DS && zone != null && zone.apex().equals(name) && name.labels() > 1) {
                Zone above = covering(new Name(name, 1));
                return above == null ? zone : above;
            }
            return zone;
        }
    }
}
