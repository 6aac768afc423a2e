package io.github.ddnskit.ip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A conversation over UDP with one peer, from a port of its own: the request is repeated, with waits that double, until
 * an answer is believed or the time is over. What others than the peer send is never seen.
 */
final class UdpExchange implements AutoCloseable {

    /** Longer than any answer in these protocols; what fills it was longer still, and was cut. */
    private static final int BUFFER = 2049;

    private static final Duration LONGEST = Duration.ofHours(1);

    private final DatagramChannel channel;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    /** Understands an answer, or throws what is wrong with it. */
    interface Reader<T> {
        T read(byte[] datagram) throws UnbelievableException;
    }

    /** How often a request is sent, and how long to wait after the first time; then twice as long, and so on. */
    record Pace(Duration firstWait, int mostRequests) {}

    /** Nothing that could be believed came in time. */
    static final class SilenceException extends IOException {
        private static final long serialVersionUID = 1L;

        SilenceException(String message) {
            super(message);
        }
    }

    private UdpExchange(DatagramChannel channel, Selector selector) {
        this.channel = channel;
        this.selector = selector;
    }

    /**
     * Opens a conversation.
     *
     * @param peer whom to ask
     * @param local the address to ask from, or null for the system's choice
     */
    static UdpExchange open(InetSocketAddress peer, @Nullable InetAddress local) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            if (local != null) {
                channel.bind(new InetSocketAddress(local, 0));
            }
            channel.connect(peer);
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            return new UdpExchange(channel, selector);
        } catch (UnsupportedAddressTypeException e) { // this system has no IPv6
            channel.close();
            throw new NoRouteToHostException();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** {@return the address and port that the peer sees, if nothing on the way translates it} */
    InetSocketAddress local() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    /** The time, on the clock of {@link System#nanoTime}, when a query that begins now is over. */
    static long deadline(Duration timeout) {
        return System.nanoTime() + (timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST).toNanos();
    }

    /** Sends a datagram and does not wait. */
    void send(byte[] datagram) throws IOException {
        channel.write(ByteBuffer.wrap(datagram));
    }

    /**
     * Asks.
     *
     * @throws SilenceException if no answer could be believed until the deadline
     * @throws IOException if the peer cannot be reached
     * @throws InterruptedException if the thread is interrupted
     */
    <T> T ask(byte[] request, Pace pace, long deadline, Reader<T> reader) throws IOException, InterruptedException {
        String lastWhy = "";
        long wait = pace.firstWait().toNanos();
        for (int sent = 1; deadline - System.nanoTime() > 0; sent++) {
            send(request);
            boolean last = sent >= pace.mostRequests();
            long again = System.nanoTime() + wait;
            long until = last || again - deadline > 0 ? deadline : again;
            while (await(until)) {
                byte[] datagram = receive();
                if (datagram == null) {
                    continue;
                }
                try {
                    return reader.read(datagram);
                } catch (UnbelievableException e) {
                    lastWhy = e.why();
                }
            }
            wait *= 2;
        }
        throw new SilenceException(
                lastWhy.isEmpty()
                        ? "did not answer in time"
                        : "sent no answer that can be believed in time; the last was " + lastWhy);
    }

    /** Why asking failed, in words that follow the name of the peer and where it is. */
    static String words(IOException e) {
        if (e instanceof SilenceException) {
            return String.valueOf(e.getMessage());
        }
        if (e instanceof PortUnreachableException) {
            return "is not there, or does not listen at this port";
        }
        // What the system says of a socket, such as that the network is unreachable, holds nothing of the user's.
        String detail = e instanceof SocketException ? e.getMessage() : null;
        return "cannot be asked: " + (detail == null ? e.getClass().getSimpleName() : detail);
    }

    /** An address and port as people write them. */
    static String text(InetSocketAddress peer) {
        String address = IpLiteral.format(peer.getAddress());
        return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + peer.getPort();
    }

    @Override
    public void close() {
        try {
            channel.close();
            selector.close();
        } catch (IOException e) {
            // There is nothing left that it could spoil.
        }
    }

    /** Waits until there is something to read; false if there was nothing until then. */
    private boolean await(long until) throws IOException, InterruptedException {
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            long left = until - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            selector.selectedKeys().clear();
            if (selector.select(left / 1_000_000 + 1) > 0) {
                return true;
            }
        }
    }

    private byte @Nullable [] receive() throws IOException {
        buffer.clear();
        int length = channel.read(buffer);
        return length <= 0 || length == BUFFER ? null : Arrays.copyOf(buffer.array(), length);
    }
}
