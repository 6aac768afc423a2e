package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.rfc2136.transport.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** A server to ask, whose addresses are found when it is its turn. */
sealed interface NameServer {

    /** What it is called. */
    String name();

    /** Finds its addresses; empty if it has none. */
    List<InetSocketAddress> addresses(Deadline deadline) throws IOException, InterruptedException;

    /** One that the user names. */
    record Given(ServerAddress address) implements NameServer {

        @Override
        public String name() {
            return address.toString();
        }

        @Override
        public List<InetSocketAddress> addresses(Deadline deadline) throws IOException, InterruptedException {
            return address.resolve(deadline);
        }
    }

    /**
     * One that an NS record names.
     *
     * @param name its name
     * @param glue its addresses, if they came with the record
     * @param updated the addresses of the server that takes the updates, which has a port that no NS record tells
     * @param port the port of all others
     * @param resolvers find the addresses that did not come with the record
     */
    record Listed(String name, List<InetAddress> glue, List<InetSocketAddress> updated, int port, Resolvers resolvers)
            implements NameServer {

        @Override
        public List<InetSocketAddress> addresses(Deadline deadline) throws IOException, InterruptedException {
            List<InetAddress> addresses = glue.isEmpty() ? resolvers.addresses(name, deadline) : glue;
            return addresses.stream()
                    .map(address -> updated.stream()
                            .filter(known -> known.getAddress().equals(address))
                            .findFirst()
                            .orElseGet(() -> new InetSocketAddress(address, port)))
                    .toList();
        }
    }
}
