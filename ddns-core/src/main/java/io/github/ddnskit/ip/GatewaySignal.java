package io.github.ddnskit.ip;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.spi.ChangeSignal;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Hints when the router announces that its public address changed or that it was restarted, with NAT-PMP (RFC 6886
 * section 3.2.1) or PCP (RFC 6887 section 14.1). Thread-safe.
 *
 * <p>With the first subscriber it begins to listen for multicast to 224.0.0.1, UDP port 5350, which it shares with other
 * programs, on the interface that leads to the router; that takes one thread. What does not come from the address and port
 * of the router, or is no such announcement, is not heeded. An announcement can be forged all the same, so the address in
 * it is not believed: it is a reason to ask, and no more.
 */
public final class GatewaySignal implements ChangeSignal {

    private static final long CLOSE_MILLIS = 900;

    /** Where announcements go to. */
    private static final InetSocketAddress GROUP = new InetSocketAddress("224.0.0.1", 5350);

    private final AnnouncementListener listener;
    private final List<Runnable> hints = new CopyOnWriteArrayList<>();
    private @Nullable Thread thread;
    private boolean closed;

    /**
     * Creates the signal.
     *
     * @param group the multicast group and port to listen at
     */
    GatewaySignal(GatewayChoice gateways, InetSocketAddress group) {
        listener = new AnnouncementListener(
                () -> gateways.find(AddressFamily.IPV4), group, () -> hints.forEach(Runnable::run));
    }

    /**
     * A signal of the gateway of the default route, whichever it is when an announcement comes.
     *
     * @return the signal
     * @throws IllegalStateException if this system does not tell its routes: only Linux does, in {@code /proc/net/route}
     */
    public static GatewaySignal gateway() {
        return new GatewaySignal(GatewayChoice.ofDefaultRoute(), GROUP);
    }

    /**
     * A signal of this gateway.
     *
     * @param gateway its IPv4 address, such as {@code 192.168.1.1}
     * @return the signal
     * @throws IllegalArgumentException if it is not an IPv4 address
     */
    public static GatewaySignal at(String gateway) {
        if (AddressFamily.of(IpLiteral.parse(gateway)) != AddressFamily.IPV4) {
            throw new IllegalArgumentException("announcements come over IPv4: give the IPv4 address of the gateway");
        }
        return new GatewaySignal(GatewayChoice.of(gateway), GROUP);
    }

    @Override
    public synchronized void subscribe(Runnable hint) {
        hints.add(hint);
        if (thread == null && !closed) {
            listener.open();
            thread = new Thread(listener, "ddnskit-gateway");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Ends the thread, within a second. */
    @Override
    public synchronized void close() {
        closed = true;
        hints.clear();
        listener.close();
        if (thread != null && thread != Thread.currentThread()) {
            try {
                thread.join(CLOSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
