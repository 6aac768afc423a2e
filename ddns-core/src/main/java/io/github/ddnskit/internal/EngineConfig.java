package io.github.ddnskit.internal;

import io.github.ddnskit.Host;
import io.github.ddnskit.event.DdnsListener;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.policy.DetectionPolicy;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.spi.ChangeSignal;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Scheduler;
import io.github.ddnskit.spi.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

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
                running.store,
                running.listener,
                running.clock,
                running.scheduler,
                running.ownsScheduler,
                running.random);
    }
}
