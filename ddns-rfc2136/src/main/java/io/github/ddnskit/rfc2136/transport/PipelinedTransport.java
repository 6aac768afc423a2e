package io.github.ddnskit.rfc2136.transport;

import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.Message;

/** A transport on which one thread can have many requests under way. Thread-safe. */
public interface PipelinedTransport extends Transport {

    /**
     * Sends a request, and does not wait for the reply.
     *
     * @param request what to ask
     * @param deadline when to give up
     * @return becomes the reply that was accepted, or fails as {@link #exchange} does; whoever cancels it gives up
     *     waiting, and what was sent stays sent. It is completed by the thread that reads, which must not be held up
     */
    CompletableFuture<Message> send(Request request, Deadline deadline);
}
