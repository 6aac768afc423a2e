package io.github.ddnskit.rfc2136.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;

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
     * A transport to a server, with a TCP connection for each exchange that needs one.
     *
     * @param server where it is
     */
    public DatagramOrStreamTransport(InetSocketAddress server) {
        this(server, LocalEnd.ANY, new TcpTransport(server));
    }

    /**
     * A transport to a server.
     *
     * @param server where it is
     * @param from from where to send datagrams
     * @param tcp the way for what does not fit into one
     */
    DatagramOrStreamTransport(InetSocketAddress server, LocalEnd from, Transport tcp) {
        udp = new UdpTransport(server, from);
        this.tcp = tcp;
    }

    @Override
    public Message exchange(Request request, Deadline deadline) throws IOException, InterruptedException {
        if (request.isForStream()) {
            return tcp.exchange(request, deadline);
        }
        Request.Transmission first = request.transmission();
        Request begun = new Begun(request, first);
        if (first.wire().length > DATAGRAM_LIMIT) {
            return tcp.exchange(begun, deadline);
        }
        try {
            return udp.exchange(begun, deadline);
        } catch (TruncatedException e) {
            return tcp.exchange(request, deadline);
        }
    }

    /** A request whose first transmission has been made already. */
    private static final class Begun implements Request {

        private final Request request;
        private final AtomicReference<@Nullable Transmission> unsent;

        Begun(Request request, Transmission first) {
            this.request = request;
            this.unsent = new AtomicReference<>(first);
        }

        @Override
        public Transmission transmission() {
            Transmission next = unsent.getAndSet(null);
            return next == null ? request.transmission() : next;
        }

        @Override
        public Name about() {
            return request.about();
        }
    }
}
