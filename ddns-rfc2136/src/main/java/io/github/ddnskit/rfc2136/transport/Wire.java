package io.github.ddnskit.rfc2136.transport;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Octets over a connected channel that never blocks. One thread opens and reads; at any time one thread writes, the same or
 * another.
 */
interface Wire extends AutoCloseable {

    /**
     * Goes on with the handshake as far as it gets without waiting.
     *
     * @return 0 once it is over, or else what to wait for
     */
    int open() throws IOException;

    /**
     * Reads what is there.
     *
     * @param into has room
     * @return how many octets, 0 if there are none now, -1 if there will be none any more
     */
    int read(ByteBuffer into) throws IOException;

    /**
     * Writes as much as the channel takes.
     *
     * @param from what to write; what was taken is gone from it
     * @return whether all of it went out, and all from before
     */
    boolean write(ByteBuffer from) throws IOException;

    /** Says goodbye if that is possible without waiting. */
    @Override
    void close();
}
