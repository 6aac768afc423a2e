package io.github.ddnskit.ip;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Receives what a gateway announces to all, until it is closed. Thread-safe. */
final class AnnouncementListener implements Runnable, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(AnnouncementListener.class.getName());

    /** How often to look whether another interface leads to the gateway now, or to try again what failed. */
    private static final Duration REVIEW = Duration.ofSeconds(30);

    /** One byte more than the longest message of PCP. */
    private static final int LENGTH = 1101;

    private final Gateway gateway;
    private final InetSocketAddress group;
    private final Runnable announced;
    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable DatagramChannel open;

    /** The index of the interface at which it listens, or 0. */
    private volatile int joined;

    private boolean failedBefore;

    /**
     * Creates it: {@link #open}, then {@link #run}.
     *
     * @param group a multicast group and a port
     * @param announced what to call for each announcement
     */
    AnnouncementListener(Gateway gateway, InetSocketAddress group, Runnable announced) {
        this.gateway = gateway;
        this.group = group;
        this.announced = announced;
    }

    /** Tells from which address and port announcements come, if there is a gateway now. */
    @FunctionalInterface
    interface Gateway {
        Optional<InetSocketAddress> find() throws IOException;
    }

    /** Opens the port, so that nothing is missed from now on. If that fails, {@link #run} tries again. */
    void open() {
        try {
            DatagramChannel unused = opened();
        } catch (IOException e) {
            complain(e);
        }
    }

    @Override
    public void run() {
        try {
            while (closing.getCount() > 0) {
                try (DatagramChannel channel = opened()) {
                    listen(channel);
                } catch (IOException e) {
                    complain(e);
                    boolean unused = closing.await(REVIEW.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        closing.countDown();
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "the port for announcements was not closed well");
            }
        }
    }

    /** Whether it is an announcement of NAT-PMP, with whatever result, or of PCP. */
    static boolean isAnnouncement(byte[] datagram) {
        if (datagram.length == 0 || datagram[0] != 0) {
            return PcpMessage.isAnnouncement(datagram);
        }
        try {
            NatPmpMessage.Answer unused = NatPmpMessage.parse(datagram);
            return true;
        } catch (UnbelievableException e) {
            return false;
        }
    }

    private synchronized DatagramChannel opened() throws IOException {
        if (open != null && open.isOpen()) {
            return open;
        }
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            bind(channel);
            NetworkInterface towards = towardsGateway();
            joined = towards == null ? 0 : towards.getIndex();
            if (towards != null) {
                MembershipKey unused = channel.join(group.getAddress(), towards);
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        open = channel;
        return channel;
    }

    private void bind(DatagramChannel channel) throws IOException {
        try {
            channel.bind(group); // so that nothing else is received
        } catch (IOException e) {
            channel.bind(new InetSocketAddress(group.getPort())); // Windows knows no other way
        }
    }

    /** Receives until another interface leads to the gateway. */
    private void listen(DatagramChannel channel) throws IOException {
        DatagramSocket socket = channel.socket();
        socket.setSoTimeout((int) REVIEW.toMillis());
        DatagramPacket packet = new DatagramPacket(new byte[LENGTH], LENGTH);
        long reviewed = System.nanoTime();
        while (closing.getCount() > 0) {
            if (System.nanoTime() - reviewed >= REVIEW.toNanos()) {
                reviewed = System.nanoTime();
                NetworkInterface towards = towardsGateway();
                if (towards != null && towards.getIndex() != joined) {
                    return;
                }
            }
            try {
                packet.setLength(LENGTH);
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                continue;
            }
            byte[] datagram = Arrays.copyOf(packet.getData(), packet.getLength());
            if (isAnnouncement(datagram) && gateway.find().equals(Optional.of(packet.getSocketAddress()))) {
                announced.run();
            }
        }
    }

    /** The interface of the address from which the system would send to the gateway; nothing is sent. */
    private @Nullable NetworkInterface towardsGateway() throws IOException {
        Optional<InetSocketAddress> found = gateway.find();
        if (found.isEmpty()) {
            return null;
        }
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(found.get());
            return NetworkInterface.getByInetAddress(probe.getLocalAddress());
        }
    }

    private void complain(IOException e) {
        if (closing.getCount() > 0 && !failedBefore) {
            failedBefore = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "announcements of the gateway are not received now: {0}",
                    String.valueOf(e.getMessage()));
        }
    }
}
