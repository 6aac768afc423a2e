package io.github.ddnskit.rfc2136.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * The way to a server over a stream. Immutable and thread-safe.
 *
 * @param server where it is
 * @param from from where
 * @param tls makes what protects each connection, or null for plain TCP
 */
record Route(
        InetSocketAddress server, LocalEnd from, @Nullable Supplier<SSLEngine> tls) {

    /** A channel that does not block, bound but not connected. */
    SocketChannel open() throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true); // what is to go together is written together
            from.bind(channel, server);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** What speaks over a channel that is connected. */
    Wire wire(SocketChannel channel) {
        return tls == null ? new PlainWire(channel) : new TlsWire(channel, tls.get());
    }
}
