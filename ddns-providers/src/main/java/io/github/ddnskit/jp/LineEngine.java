package io.github.ddnskit.jp;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Holds the short dialogues of services that are updated by lines over TLS. Thread-safe, and holds nothing between
 * dialogues.
 *
 * <p>A login by POP3 or FTP is five lines, and Onamae.com's protocol is its own, so a dialogue over an {@code SSLSocket}
 * is less to trust than a mail library: such a library brings its own timeouts, threads, retries and configuration by
 * system property, and would send a password in the clear if TLS were not offered. Here nothing is sent before TLS has
 * proven the name of the server, a whole dialogue ends by its deadline or an interrupt, and what is read is bounded: lines
 * of 1024 octets, 100 of them.
 */
public final class LineEngine {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final SSLSocketFactory tls;
    private final List<InetSocketAddress> connectTo;
    private final Duration timeout;

    private LineEngine(Builder builder) {
        tls = builder.tls == null ? (SSLSocketFactory) SSLSocketFactory.getDefault() : builder.tls;
        connectTo = List.copyOf(builder.connectTo);
        timeout = builder.timeout;
    }

    /** A dialogue: what to say, and what to make of the replies. */
    @FunctionalInterface
    interface Dialogue<T> {
        T hold(Lines lines) throws IOException;
    }

    /** {@return an engine with the defaults} */
    public static LineEngine create() {
        return builder().build();
    }

    /** {@return a new builder} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Connects, and holds a dialogue.
     *
     * @throws IOException if there was no connection, or the dialogue could not be held to its end
     * @throws InterruptedException if the thread was interrupted, which breaks the connection
     */
    <T> T talk(LineServer server, Dialogue<T> dialogue) throws IOException, InterruptedException {
        Sockets sockets = new Sockets();
        return Bounded.call(
                timeout,
                () -> {
                    try (Socket socket = connect(server, sockets)) {
                        Lines lines = new Lines(socket, server.host(), tls);
                        if (server.tlsAtOnce()) {
                            lines.startTls();
                        }
                        return dialogue.hold(lines);
                    }
                },
                sockets::abandon);
    }

    /** What a broken dialogue means. */
    static Outcome.Failed failed(IOException e, LineServer server) {
        if (e instanceof Refusal refusal) {
            return refusal.failed();
        }
        String host = server.host();
        String words = "the connection to " + host + " broke (" + e.getClass().getSimpleName() + ")";
        if (e instanceof UnknownHostException) {
            words = "the name " + host + " has no " + server.family() + " address";
        } else if (e instanceof SSLException) {
            words = "no TLS connection to " + host + " that can be trusted: " + e.getMessage();
        } else if (e instanceof SocketTimeoutException) {
            words = host + " did not answer in time";
        } else if (e instanceof BindException) {
            words = "the address to connect to " + host + " from is not one of this device";
        } else if (e instanceof ConnectException) {
            words = "no connection to " + host;
        } else if (e instanceof EOFException) {
            words = host + " closed the connection before its reply was complete";
        }
        return Outcome.failed(FailureReason.UNREACHABLE, Retry.backoff(), words);
    }

    /** Connects to the first of the server's addresses that answers. */
    private Socket connect(LineServer server, Sockets sockets) throws IOException {
        IOException last = new UnknownHostException(server.host());
        for (InetSocketAddress address : addresses(server)) {
            Socket socket = sockets.open();
            try {
                if (server.source() != null) {
                    socket.bind(new InetSocketAddress(server.source(), 0));
                }
                socket.connect(address, Math.toIntExact(CONNECT_TIMEOUT.toMillis()));
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private List<InetSocketAddress> addresses(LineServer server) throws UnknownHostException {
        List<InetSocketAddress> all = connectTo;
        if (all.isEmpty()) {
            all = Arrays.stream(InetAddress.getAllByName(server.host()))
                    .map(address -> new InetSocketAddress(address, server.port()))
                    .toList();
        }
        return all.stream()
                .filter(address -> AddressFamily.of(address.getAddress()) == server.family())
                .toList();
    }

    /** The sockets of one dialogue, one after the other. */
    private static final class Sockets {

        private @Nullable Socket latest;
        private boolean abandoned;

        synchronized Socket open() throws SocketTimeoutException {
            if (abandoned) {
                throw new SocketTimeoutException("nobody waits for it any more");
            }
            Socket socket = new Socket(Proxy.NO_PROXY);
            latest = socket;
            return socket;
        }

        /** Closes the socket below TLS: closing TLS in good manners could wait for the other side. */
        synchronized void abandon() {
            abandoned = true;
            if (latest != null) {
                try {
                    latest.close();
                } catch (IOException e) {
                    // it is of no use any more, closed or not
                }
            }
        }
    }

    /** Builds an engine. Not thread-safe. */
    public static final class Builder {

        private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

        private @Nullable SSLSocketFactory tls;
        private final List<InetSocketAddress> connectTo = new ArrayList<>();
        private Duration timeout = Duration.ofSeconds(30);

        private Builder() {}

        /**
         * Sets whom to trust and how TLS is spoken, the platform's default if not set. The name of the server is checked in
         * any case.
         *
         * @param factory makes the sockets
         * @return this
         */
        public Builder tls(SSLSocketFactory factory) {
            this.tls = factory;
            return this;
        }

        /**
         * Makes every connection to one of these addresses; TLS still demands the certificate of the provider. For tests,
         * and for a provider that is reached through a tunnel.
         *
         * @param addresses any number of each family
         * @return this
         */
        public Builder connectTo(InetSocketAddress... addresses) {
            connectTo.addAll(Arrays.asList(addresses));
            return this;
        }

        /**
         * Sets how long a whole dialogue may take, 30 s if not set.
         *
         * @param timeout more than nothing, an hour at most
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder timeout(Duration timeout) {
            if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
                throw new IllegalArgumentException("a timeout is more than 0 and at most 1 h, not " + timeout);
            }
            this.timeout = timeout;
            return this;
        }

        /** {@return the engine} */
        public LineEngine build() {
            return new LineEngine(this);
        }
    }
}
