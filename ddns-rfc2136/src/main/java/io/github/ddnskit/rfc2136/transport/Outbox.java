package io.github.ddnskit.rfc2136.transport;

import java.nio.ByteBuffer;

/** Messages to be written, each behind its length (RFC 1035 section 4.2.2), so that many go out at once. Not thread-safe. */
final class Outbox {

    private static final int FIRST_CAPACITY = 4096;
    private static final int LENGTH_OCTETS = 2;

    private ByteBuffer filling = ByteBuffer.allocate(FIRST_CAPACITY);
    private ByteBuffer leaving = ByteBuffer.allocate(FIRST_CAPACITY).flip();

    void add(byte[] message) {
        int needed = LENGTH_OCTETS + message.length;
        if (filling.remaining() < needed) {
            int capacity = Math.max(2 * filling.capacity(), filling.position() + needed);
            filling = ByteBuffer.allocate(capacity).put(filling.flip());
        }
        filling.putShort((short) message.length).put(message);
    }

    boolean isEmpty() {
        return !leaving.hasRemaining() && filling.position() == 0;
    }

    /** What to write next: the rest of what was begun, or else all that was added since. Nothing may be added to it. */
    ByteBuffer next() {
        if (!leaving.hasRemaining()) {
            ByteBuffer empty = leaving.clear();
            leaving = filling.flip();
            filling = empty;
        }
        return leaving;
    }
}
