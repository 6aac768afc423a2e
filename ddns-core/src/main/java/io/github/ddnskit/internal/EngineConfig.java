package io.github.ddnskit.internal;

import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.event.DdnsListener;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.DeclaredIpSource;
import io.github.ddnskit.policy.DetectionPolicy;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.policy.Verification;
import io.github.ddnskit.spi.ChangeSignal;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.RecordObserver;
import io.github.ddnskit.spi.Scheduler;
import io.github.ddnskit.spi.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the builder of a client gathered.
 *
 * @param hosts the names to keep right
 * @param sources whom to ask for the address, in this order
 * @param signals what else hints at a change
 * @param publishable the classes of addresses that may be published
 * @param detection what it takes to believe an address
 * @param interval how often to look
 * @param policy when to send
 * @param verification whether to look at DNS for what was confirmed
 * @param observer looks at DNS, or null if nobody does
 * @param store where to remember
 * @param listener whom to tell
 * @param clock the time
 * @param scheduler runs the work
 * @param ownsScheduler whether to close it
 * @param random where chance comes from
 */
public record EngineConfig(
        List<Host> hosts,
        List<IpSource> sources,
        List<ChangeSignal> signals,
        Set<AddressClass> publishable,
        DetectionPolicy detection,
        Duration interval,
        UpdatePolicy policy,
        Verification verification,
        @Nullable RecordObserver observer,
        StateStore store,
        DdnsListener listener,
        Clock clock,
        Scheduler scheduler,
        boolean ownsScheduler,
        RandomGenerator random) {

    /**
     * Copies the collections.
     *
     * @param hosts the names to keep right
     * @param sources whom to ask for the address, in this order
     * @param signals what else hints at a change
     * @param publishable the classes of addresses that may be published
     * @param detection what it takes to believe an address
     * @param interval how often to look
     * @param policy when to send
     * @param verification whether to look at DNS for what was confirmed
     * @param observer looks at DNS, or null if nobody does
     * @param store where to remember
     * @param listener whom to tell
     * @param clock the time
     * @param scheduler runs the work
     * @param ownsScheduler whether to close it
     * @param random where chance comes from
     */
    public EngineConfig {
        hosts = List.copyOf(hosts);
        sources = List.copyOf(sources);
        signals = List.copyOf(signals);
        publishable = Set.copyOf(publishable);
    }

    /** The same, with what a client keeps as long as it lives. */
    EngineConfig in(EngineConfig running) {
        return new EngineConfig(
                hosts,
                sources,
                signals,
                publishable,
                detection,
                interval,
                policy,
                verification,
                observer,
                running.store,
                running.listener,
                running.clock,
                running.scheduler,
                running.ownsScheduler,
                running.random);
    }

    /** All signals, those that are sources included. */
    Set<ChangeSignal> allSignals() {
        Set<ChangeSignal> all = new LinkedHashSet<>(signals);
        for (IpSource source : sources) {
            if (source instanceof ChangeSignal signal) {
                all.add(signal);
            }
        }
        return all;
    }

    /** Where the addresses of single hosts are declared. */
    Map<Hostname, DeclaredIpSource> declarations() {
        Map<Hostname, DeclaredIpSource> declarations = new HashMap<>();
        for (Host host : hosts) {
            if (host.declared() != null) {
                declarations.put(host.name(), host.declared());
            }
        }
        return declarations;
    }

    /**
     * What a user handed over together with this configuration, and is closed with it. Two parts may be equal, such as
     * records, and each is closed.
     */
    Set<AutoCloseable> parts() {
        Set<AutoCloseable> parts = identitySet();
        parts.addAll(sources);
        parts.addAll(signals);
        if (observer != null) {
            parts.add(observer);
        }
        for (Host host : hosts) {
            parts.add(host.updater());
            if (host.declared() != null) {
                parts.add(host.declared());
            }
        }
        return parts;
    }

    /** A set in which nothing is the same but itself. */
    static Set<AutoCloseable> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }
}
