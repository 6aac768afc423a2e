package io.github.ddnskit.rfc2136.transport;

import java.io.IOException;
import org.xbill.DNS.Message;

/** Carries a request to one server and brings back its reply. Thread-safe; exchanges do not
 * depend on each other. */
public interface Transport {

    /**
     * Sends a request, as often as it takes, until one of its transmissions accepts a reply.
     *
     * @param request what to ask
     * @param deadline when to give up
     * @return the reply that was accepted
     * @throws NoReplyException if none came in time
     * @throws UnverifiedReplyException if replies came, but none that is signed as it must be
     * @throws java.net.PortUnreachableException if nothing listens there (UDP)
     * @throws java.net.ConnectException if nothing listens there (TCP)
     * @throws IOException if anything else went wrong on the way
     * @throws InterruptedException if the thread was interrupted
     */
    Message exchange(Request request, Deadline deadline) throws IOException, InterruptedException;
}
