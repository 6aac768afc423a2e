package io.github.ddnskit.simulation;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Scheduler;
import io.github.ddnskit.spi.StateStore;

/** Breaks something around the client behind the back of the checks, to show that they notice. Nothing is broken by default. */
interface Sabotage {

    /** Nothing is broken. */
    Sabotage NONE = new Sabotage() {};

    /** Gives the client another source than the checks believe it has. */
    default IpSource source(IpSource source) {
        return source;
    }

    /** Gives the client another updater. */
    default DnsUpdater updater(DnsUpdater updater) {
        return updater;
    }

    /** Gives the client another store. */
    default StateStore store(StateStore store) {
        return store;
    }

    /** Gives the client another scheduler. */
    default Scheduler scheduler(Scheduler scheduler) {
        return scheduler;
    }

    /** Configures the client in another way. */
    default DdnsClient.Builder client(DdnsClient.Builder builder, DnsUpdater anyUpdater) {
        return builder;
    }

    /** Whether the disk does what it says. */
    default boolean diskFlushes() {
        return true;
    }
}
