package io.github.ddnskit.rfc2136.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What goes out over a connection. Whoever adds something writes, as far as that goes without waiting; what is added while
 * somebody writes, or while the connection is held, goes out together with the next. Thread-safe.
 */
final class Outflow {

    private final Wire wire;
    private final Runnable stuck;

    private final Outbox outbox = new Outbox(); // this and the rest guarded by this
    private boolean open;
    private boolean held;
    private boolean writing;
    private boolean blocked;
    private boolean ended;
    private @Nullable IOException failure;

    /**
     * Nothing goes out yet.
     *
     * @param wire over what
     * @param stuck is told when the channel takes no more for now, or writing has failed
     */
    Outflow(Wire wire, Runnable stuck) {
        this.wire = wire;
        this.stuck = stuck;
    }

    /** Adds a message, which goes out with the next flush. */
    synchronized void add(byte[] message) {
        outbox.add(message);
    }

    /** From now on something can go out. */
    void open() {
        synchronized (this) {
            open = true;
        }
        flush();
    }

    /** Until it is released nothing goes out. */
    synchronized void hold() {
        held = true;
    }

    void release() {
        synchronized (this) {
            held = false;
        }
        flush();
    }

    /** Whether to wait until the channel takes more. */
    synchronized boolean isBlocked() {
        return blocked && failure == null;
    }

    /** The channel takes more. */
    void unblock() {
        synchronized (this) {
            blocked = failure != null;
        }
        flush();
    }

    /** Whoever finds nothing to read learns here what was wrong with writing. */
    synchronized void throwFailure() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /** Nothing goes out any more. Returns whether somebody is still writing. */
    synchronized boolean end() {
        ended = true;
        return writing;
    }

    /** Writes what there is to write, unless somebody else does it anyway. */
    void flush() {
        for (ByteBuffer next = begin(); next != null; next = begin()) {
            boolean all = false;
            IOException wrong = null;
            try {
                all = wire.write(next);
            } catch (IOException e) {
                wrong = e;
            } catch (RuntimeException e) {
                wrong = new IOException("a defect in the transport: " + e, e);
            }
            synchronized (this) {
                writing = false;
                blocked = !all;
                failure = wrong;
            }
            if (!all) {
                stuck.run();
            }
        }
    }

    private synchronized @Nullable ByteBuffer begin() {
        if (!open || ended || held || writing || blocked || outbox.isEmpty()) {
            return null;
        }
        writing = true;
        return outbox.next();
    }
}
