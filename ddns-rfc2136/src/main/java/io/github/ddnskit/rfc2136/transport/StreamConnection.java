package io.github.ddnskit.rfc2136.transport;

import io.github.ddnskit.rfc2136.transport.Request.Transmission;
import io.github.ddnskit.rfc2136.transport.Request.Verdict;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One connection, which many requests share, and its thread, which reads. Whoever sends writes, as far as that goes without
 * waiting; what is sent while something is being written, or while replies are being handed out, goes out together with
 * the next. Thread-safe.
 *
 * <p>It ends when the server ends it, when it has been idle for {@link #IDLE}, or when somebody closes it. A request whose
 * time is over and since which nothing at all has come makes it useless for others: it takes no more.
 */
final class StreamConnection implements Runnable {

    /** How long it stays open without anything to do: less than any server known gives it (PowerDNS 5 s). */
    static final Duration IDLE = Duration.ofSeconds(4);

    private static final int UNKNOWN = -1;
    private static final int MOST_IDS = 0x8000; // half of them, so that one that is free is found soon
    private static final int READS_AT_ONCE = 16;

    /** What becomes of its requests and of itself. */
    interface Owner {

        /** A request that may go out again over another connection. */
        void lost(Flight flight);

        /** There is nothing left of the connection. */
        void ended(StreamConnection connection);
    }

    private final Route route;
    private final Owner owner;
    private final LongAdder ignored;
    private final Selector selector;
    private final SocketChannel channel;
    private final Wire wire;
    private final Thread thread;

    // its thread's own
    private boolean moreToRead;
    private boolean writable;

    private final Object lock = new Object();
    // all of these guarded by the lock
    private final Map<Integer, Sent> sent = new HashMap<>();
    private final Outbox outbox = new Outbox();
    private int active;
    private boolean started;
    private boolean takesMore = true;
    private boolean closing;
    private boolean ended;
    private boolean ready;
    private boolean handingOut;
    private boolean writing;
    private boolean blocked;
    private boolean proven; // somebody has had a reply over it
    private long lastReceived;
    private long lastUsed = System.nanoTime();
    private long nextLook = lastUsed;
    private @Nullable IOException writeFailure;

    /** A transmission over this connection. Guarded by the lock as well. */
    private static final class Sent {
        private final Flight flight;
        private final Transmission transmission;
        private final long at = System.nanoTime();
        private final boolean joined;
        private long end;
        private boolean live = true;
        private boolean doubtful;
        private boolean replyBegun; // the server may have acted upon it
        private boolean replyJudged;

        Sent(Flight flight, Transmission transmission, boolean joined) {
            this.flight = flight;
            this.transmission = transmission;
            this.joined = joined;
            this.end = flight.deadline().nanoTime();
        }
    }

    /**
     * Prepares a connection; it is opened with the first request.
     *
     * @param route where to
     * @param owner learns what becomes of it
     * @param ignored counts messages that belong to no request, or cannot be believed
     */
    StreamConnection(Route route, Owner owner, LongAdder ignored) throws IOException {
        this.route = route;
        this.owner = owner;
        this.ignored = ignored;
        selector = Selector.open();
        try {
            channel = route.open();
        } catch (IOException | RuntimeException e) {
            selector.close();
            throw e;
        }
        wire = route.wire(channel);
        thread = new Thread(
                this,
                "ddnskit-dns-" + route.server().getHostString() + ":"
                        + route.server().getPort());
        thread.setDaemon(true);
    }

    /** Whether it takes one more request, as far as is known. */
    boolean takesMore() {
        synchronized (lock) {
            return takesMore;
        }
    }

    /** Sends a request, unless the connection has ended; then it says false and has done nothing that counts. */
    boolean offer(Flight flight) {
        while (true) {
            Transmission transmission = flight.transmission();
            byte[] wireForm = transmission.wire();
            int id = transmission.message().getHeader().getID();
            synchronized (lock) {
                takesMore &= sent.size() < MOST_IDS;
                if (!takesMore) {
                    return false;
                }
                if (sent.containsKey(id)) {
                    continue; // every transmission has another
                }
                Sent added = new Sent(flight, transmission, proven);
                sent.put(id, added);
                active++;
                outbox.add(wireForm);
                lookAt(added.end);
                if (!started) {
                    started = true;
                    thread.start();
                }
            }
            flush();
            return true;
        }
    }

    /** Nobody waits for it any more. */
    void forget(Flight flight) {
        synchronized (lock) {
            for (Sent one : sent.values()) {
                if (one.flight == flight && one.live) {
                    one.live = false;
                    active--;
                }
            }
            lookAt(System.nanoTime());
        }
    }

    /** Ends it; what is under way fails. */
    void close() {
        synchronized (lock) {
            takesMore = false;
            closing = true;
            if (!started) {
                end(null);
            }
        }
        selector.wakeup();
    }

    /** Waits until the thread has ended. */
    void join(Deadline patience) throws InterruptedException {
        if (thread != Thread.currentThread()) {
            thread.join(patience.selectMillis());
        }
    }

    @Override
    public void run() {
        IOException why = null;
        try {
            converse();
        } catch (SSLException e) {
            why = new TlsException("TLS with " + route.server() + " broke: " + e.getMessage(), e);
        } catch (IOException e) {
            why = e;
        } catch (RuntimeException e) {
            why = new IOException("a defect in the transport: " + e, e);
        }
        end(why);
    }

    private void converse() throws IOException {
        SelectionKey key = channel.register(selector, 0);
        boolean connected = channel.connect(route.server());
        while (!connected) {
            if (!await(key, SelectionKey.OP_CONNECT)) {
                return;
            }
            connected = channel.finishConnect();
        }
        for (int wanted = open(); wanted != 0; wanted = open()) {
            if (!await(key, wanted)) {
                return;
            }
        }
        synchronized (lock) {
            ready = true;
        }
        flush();
        Inbox inbox = new Inbox();
        try {
            while (await(key, isBlocked() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ)) {
                if (writable) {
                    unblock();
                }
                receive(inbox);
            }
        } catch (IOException e) {
            noteBegun(inbox);
            throw e;
        }
    }

    private int open() throws IOException {
        try {
            return wire.open();
        } catch (IOException e) {
            throw new TlsException("TLS with " + route.server() + " did not come about: " + e.getMessage(), e);
        }
    }

    /** Waits for the channel or for the end of somebody's time. False if the connection is to end. */
    private boolean await(SelectionKey key, int operations) throws IOException {
        if (key.interestOps() != operations) {
            key.interestOps(operations);
        }
        long nanos = untilNextLook();
        if (nanos < 0) {
            return false;
        }
        if (moreToRead) {
            selector.selectNow();
        } else {
            selector.select(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
        }
        writable = !selector.selectedKeys().isEmpty() && key.isWritable();
        selector.selectedKeys().clear();
        return true;
    }

    /** Reads and hands out what is there, but not without a look at the time now and then. */
    private void receive(Inbox inbox) throws IOException {
        synchronized (lock) {
            handingOut = true;
        }
        try {
            int count = inbox.read(wire);
            if (count == 0) {
                throwWriteFailure();
            }
            for (int i = 1; count > 0 && i < READS_AT_ONCE; i++) {
                for (byte[] message = inbox.next(); message != null; message = inbox.next()) {
                    handOut(message);
                }
                count = inbox.read(wire);
            }
            if (count < 0) {
                throw new EOFException("the server closed the connection before its reply was complete");
            }
            moreToRead = count > 0;
        } finally {
            synchronized (lock) {
                handingOut = false;
            }
            flush();
        }
    }

    private void throwWriteFailure() throws IOException {
        synchronized (lock) {
            if (writeFailure != null) {
                throw writeFailure;
            }
        }
    }

    private void handOut(byte[] message) {
        int id = Byte.toUnsignedInt(message[0]) << 8 | Byte.toUnsignedInt(message[1]);
        Sent to;
        synchronized (lock) {
            lastReceived = System.nanoTime();
            to = sent.get(id);
            if (to != null && !to.live) {
                sent.remove(id);
            }
        }
        if (to == null || !to.live) {
            ignored.increment();
            return;
        }
        Verdict verdict = to.transmission.judge(message);
        synchronized (lock) {
            to.replyBegun = true;
            to.replyJudged = true;
            if (!to.live) {
                return;
            }
            if (!(verdict instanceof Verdict.Accepted)) {
                ignored.increment();
                if (!(verdict instanceof Verdict.Ignored) && !to.doubtful) {
                    to.doubtful = true;
                    to.end = Math.min(to.end - lastReceived, UdpTransport.GRACE.toNanos()) + lastReceived;
                    lookAt(to.end);
                }
                return;
            }
            sent.remove(id);
            to.live = false;
            active--;
            proven = true;
            lastUsed = lastReceived;
        }
        to.flight.land(((Verdict.Accepted) verdict).reply());
    }

    /** A message that is cut off may be the reply to one request, or to any. */
    private void noteBegun(Inbox inbox) {
        if (!inbox.isWithinMessage()) {
            return;
        }
        int id = inbox.idOfBegun();
        synchronized (lock) {
            sent.forEach((its, one) -> one.replyBegun |= id == UNKNOWN || its == id);
        }
    }

    /** Writes what there is to write, unless somebody else does it anyway. */
    private void flush() {
        while (true) {
            synchronized (lock) {
                if (!ready || ended || blocked || writing || handingOut || outbox.isEmpty()) {
                    return;
                }
                writing = true;
            }
            boolean all = false;
            IOException failure = null;
            try {
                all = wire.write(next());
            } catch (IOException e) {
                failure = e;
            }
            synchronized (lock) {
                writing = false;
                blocked = !all;
                writeFailure = failure;
            }
            if (!all) {
                if (thread != Thread.currentThread()) {
                    selector.wakeup(); // its thread waits for room, or finds by reading what has gone wrong
                }
                return;
            }
        }
    }

    private ByteBuffer next() {
        synchronized (lock) {
            return outbox.next();
        }
    }

    private boolean isBlocked() {
        synchronized (lock) {
            return blocked;
        }
    }

    private void unblock() {
        synchronized (lock) {
            if (writeFailure != null) {
                return;
            }
            blocked = false;
        }
        flush();
    }

    /** Ends what is over. How long until the next time, or negative if the connection is to end. */
    private long untilNextLook() {
        List<Flight> over = new ArrayList<>();
        long now = System.nanoTime();
        long wait;
        synchronized (lock) {
            if (now - nextLook >= 0) {
                nextLook = now + IDLE.toNanos();
                for (Sent one : sent.values()) {
                    if (one.live && one.end - now <= 0) {
                        one.live = false; // its ID stays taken, lest a late reply passes for one to another request
                        active--;
                        takesMore &= lastReceived - one.at > 0;
                        over.add(one.flight);
                    } else if (one.live) {
                        lookAt(one.end);
                    }
                }
                if (active == 0) {
                    lookAt(lastUsed + IDLE.toNanos());
                    takesMore &= ready && nextLook - now > 0;
                }
            }
            wait = closing || (active == 0 && !takesMore) ? UNKNOWN : nextLook - now;
        }
        over.forEach(flight -> flight.fail(new NoReplyException()));
        return wait < 0 ? UNKNOWN : wait;
    }

    private void lookAt(long nanoTime) {
        if (nanoTime - nextLook < 0) {
            nextLook = nanoTime;
            selector.wakeup();
        }
    }

    private void end(@Nullable IOException why) {
        List<Sent> left = new ArrayList<>();
        boolean stopped;
        synchronized (lock) {
            takesMore = false;
            ended = true;
            stopped = closing;
            for (Iterator<Sent> all = sent.values().iterator(); all.hasNext(); all.remove()) {
                Sent one = all.next();
                if (one.live) {
                    one.live = false;
                    left.add(one);
                }
            }
        }
        wire.close();
        closeQuietly(channel);
        closeQuietly(selector);
        owner.ended(this);
        IOException failure = stopped || why == null ? new IOException("the connection was closed on this side") : why;
        for (Sent one : left) {
            if (!stopped && one.joined && !one.replyBegun && one.flight.mayGoAgain()) {
                owner.lost(one.flight);
            } else if (one.replyJudged && !stopped) {
                one.flight.fail(
                        new BadReplyException("what came over the connection is not a reply to what was asked"));
            } else {
                one.flight.fail(Flight.copy(failure));
            }
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // there is nothing left that depends on it
        }
    }
}
