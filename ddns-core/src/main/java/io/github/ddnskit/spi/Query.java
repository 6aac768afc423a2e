package io.github.ddnskit.spi;

import io.github.ddnskit.AddressFamily;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A question to an address source.
 *
 * @param family which address is wanted
 * @param timeout the time within which the source must answer; longer than that, and it answers
 *     {@link Observation.Unknown}
 * @param bindAddress the local address to ask from, or null for the system's choice
 */
public record Query(
        AddressFamily family, Duration timeout, @Nullable InetAddress bindAddress) {

    /**
     * A question asked from whatever local address the system chooses.
     *
     * @param family which address is wanted
     * @param timeout the time within which the source must answer
     * @return the query
     */
    public static Query of(AddressFamily family, Duration timeout) {
        return new Query(family, timeout, null);
    }
}
