package io.github.ddnskit.testkit.gateway;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How a fake behaves towards what it receives: what it loses, and what it spoils. */
final class UdpConduct {

    private final List<byte[]> requests = new CopyOnWriteArrayList<>();
    private int drop;
    private boolean silent;
    private boolean elsewhere;
    private @Nullable UnaryOperator<byte[]> before;
    private UnaryOperator<byte[]> instead = UnaryOperator.identity();

    /** Makes the honest reply to a request, or null if there is none. */
    interface Honest {
        byte @Nullable [] reply(byte[] request);
    }

    synchronized void dropNext(int requests) {
        if (requests < 0) {
            throw new IllegalArgumentException(requests + " requests cannot be dropped");
        }
        drop = requests;
    }

    synchronized void fallSilent() {
        silent = true;
    }

    synchronized void forge(UnaryOperator<byte[]> change) {
        instead = change;
    }

    synchronized void forgeBefore(UnaryOperator<byte[]> change) {
        before = change;
    }

    synchronized void answerFromAnotherPort() {
        elsewhere = true;
    }

    synchronized void behave() {
        drop = 0;
        silent = false;
        elsewhere = false;
        before = null;
        instead = UnaryOperator.identity();
    }

    List<byte[]> requests() {
        return requests.stream().map(byte[]::clone).toList();
    }

    /** Notes a request, and answers it as told. */
    synchronized void serve(byte[] request, LoopbackUdp.Replies replies, Honest honest) {
        requests.add(request);
        if (drop > 0) {
            drop--;
            return;
        }
        byte[] reply = silent ? null : honest.reply(request);
        if (reply == null) {
            return;
        }
        if (before != null) {
            replies.send(before.apply(reply.clone()), false);
        }
        replies.send(instead.apply(reply.clone()), elsewhere);
    }
}
