package io.github.ddnskit.rfc2136.transport;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.Message;

/** A request under way over one connection, or over one after another. Thread-safe. */
final class Flight {

    private static final int MOST_TRANSMISSIONS = 3;

    private final Request request;
    private final Deadline deadline;
    private final CompletableFuture<Message> outcome = new CompletableFuture<>();
    private int transmissions; // one after another, by whoever has the flight in hand

    Flight(Request request, Deadline deadline) {
        this.request = request;
        this.deadline = deadline;
    }

    Request.Transmission transmission() {
        transmissions++;
        return request.transmission();
    }

    boolean mayGoAgain() {
        return transmissions < MOST_TRANSMISSIONS && !deadline.isOver();
    }

    Deadline deadline() {
        return deadline;
    }

    CompletableFuture<Message> outcome() {
        return outcome;
    }

    void land(Message reply) {
        outcome.complete(reply);
    }

    void fail(IOException why) {
        outcome.completeExceptionally(why);
    }

    /** One connection fails many flights, whose callers each get an exception of their own and may add to it. */
    static IOException copy(IOException e) {
        String message = e.getMessage();
        IOException copy;
        if (e instanceof TlsException) {
            return new TlsException(String.valueOf(message), e);
        } else if (e instanceof ConnectException) {
            copy = new ConnectException(message);
        } else if (e instanceof SocketException) {
            copy = new SocketException(message);
        } else if (e instanceof EOFException) {
            copy = new EOFException(message);
        } else if (e instanceof BadReplyException) {
            copy = new BadReplyException(String.valueOf(message));
        } else {
            return new IOException(message, e);
        }
        copy.initCause(e);
        return copy;
    }
}
