package io.github.ddnskit.rfc2136.transport;

import io.github.ddnskit.rfc2136.transport.Request.Transmission;
import io.github.ddnskit.rfc2136.transport.Request.Verdict;
import io.github.ddnskit.rfc2136.transport.UnderWay.Sent;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
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

    private static final int OVER = -1;
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
    private final Outflow out;
    private final Thread thread;

    // its thread's own
    private boolean moreToRead;
    private boolean writable;

    private final Object lock = new Object();
    // all of these guarded by the lock
    private final UnderWay underWay = new UnderWay();
    private boolean started;
    private boolean takesMore = true;
    private boolean closing;
    private boolean ready;
    private boolean proven; // somebody has had a reply over it
    private long lastUsed = System.nanoTime();
    private long nextLook = lastUsed;

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
        out = new Outflow(wire, this::wakeUp);
        thread = new Thread(
                this,
                "ddnskit-dns-" + route.server().getHostString() + ":"
                        + route.server().getPort());
        thread.setDaemon(true);
    }

    /** Whether it takes one more request, as far as is known. */
    boolean takesMore() {
        synchronized (lock) {
            return takesMore && underWay.takesMore();
        }
    }

    /** Sends a request, unless the connection has ended; then it says false and has done nothing that counts. */
    boolean offer(Flight flight) {
        while (true) {
            Transmission transmission = flight.transmission();
            byte[] wireForm = transmission.wire();
            synchronized (lock) {
                takesMore &= underWay.takesMore();
                if (!takesMore) {
                    return false;
                }
                Sent added = underWay.add(flight, transmission, proven);
                if (added == null) {
                    continue; // every transmission has another ID
                }
                out.add(wireForm);
                lookAt(added.end);
                if (!started) {
                    started = true;
                    thread.start();
                }
            }
            out.flush();
            return true;
        }
    }

    /** Nobody waits for it any more: because its time is over, or for another reason. */
    void forget(Flight flight, boolean isOver) {
        synchronized (lock) {
            underWay.drop(flight, isOver);
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
        out.open();
        Inbox inbox = new Inbox();
        try {
            while (await(key, out.isBlocked() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ)) {
                if (writable) {
                    out.unblock();
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
        out.hold();
        try {
            int count = inbox.read(wire);
            if (count == 0) {
                out.throwFailure();
            }
            for (int i = 1; count > 0; i++) {
                for (byte[] message = inbox.next(); message != null; message = inbox.next()) {
                    handOut(message);
                }
                if (i == READS_AT_ONCE) {
                    break;
                }
                count = inbox.read(wire);
            }
            if (count < 0) {
                throw new EOFException("the server closed the connection before its reply was complete");
            }
            moreToRead = count > 0;
        } finally {
            out.release();
        }
    }

    private void handOut(byte[] message) {
        int id = Byte.toUnsignedInt(message[0]) << 8 | Byte.toUnsignedInt(message[1]);
        long now = System.nanoTime();
        Sent to;
        synchronized (lock) {
            to = underWay.received(id, now);
        }
        if (to == null) {
            ignored.increment();
            return;
        }
        Verdict verdict = to.transmission.judge(message);
        synchronized (lock) {
            to.replyBegun = true;
            to.replyJudged = true;
            if (!to.waits) {
                return;
            }
            if (!(verdict instanceof Verdict.Accepted)) {
                ignored.increment();
                if (!(verdict instanceof Verdict.Ignored) && !to.doubtful) {
                    to.doubtful = true;
                    to.end = now + Math.min(to.end - now, UdpTransport.GRACE.toNanos());
                    lookAt(to.end);
                }
                return;
            }
            underWay.answered(to);
            proven = true;
            lastUsed = now;
        }
        to.flight.land(((Verdict.Accepted) verdict).reply());
    }

    /** A message that is cut off may be the reply to one request, or to any. */
    private void noteBegun(Inbox inbox) {
        if (!inbox.isWithinMessage()) {
            return;
        }
        synchronized (lock) {
            underWay.replyBegun(inbox.idOfBegun());
        }
    }

    private void wakeUp() {
        if (thread != Thread.currentThread()) {
            selector.wakeup();
        }
    }

    /** Ends what is over. How long until the next time, or negative if the connection is to end. */
    private long untilNextLook() {
        List<Flight> over = List.of();
        long now = System.nanoTime();
        long wait;
        synchronized (lock) {
            if (now - nextLook >= 0) {
                over = underWay.dropOver(now);
                nextLook = underWay.firstEnd(now + IDLE.toNanos());
                if (underWay.waiting() == 0) {
                    nextLook = lastUsed + IDLE.toNanos();
                    takesMore &= ready && underWay.takesMore() && nextLook - now > 0;
                }
            }
            boolean done = underWay.waiting() == 0 && !takesMore;
            wait = closing || done ? OVER : Math.max(0, nextLook - now);
        }
        over.forEach(flight -> flight.fail(new NoReplyException()));
        return wait;
    }

    private void lookAt(long nanoTime) {
        if (nanoTime - nextLook < 0) {
            nextLook = nanoTime;
            wakeUp();
        }
    }

    private void end(@Nullable IOException why) {
        List<Sent> left;
        boolean stopped;
        synchronized (lock) {
            takesMore = false;
            stopped = closing;
            left = underWay.leave();
        }
        if (!out.end()) {
            wire.close();
        }
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
