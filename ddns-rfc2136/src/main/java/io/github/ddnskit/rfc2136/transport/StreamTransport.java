package io.github.ddnskit.rfc2136.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;

/**
 * TCP (RFC 7766) or TLS (RFC 7858) over one connection, on which many requests are under way at once. Thread-safe.
 *
 * <p>The connection is opened when it is needed and closed when it has been idle for some seconds. Replies may come in any
 * order; each is matched by its ID and then judged by the request, and whatever is not accepted is passed over. If a
 * connection that has served before breaks, what went out on it goes out again over a new one, as a fresh transmission,
 * unless an octet of its reply has come.
 */
public final class StreamTransport implements PipelinedTransport, AutoCloseable {

    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Route route;
    private final LongAdder ignored = new LongAdder();
    private final LongAdder connections = new LongAdder();
    // guarded by this
    private final List<StreamConnection> open = new ArrayList<>();
    private @Nullable StreamConnection connection; // the one that takes more
    private boolean closed;

    /**
     * A transport to a server. Nothing is opened yet.
     *
     * @param route the way to it
     */
    StreamTransport(Route route) {
        this.route = route;
    }

    @Override
    public CompletableFuture<Message> send(Request request, Deadline deadline) {
        Flight flight = new Flight(request, deadline);
        launch(flight);
        return flight.outcome();
    }

    /** @throws BadReplyException if what came was no reply, or no message at all */
    @Override
    public Message exchange(Request request, Deadline deadline) throws IOException, InterruptedException {
        Flight flight = new Flight(request, deadline);
        launch(flight);
        try {
            return flight.outcome().get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            forget(flight, true);
            throw new NoReplyException();
        } catch (InterruptedException e) {
            forget(flight, false);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("the request could not be sent", e.getCause());
        }
    }

    /** {@return how many messages came that belonged to no request or could not be believed} */
    public long ignored() {
        return ignored.sum();
    }

    /** {@return how many connections were opened} */
    public long connections() {
        return connections.sum();
    }

    /** Closes the connection within a second. What is under way fails, and so does whatever is sent from now on. */
    @Override
    public void close() {
        List<StreamConnection> last;
        synchronized (this) {
            closed = true;
            last = List.copyOf(open);
        }
        last.forEach(StreamConnection::close);
        Deadline patience = Deadline.after(CLOSING);
        try {
            for (StreamConnection each : last) {
                each.join(patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void launch(Flight flight) {
        try {
            while (!connection().offer(flight)) {
                // it ended just now, and there will be another
            }
        } catch (IOException e) {
            flight.fail(e);
        }
    }

    private synchronized StreamConnection connection() throws IOException {
        if (closed) {
            throw new IOException("this transport is closed");
        }
        StreamConnection current = connection;
        if (current == null || !current.takesMore()) {
            current = new StreamConnection(route, new Fate(), ignored);
            connection = current;
            open.add(current);
            connections.increment();
        }
        return current;
    }

    private void forget(Flight flight, boolean isOver) {
        List<StreamConnection> all;
        synchronized (this) {
            all = List.copyOf(open);
        }
        all.forEach(each -> each.forget(flight, isOver));
    }

    private final class Fate implements StreamConnection.Owner {

        @Override
        public void lost(Flight flight) {
            launch(flight);
        }

        @Override
        public void ended(StreamConnection connection) {
            synchronized (StreamTransport.this) {
                open.remove(connection);
            }
        }
    }
}
