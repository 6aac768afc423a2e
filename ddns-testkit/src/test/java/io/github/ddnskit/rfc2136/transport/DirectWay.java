package io.github.ddnskit.rfc2136.transport;

import io.github.ddnskit.rfc2136.transport.Request.Transmission;
import io.github.ddnskit.rfc2136.transport.Request.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.Message;

/** A way to a server that is a function: no thread, no socket, and no time but what the patience lets pass. */
public final class DirectWay implements PipelinedTransport {

    private static final int TRANSMISSIONS = 2;

    private final Server server;
    private final Patience patience;

    public DirectWay(Server server, Patience patience) {
        this.server = server;
        this.patience = patience;
    }

    /** Whoever gets what is sent. */
    public interface Server {
        List<byte[]> replies(byte[] request) throws InterruptedException;
    }

    /** What happens while nothing comes. */
    public interface Patience {
        void await() throws InterruptedException;
    }

    @Override
    public Message exchange(Request request, Deadline deadline) throws IOException, InterruptedException {
        for (int i = 0; i < TRANSMISSIONS; i++) {
            Transmission transmission = request.transmission();
            for (byte[] reply : server.replies(transmission.wire())) {
                if (transmission.judge(reply) instanceof Verdict.Accepted accepted) {
                    return accepted.reply();
                }
            }
            patience.await();
        }
        throw new NoReplyException();
    }

    @Override
    public CompletableFuture<Message> send(Request request, Deadline deadline) {
        try {
            return CompletableFuture.completedFuture(exchange(request, deadline));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(e);
        }
    }
}
