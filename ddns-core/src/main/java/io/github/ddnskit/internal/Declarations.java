package io.github.ddnskit.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.DeclaredIpSource;
import io.github.ddnskit.ip.SpecialAddresses;
import io.github.ddnskit.policy.AbsencePolicy;
import io.github.ddnskit.spi.Observation;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of the addresses that an application declares for a single host. */
record Declarations(Set<AddressClass> publishable, AbsencePolicy absence) {

    Goal goal(Slot slot, AddressFamily family, Instant now) {
        Observation declared = declared(slot, family);
        if (declared instanceof Observation.Found found) {
            List<InetAddress> allowed = new ArrayList<>(found.addresses());
            allowed.removeIf(address -> !publishable.contains(SpecialAddresses.classify(address)));
            return allowed.isEmpty() ? Goal.keep() : Goal.publish(allowed);
        }
        Instant ends = absenceEnds(slot, family, now);
        return ends == null || ends.isAfter(now) ? Goal.keep() : Goal.remove();
    }

    /** When the record of an address that is gone is to be removed, or null if it is not. */
    @Nullable
    Instant absenceEnds(Slot slot, AddressFamily family, Instant now) {
        if (declared(slot, family) instanceof Observation.Absent) {
            Instant since = slot.absent(family, now);
            return absence instanceof AbsencePolicy.RemoveAfter policy ? since.plus(policy.holdDown()) : null;
        }
        slot.notAbsent(family);
        return null;
    }

    /** What was declared for a host, if its addresses are declared. */
    static @Nullable Observation declared(Slot slot, AddressFamily family) {
        DeclaredIpSource source = slot.host().declared();
        return source == null ? null : source.declared(family);
    }
}
