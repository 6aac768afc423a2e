package io.github.ddnskit.rfc2136.transport;

import io.github.ddnskit.rfc2136.transport.Request.Transmission;
import io.github.ddnskit.rfc2136.transport.Request.Verdict;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;

/**
 * UDP with retransmission. A transmission goes out at once, and another after each interval, which doubles every time.
 * Each has a socket of its own, connected, so that its port is unpredictable and only the server's packets arrive; all of
 * them are listened to until the end.
 *
 * <p>After a {@linkplain Verdict.Doubtful doubtful} reply nothing more is sent, and the exchange ends {@link #GRACE}
 * later at the latest: time enough for a genuine reply that a forged one overtook, and no long wait for a person with a
 * typing error in a key.
 */
public final class UdpTransport implements Transport {

    /** How long a better reply may take after a doubtful one. */
    public static final Duration GRACE = Duration.ofSeconds(1);

    private static final Duration FIRST_INTERVAL = Duration.ofSeconds(1);
    private static final int MAX_DATAGRAM = 65_535;

    private final InetSocketAddress server;
    private final LocalEnd from;

    /**
     * A transport to a server, which sends again after 1, 2, 4, ... seconds.
     *
     * @param server where it is
     */
    public UdpTransport(InetSocketAddress server) {
        this(server, LocalEnd.ANY);
    }

    /**
     * A transport to a server from somewhere.
     *
     * @param server where it is
     * @param from from where
     */
    public UdpTransport(InetSocketAddress server, LocalEnd from) {
        this.server = server;
        this.from = from;
    }

    /** @throws TruncatedException if the reply does not fit into a datagram */
    @Override
    public Message exchange(Request request, Deadline deadline) throws IOException, InterruptedException {
        try (Sockets sockets = new Sockets(server, from)) {
            Deadline end = deadline;
            Deadline next = Deadline.after(Duration.ZERO);
            Duration interval = FIRST_INTERVAL;
            boolean doubtful = false;
            while (!end.isOver()) {
                if (!doubtful && next.isOver()) {
                    sockets.send(request.transmission());
                    next = Deadline.after(interval);
                    interval = interval.multipliedBy(2);
                }
                for (Verdict verdict : sockets.receive(doubtful ? end : end.orEarlier(next))) {
                    if (verdict instanceof Verdict.Accepted accepted) {
                        return accepted.reply();
                    }
                    if (verdict instanceof Verdict.Truncated) {
                        throw new TruncatedException();
                    }
                    if (verdict instanceof Verdict.Doubtful && !doubtful) {
                        doubtful = true;
                        end = end.orEarlier(Deadline.after(GRACE));
                    }
                }
            }
            throw new NoReplyException();
        } catch (ClosedByInterruptException e) {
            throw Interrupts.asInterrupted(e);
        }
    }

    /** The sockets of one exchange. */
    private static final class Sockets implements AutoCloseable {

        private final InetSocketAddress server;
        private final LocalEnd from;
        private final Selector selector = Selector.open();
        private final ByteBuffer buffer = ByteBuffer.allocate(MAX_DATAGRAM);

        Sockets(InetSocketAddress server, LocalEnd from) throws IOException {
            this.server = server;
            this.from = from;
        }

        void send(Transmission transmission) throws IOException {
            DatagramChannel channel = DatagramChannel.open();
            try {
                channel.configureBlocking(false);
                from.bind(channel, server);
                channel.connect(server);
                channel.register(selector, SelectionKey.OP_READ, transmission);
                channel.write(ByteBuffer.wrap(transmission.wire()));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        }

        /** Waits for datagrams, and judges one from each socket that has any. */
        List<Verdict> receive(Deadline deadline) throws IOException, InterruptedException {
            selector.select(deadline.selectMillis());
            Interrupts.check();
            List<Verdict> verdicts = new ArrayList<>();
            for (SelectionKey key : selector.selectedKeys()) {
                Verdict verdict = receive(key);
                if (verdict != null) {
                    verdicts.add(verdict);
                }
            }
            selector.selectedKeys().clear();
            return verdicts;
        }

        private @Nullable Verdict receive(SelectionKey key) throws IOException {
            buffer.clear();
            int length = ((DatagramChannel) key.channel()).read(buffer);
            if (length <= 0) {
                return null;
            }
            return ((Transmission) key.attachment()).judge(Arrays.copyOf(buffer.array(), length));
        }

        @Override
        public void close() throws IOException {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        }
    }
}
