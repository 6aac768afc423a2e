package io.github.ddnskit.internal;

import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.event.DdnsListener;
import java.util.concurrent.locks.ReentrantLock;

/** Tells the listener, one event at a time, and survives what it throws. */
final class Events {

    private static final System.Logger LOG = System.getLogger(Events.class.getName());

    private final DdnsListener listener;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    Events(DdnsListener listener) {
        this.listener = listener;
    }

    void emit(DdnsEvent event) {
        LOG.log(System.Logger.Level.DEBUG, "{0}", event);
        oneAtATime.lock();
        try {
            listener.on(event);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the listener threw on: " + event, e);
        } finally {
            oneAtATime.unlock();
        }
    }
}
