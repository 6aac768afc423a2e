package io.github.ddnskit.internal;

import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.event.DdnsListener;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listener, one event at a time in the order in which they happened, and survives what it throws. Whoever has an
 * event while the listener is being told another leaves it to the thread that tells: a listener may therefore call the client,
 * and nobody waits for it who holds something that it needs.
 */
final class Events {

    private static final System.Logger LOG = System.getLogger(Events.class.getName());

    private final DdnsListener listener;
    private final Queue<DdnsEvent> waiting = new ArrayDeque<>();
    private boolean isBeingTold;

    Events(DdnsListener listener) {
        this.listener = listener;
    }

    void emit(DdnsEvent event) {
        LOG.log(System.Logger.Level.DEBUG, "{0}", event);
        synchronized (waiting) {
            waiting.add(event);
            if (isBeingTold) {
                return;
            }
            isBeingTold = true;
        }
        for (DdnsEvent next = next(); next != null; next = next()) {
            tell(next);
        }
    }

    private @Nullable DdnsEvent next() {
        synchronized (waiting) {
            DdnsEvent next = waiting.poll();
            isBeingTold = next != null;
            return next;
        }
    }

    private void tell(DdnsEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "the listener threw on: " + event, e);
        }
    }
}
