package io.github.ddnskit.jp;

import io.github.ddnskit.AddressFamily;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whom to talk to in lines, and how to get there.
 *
 * @param host its name, which its certificate must be for
 * @param port its port
 * @param family the family to connect with
 * @param source the address to connect from, or null for any
 * @param tlsAtOnce whether TLS comes first, and not after a greeting in the clear
 */
record LineServer(
        String host,
        int port,
        AddressFamily family,
        @Nullable InetAddress source,
        boolean tlsAtOnce) {}
