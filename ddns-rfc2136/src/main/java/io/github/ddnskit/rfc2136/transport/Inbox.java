package io.github.ddnskit.rfc2136.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Cuts what is read into messages by the lengths before them (RFC 1035 section 4.2.2). Used by one thread. */
final class Inbox {

    private static final int FIRST_CAPACITY = 16 * 1024;
    private static final int LENGTH_OCTETS = 2;
    private static final int ID_OCTETS = 2;
    private static final int HEADER_OCTETS = 12;

    private ByteBuffer buffer = ByteBuffer.allocate(FIRST_CAPACITY);
    private int begin;

    /** Reads what is there, as {@link Wire#read} does. */
    int read(Wire wire) throws IOException {
        return wire.read(buffer);
    }

    /**
     * The next message that is complete.
     *
     * @return it, or null if more must be read first
     * @throws BadReplyException if what comes is shorter than any message
     */
    byte @Nullable [] next() throws BadReplyException {
        int there = buffer.position() - begin;
        int length = there < LENGTH_OCTETS ? -1 : Short.toUnsignedInt(buffer.getShort(begin));
        if (length >= 0 && length < HEADER_OCTETS) {
            throw new BadReplyException("what came over the connection is not a DNS message: its length is " + length);
        }
        if (length < 0 || there < LENGTH_OCTETS + length) {
            makeRoom(Math.max(LENGTH_OCTETS + length, 1));
            return null;
        }
        byte[] message = new byte[length];
        buffer.get(begin + LENGTH_OCTETS, message);
        begin += LENGTH_OCTETS + length;
        return message;
    }

    /** Whether a message has begun to arrive that is not complete. */
    boolean isWithinMessage() {
        return buffer.position() > begin;
    }

    /** The ID of that message, or -1 if not even that has arrived. */
    int idOfBegun() {
        return buffer.position() < begin + LENGTH_OCTETS + ID_OCTETS
                ? -1
                : Short.toUnsignedInt(buffer.getShort(begin + LENGTH_OCTETS));
    }

    private void makeRoom(int needed) {
        buffer.limit(buffer.position()).position(begin);
        if (buffer.capacity() < needed) {
            buffer =
                    ByteBuffer.allocate(Math.max(needed, 2 * buffer.capacity())).put(buffer);
        } else {
            buffer.compact();
        }
        begin = 0;
    }
}
