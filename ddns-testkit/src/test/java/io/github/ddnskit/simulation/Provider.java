package io.github.ddnskit.simulation;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.UpdaterIdentity;
import io.github.ddnskit.state.RecordKey;
import java.net.InetAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whoever serves the records, and can fail. It outlives the client. */
interface Provider {

    /** From now on so many of 100 requests fail. */
    void failures(int percent);

    /** One family fails and the other does not; null for neither. */
    void broken(@Nullable AddressFamily family);

    /** The addresses that are served. */
    Set<InetAddress> records(RecordKey key);

    /** How often an updater was asked for something. */
    int requests();

    /** The updater as one run of the client has it. */
    DnsUpdater in(Life life, Checks checks, Knowledge knowledge, UpdaterIdentity identity);

    /** Credentials of which no other object knows that they are the same. */
    UpdaterIdentity identity(int version);
}
