package io.github.ddnskit.upnp;

import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.http.HttpReply;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps a subscription at a router alive until it is closed: all on one thread. */
final class Subscriber implements Runnable {

    private static final System.Logger LOG = System.getLogger(UpnpSignal.class.getName());
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration FAREWELL = Duration.ofMillis(500);

    /** A router that restarted has forgotten us until the next renewal, so this is short. */
    private static final int WANTED_SECONDS = 120;

    private static final Duration SHORTEST_RENEWAL = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Router router;
    private final Runnable hint;
    private final SecureRandom random = new SecureRandom();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable EventListener listener;
    private boolean leaving;

    Subscriber(Router router, Runnable hint) {
        this.router = router;
        this.hint = hint;
    }

    @Override
    public void run() {
        Duration pause = FIRST_PAUSE;
        while (closed.getCount() > 0) {
            Deadline young = Deadline.after(LONGEST_PAUSE);
            try {
                session();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "no events from the router: {0}", e.getMessage());
            } catch (InterruptedException e) {
                // Only end() does that, and the loop sees it.
            }
            // A subscription that lived long ended for a reason; others end because of something that lasts.
            pause = young.isOver() ? FIRST_PAUSE : pause;
            try {
                if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** One subscription, until it is lost. */
    private void session() throws IOException, InterruptedException {
        List<WanService> services = router.services(null, Deadline.after(ANSWER));
        WanService service = services.stream()
                .filter(one -> one.events().isPresent())
                .findFirst()
                .orElseThrow(() -> new UpnpException("it sends none"));
        URI events = service.events().orElseThrow();
        try (EventListener open = new EventListener(localAddress(service.router()), service.router(), random)) {
            listener = open;
            if (closed.getCount() == 0) {
                return;
            }
            Subscription subscription = subscribe(events, service.router(), open.callback());
            try {
                subscription.keep(open);
            } finally {
                unsubscribe(events, service.router(), subscription.sid);
            }
        }
    }

    private Subscription subscribe(URI events, InetAddress at, String callback)
            throws IOException, InterruptedException {
        HttpReply reply = router.send(
                HttpCall.of("SUBSCRIBE", events.toString())
                        .header("CALLBACK", "<" + callback + ">")
                        .header("NT", "upnp:event")
                        .header("TIMEOUT", "Second-" + WANTED_SECONDS),
                at,
                null,
                Deadline.after(ANSWER));
        String sid = reply.header("SID").orElse("");
        if (reply.status() != 200 || !sid.matches("[!-~]{1,256}")) {
            throw new UpnpException("it answered SUBSCRIBE with status " + reply.status());
        }
        return new Subscription(events, at, sid, renewal(reply));
    }

    /** When to renew: at half of the time that the router grants. */
    private static Deadline renewal(HttpReply reply) {
        String granted = reply.header("TIMEOUT").orElse("").strip();
        int seconds =
                granted.matches("(?i)second-[0-9]{1,9}") ? Integer.parseInt(granted.substring(7)) : WANTED_SECONDS;
        Duration half = Duration.ofSeconds(Math.min(seconds, WANTED_SECONDS)).dividedBy(2);
        return Deadline.after(half.compareTo(SHORTEST_RENEWAL) < 0 ? SHORTEST_RENEWAL : half);
    }

    private void unsubscribe(URI events, InetAddress at, String sid) {
        synchronized (this) {
            leaving = true;
            Thread.interrupted(); // that was to come here, and no more of it follows
        }
        try {
            router.send(
                    HttpCall.of("UNSUBSCRIBE", events.toString()).header("SID", sid),
                    at,
                    null,
                    Deadline.after(FAREWELL));
        } catch (IOException | InterruptedException e) {
            // It ends by itself then.
        }
        synchronized (this) {
            leaving = false;
        }
    }

    /** The address by which the router knows this machine; nothing is sent. */
    private static InetAddress localAddress(InetAddress router) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(router, 9));
            return socket.getLocalAddress();
        }
    }

    /** Ends it, except for the farewell to the router, which takes a moment more. */
    void end(Thread running) {
        closed.countDown();
        EventListener open = listener;
        if (open != null) {
            open.close();
        }
        synchronized (this) {
            if (!leaving) {
                running.interrupt();
            }
        }
    }

    /** A subscription that the router granted. */
    private final class Subscription {

        private final URI events;
        private final InetAddress at;
        private final String sid;
        private Deadline renewal;
        private long expected;
        private boolean lost;

        Subscription(URI events, InetAddress at, String sid, Deadline renewal) {
            this.events = events;
            this.at = at;
            this.sid = sid;
            this.renewal = renewal;
        }

        /** Listens and renews until an event is lost, the router has forgotten it, or it is closed. */
        void keep(EventListener from) throws IOException, InterruptedException {
            while (!lost && closed.getCount() > 0) {
                from.await(renewal, this::judge);
                if (renewal.isOver() && closed.getCount() > 0) {
                    renew();
                }
            }
        }

        private int judge(NotifyMessage message) {
            if (!message.sid().equals(sid)) {
                return 412;
            }
            if (message.sequence() != expected) {
                lost = true; // the first event of the next subscription makes up for it
                return 200;
            }
            expected = NotifyMessage.next(expected);
            if (message.isAboutTheConnection()) {
                hint.run();
            }
            return 200;
        }

        private void renew() throws IOException, InterruptedException {
            HttpReply reply = router.send(
                    HttpCall.of("SUBSCRIBE", events.toString())
                            .header("SID", sid)
                            .header("TIMEOUT", "Second-" + WANTED_SECONDS),
                    at,
                    null,
                    Deadline.after(ANSWER));
            if (reply.status() != 200
                    || !reply.header("SID").filter(sid::equals).isPresent()) {
                throw new UpnpException("it answered the renewal with status " + reply.status());
            }
            renewal = renewal(reply);
        }
    }
}
