package io.github.ddnskit.ip;

import io.github.ddnskit.AddressFamily;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks up the addresses of a host, in limited time. */
final class HostLookup {

    private HostLookup() {}

    /**
     * Looks a name up, on a thread of its own, since nothing ends a lookup of the JDK before it is done.
     *
     * @param host a name or an address literal
     * @param family the family wanted; what the system finds of the other one is left out
     * @param deadline on the clock of {@link System#nanoTime}
     * @return the addresses in the order of the system, perhaps none
     * @throws TimeoutException if it takes longer
     */
    static List<InetAddress> addresses(String host, AddressFamily family, long deadline)
            throws InterruptedException, TimeoutException {
        FutureTask<InetAddress[]> lookup = new FutureTask<>(() -> InetAddress.getAllByName(host));
        Thread thread = new Thread(lookup, "ddnskit-lookup");
        thread.setDaemon(true);
        thread.start();
        try {
            return Arrays.stream(lookup.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS))
                    .filter(address -> AddressFamily.of(address) == family)
                    .toList();
        } catch (ExecutionException e) { // there is no such host, or no server to ask
            return List.of();
        }
    }
}
