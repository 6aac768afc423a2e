package io.github.ddnskit.examples.extending;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Set;

/** The inventory of a company, which feeds its name servers. */
interface Inventory {

    /**
     * What is there.
     *
     * @throws SecurityException if the token is wrong
     * @throws IOException if it cannot be asked now, or does not hold the host
     */
    Set<InetAddress> read(String token, Hostname host, AddressFamily family) throws IOException;

    /** Replaces what is there; fails as {@link #read} does. */
    void write(String token, Hostname host, AddressFamily family, Set<InetAddress> addresses) throws IOException;
}
