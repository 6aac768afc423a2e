package io.github.ddnskit.gateway;

import io.github.ddnskit.Hostname;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The settings of a gateway, which are replaced as a whole. Thread-safe. */
record Setup(
        Map<Hostname, Lane> lanes,
        AccountStore accounts,
        RefreshStore refreshes,
        GatewayLimits limits,
        Sources sources,
        Predicate<String> agents,
        boolean plainHttp,
        @Nullable Duration lapseAfter,
        Duration lapseWarning,
        ConcurrentMap<Hostname, String> failures) {

    private static final System.Logger LOG = System.getLogger(Setup.class.getName());

    /** The lane of the zone that a name lies in. */
    Optional<Lane> lane(Hostname host) {
        String name = host.ascii();
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            String parent = name.substring(dot + 1);
            Lane lane = parent.isEmpty() ? null : lanes.get(Hostname.of(parent));
            if (lane != null) {
                return Optional.of(lane);
            }
        }
        return Optional.empty();
    }

    /** Closes what other settings do not use any more. */
    void closeAllBut(@Nullable Setup next) {
        for (Lane lane : lanes.values()) {
            boolean used = next != null
                    && next.lanes.values().stream()
                            .anyMatch(other ->
                                    other.zone().updater() == lane.zone().updater());
            if (!used) {
                close(lane.zone().updater());
            }
        }
        if (next == null || next.accounts != accounts) {
            close(accounts);
        }
        if (next == null || (next.refreshes != refreshes)) {
            close(refreshes);
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "{0} failed to close: {1}", part.getClass(), e.getClass());
        }
    }
}
