package io.github.ddnskit.rfc2136;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import java.net.InetAddress;

/**
 * A PTR record that could not be brought in line with the addresses of its host. Immutable and thread-safe.
 *
 * @param host the host, whose own records are as they should be
 * @param address the address whose PTR record it is about
 * @param failure what went wrong
 */
public record ReverseFailure(Hostname host, InetAddress address, Outcome.Failed failure) {}
