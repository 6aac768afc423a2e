package io.github.ddnskit.upnp;

import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.spi.ChangeSignal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Hints when the router tells by UPnP events (GENA) that its connection or outer address changed. Thread-safe.
 *
 * <p>With the first subscriber it begins to listen: on a port of the system's choice, of the address that the router knows
 * this machine by, with a path that cannot be guessed, one connection at a time and from the router only. The subscription
 * at the router is renewed in time, and begun anew when an event was lost or the router forgot it. Takes one thread.
 *
 * <p>What an event says is not believed: it is a reason to ask, and no more.
 */
public final class UpnpSignal implements ChangeSignal {

    private static final System.Logger LOG = System.getLogger(UpnpSignal.class.getName());

    /** How long {@link #close} waits for the router to take the end of the subscription. */
    private static final int CLOSE_MILLIS = 900;

    private final Router router;
    private final @Nullable HttpEngine ownHttp;
    private final List<Runnable> hints = new CopyOnWriteArrayList<>();
    private @Nullable Subscriber subscriber;
    private @Nullable Thread thread;
    private volatile boolean closed;

    private UpnpSignal(UpnpGateway gateway, HttpEngine http, @Nullable HttpEngine ownHttp) {
        router = new Router(gateway, http);
        this.ownHttp = ownHttp;
    }

    /**
     * A signal of one router.
     *
     * @param gateway the router
     * @return the signal, which the caller closes
     */
    public static UpnpSignal of(UpnpGateway gateway) {
        HttpEngine http = HttpEngine.create();
        return new UpnpSignal(gateway, http, http);
    }

    /**
     * A signal of one router over an engine that is shared.
     *
     * @param gateway the router
     * @param http the engine, which the signal does not close; it must not go through a proxy
     * @return the signal, which the caller closes
     */
    public static UpnpSignal of(UpnpGateway gateway, HttpEngine http) {
        return new UpnpSignal(gateway, http, null);
    }

    @Override
    public synchronized void subscribe(Runnable hint) {
        hints.add(hint);
        if (thread == null && !closed) {
            Subscriber started = new Subscriber(router, this::hint);
            Thread begun = new Thread(started, "ddnskit-upnp");
            begun.setDaemon(true);
            subscriber = started;
            thread = begun;
            begun.start();
        }
    }

    private void hint() {
        for (Runnable hint : hints) {
            if (closed) {
                return;
            }
            try {
                hint.run();
            } catch (RuntimeException e) {
                // Without its message, which could hold anything.
                LOG.log(System.Logger.Level.ERROR, "a subscriber to UPnP events threw {0}", e.getClass());
            }
        }
    }

    /** Ends the subscription and the thread, within a second. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
            if (subscriber != null && running != null) {
                subscriber.end(running);
            }
        }
        if (running != null && running != Thread.currentThread()) {
            try {
                running.join(CLOSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (ownHttp != null) {
            ownHttp.close();
        }
    }
}
