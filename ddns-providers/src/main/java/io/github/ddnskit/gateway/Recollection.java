package io.github.ddnskit.gateway;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Keeps in a store what DNS confirmed. A store that fails costs no update; it is said. Thread-safe. */
final class Recollection implements Lane.Memory {

    private final RefreshStore store;
    private final Clock clock;
    private final Consumer<String> trouble;

    Recollection(RefreshStore store, Clock clock, Consumer<String> trouble) {
        this.store = store;
        this.clock = clock;
        this.trouble = trouble;
    }

    @Override
    public Lane.Settlement settle(List<Update> updates, List<UpdateReport> reports) {
        Map<Hostname, Refresh> before = Map.of();
        try {
            before = store.recall(updates.stream().map(Update::host).collect(Collectors.toSet()));
        } catch (IOException | RuntimeException e) {
            trouble.accept("what the hosts held before cannot be read: " + e.getMessage());
        }
        Map<Hostname, Refresh> after = new HashMap<>();
        List<Boolean> changed = new ArrayList<>();
        for (int i = 0; i < updates.size(); i++) {
            Update update = updates.get(i);
            Refresh known = before.getOrDefault(update.host(), new Refresh(clock.instant(), Set.of()));
            Set<InetAddress> now = new HashSet<>();
            boolean other = false;
            boolean confirmed = false;
            for (AddressFamily family : AddressFamily.values()) {
                Set<InetAddress> old = ofFamily(known.addresses(), family);
                Outcome outcome = reports.get(i).outcome(family);
                if (outcome instanceof Outcome.Published published) {
                    now.addAll(published.addresses());
                    other |= !published.addresses().equals(old);
                    confirmed = true;
                } else if (outcome instanceof Outcome.Unchanged unchanged) {
                    now.addAll(unchanged.addresses());
                    confirmed = true;
                } else {
                    now.addAll(old);
                }
            }
            changed.add(other);
            if (confirmed) {
                after.put(update.host(), new Refresh(clock.instant(), now));
            }
        }
        Set<Hostname> removed = Set.of();
        try {
            if (!after.isEmpty()) {
                removed = store.remember(after);
            }
        } catch (IOException | RuntimeException e) {
            trouble.accept("what the hosts hold now cannot be stored: " + e.getMessage());
        }
        return new Lane.Settlement(changed, removed);
    }

    /** What a name holds after an update, as far as the update says. */
    static Set<InetAddress> published(Update update) {
        Set<InetAddress> addresses = new HashSet<>();
        for (AddressFamily family : AddressFamily.values()) {
            if (update.goal(family) instanceof Goal.Publish publish) {
                addresses.addAll(publish.addresses());
            }
        }
        return addresses;
    }

    private static Set<InetAddress> ofFamily(Set<InetAddress> addresses, AddressFamily family) {
        return addresses.stream()
                .filter(address -> AddressFamily.of(address) == family)
                .collect(Collectors.toSet());
    }
}
