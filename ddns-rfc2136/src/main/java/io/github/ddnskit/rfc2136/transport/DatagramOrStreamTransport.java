package io.github.ddnskit.rfc2136.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;

/**
 * UDP for what surely fits into a datagram, and TCP for the rest: a request above {@value #DATAGRAM_LIMIT} octets, which
 * is what fits through any network in one piece, one that {@linkplain Request#isForStream is for a stream}, or a reply
 * that was truncated.
 */
public final class DatagramOrStreamTransport implements Transport {

    private static final int DATAGRAM_LIMIT = 1232;

    private final Transport udp;
    private final Transport tcp;

    /**
     * A transport to a server.
     *
     * @param server where it is
     */
    public DatagramOrStreamTransport(InetSocketAddress server) {
        this(server, null);
    }

    /**
     * A transport to a server from a local address.
     *
     * @param server where it is
     * @param from the local address, or null for the system's choice
     */
    public DatagramOrStreamTransport(InetSocketAddress server, @Nullable InetAddress from) {
        udp = new UdpTransport(server, from);
        tcp = new TcpTransport(server, from);
    }

    @Override
    public Message exchange(Request request, Deadline deadline) throws IOException, InterruptedException {
        if (request.isForStream()) {
            return tcp.exchange(request, deadline);
        }
        Request.Transmission first = request.transmission();
        AtomicReference<Request.@Nullable Transmission> unsent = new AtomicReference<>(first);
        Request begun = () -> {
            Request.Transmission next = unsent.getAndSet(null);
            return next == null ? request.transmission() : next;
        };
        if (first.message().toWire().length > DATAGRAM_LIMIT) {
            return tcp.exchange(begun, deadline);
        }
        try {
            return udp.exchange(begun, deadline);
        } catch (TruncatedException e) {
            return tcp.exchange(request, deadline);
        }
    }
}
