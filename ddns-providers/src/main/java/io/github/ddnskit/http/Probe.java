package io.github.ddnskit.http;

import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a call is sent that asks for an address: alone, and within limits.
 *
 * @param timeout the time for all of it, positive
 * @param longestReply the longest body that is read, in bytes
 * @param from the local address to connect from, or null for the engine's choice
 */
record Probe(Duration timeout, int longestReply, @Nullable InetAddress from) {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    Probe {
        // 0 would mean for ever
        timeout = timeout.compareTo(SHORTEST) < 0 ? SHORTEST : timeout;
    }
}
