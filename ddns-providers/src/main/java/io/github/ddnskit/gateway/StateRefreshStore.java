package io.github.ddnskit.gateway;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.spi.StateStore;
import io.github.ddnskit.state.FileStateStore;
import io.github.ddnskit.state.MemoryStateStore;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Remembers hosts in memory, and in a state file as the client has one. For one gateway alone, whose lanes see to it that a
 * name is not updated while it is removed. Thread-safe.
 */
final class StateRefreshStore extends RefreshStore {

    private static final String TARGET = "gateway:hosts";

    private final StateStore store;
    private final Map<Hostname, Refresh> hosts = new ConcurrentHashMap<>();

    private StateRefreshStore(StateStore store) {
        this.store = store;
    }

    static StateRefreshStore read(Path file) throws IOException {
        StateRefreshStore store = new StateRefreshStore(FileStateStore.at(file));
        Map<Hostname, Set<InetAddress>> addresses = new HashMap<>();
        Map<Hostname, Instant> times = new HashMap<>();
        store.store.load().forEach((key, state) -> {
            RecordState.Confirmed confirmed = state.confirmed();
            if (confirmed != null) {
                addresses.computeIfAbsent(key.host(), none -> new HashSet<>()).addAll(confirmed.addresses());
                times.merge(key.host(), confirmed.at(), (one, other) -> one.isAfter(other) ? one : other);
            }
        });
        times.forEach((host, at) -> store.hosts.put(host, new Refresh(at, addresses.getOrDefault(host, Set.of()))));
        return store;
    }

    static StateRefreshStore empty() {
        return new StateRefreshStore(MemoryStateStore.create());
    }

    @Override
    Map<Hostname, Refresh> recall(Set<Hostname> wanted) {
        Map<Hostname, Refresh> found = new HashMap<>();
        for (Hostname host : wanted) {
            Refresh refresh = hosts.get(host);
            if (refresh != null) {
                found.put(host, refresh);
            }
        }
        return found;
    }

    @Override
    Set<Hostname> remember(Map<Hostname, Refresh> refreshed) throws IOException {
        Map<RecordKey, RecordState> changes = new HashMap<>();
        refreshed.forEach((host, refresh) -> {
            for (AddressFamily family : AddressFamily.values()) {
                Set<InetAddress> ofFamily = refresh.addresses().stream()
                        .filter(address -> AddressFamily.of(address) == family)
                        .collect(Collectors.toSet());
                changes.put(
                        new RecordKey(host, family),
                        RecordState.unknown(TARGET).confirmed(ofFamily, "default", refresh.at()));
            }
        });
        hosts.putAll(refreshed);
        store.save(changes);
        return Set.of();
    }

    @Override
    void tellNotSince(Instant time, BiConsumer<Hostname, Refresh> action) {
        hosts.entrySet().stream()
                .filter(entry -> entry.getValue().at().isBefore(time)
                        && !entry.getValue().addresses().isEmpty())
                .sorted(Comparator.comparing(entry -> entry.getValue().at()))
                .forEach(entry -> action.accept(entry.getKey(), entry.getValue()));
    }

    @Override
    boolean beginRemoval(Hostname host, Refresh known) {
        return known.equals(hosts.get(host));
    }

    @Override
    void endRemoval(Hostname host, Refresh left) throws IOException {
        if (!left.equals(hosts.get(host))) {
            remember(Map.of(host, left));
        }
    }
}
