package io.github.ddnskit.testkit.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** What goes over one connection that does not block, in the clear or within TLS. */
interface Octets {

    /** Reads what is there: how many octets, none, or -1 at the end. */
    int read(ByteBuffer into) throws IOException;

    /** Whether {@link #read} has more to give, though the connection may have nothing. */
    boolean hasMore();

    /** Writes as much as the connection takes, and tells how much of this it was. */
    int write(ByteBuffer from) throws IOException;

    /** Whether something still waits for the connection to take it. */
    boolean isWaiting();

    /** Ends what this side sends. */
    void endOutput() throws IOException;

    void close() throws IOException;

    /** In the clear. */
    static Octets of(SocketChannel channel) {
        return new Octets() {
            @Override
            public int read(ByteBuffer into) throws IOException {
                return channel.read(into);
            }

            @Override
            public boolean hasMore() {
                return false;
            }

            @Override
            public int write(ByteBuffer from) throws IOException {
                return channel.write(from);
            }

            @Override
            public boolean isWaiting() {
                return false;
            }

            @Override
            public void endOutput() throws IOException {
                channel.shutdownOutput();
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
