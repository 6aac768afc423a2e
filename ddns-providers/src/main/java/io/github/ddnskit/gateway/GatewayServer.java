package io.github.ddnskit.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Brings requests to a gateway with the HTTP server of the JDK, for which a program on the module path requires the module
 * {@code jdk.httpserver}. Thread-safe.
 *
 * <p>A request has to be there within a time, and its answer taken; a connection that is slower is closed, and while others
 * wait for a thread, one that takes longer than two seconds. No thread waits for DNS. What the server of the JDK does not
 * limit unless its own system properties say so: connections that are open and send nothing (it closes them after
 * half a minute or more), and how large all header fields of a request are together. Who faces many strangers sets
 * {@code sun.net.httpserver.maxReqHeaderSize} and {@code jdk.httpserver.maxConnections} where the JDK knows them, or puts a
 * proxy before it. Who has clients that keep connections, such as a proxy, sets {@code sun.net.httpserver.nodelay} to
 * {@code true}: without it each answer on a connection that is kept waits 40 ms for the client's system.
 */
public final class GatewayServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(GatewayServer.class.getName());
    private static final int WRITERS = 8;
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int ANSWERS_WAITING = 20_000;
    private static final long LOOK_MILLIS = 200;

    /** What the JDK knows of the fields of a request, and no more. */
    private static final int MOST_HEADER_CHARACTERS = 16_384;

    private final UpdateGateway gateway;
    private final HttpServer server;
    private final TimedPool readers;
    private final TimedPool writers;
    private final ScheduledThreadPoolExecutor watch;
    private final boolean secure;
    private final AtomicLong open = new AtomicLong();
    private volatile boolean closing;

    private GatewayServer(Builder builder) throws IOException {
        gateway = builder.gateway;
        SSLContext tls = builder.tls;
        secure = tls != null;
        if (tls == null) {
            server = HttpServer.create(builder.address, 0);
        } else {
            HttpsServer https = HttpsServer.create(builder.address, 0);
            https.setHttpsConfigurator(new Configurator(tls));
            server = https;
        }
        AtomicLong number = new AtomicLong();
        ThreadFactory factory = work -> {
            Thread thread = new Thread(work, "ddns-gateway-http-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        readers = new TimedPool(builder.threads, builder.threads * 16, builder.timeout, factory);
        writers = new TimedPool(WRITERS, ANSWERS_WAITING, builder.timeout, factory);
        watch = new ScheduledThreadPoolExecutor(1, factory);
        server.setExecutor(readers);
        server.createContext("/", this::handle);
    }

    /**
     * A builder for a server.
     *
     * @param gateway what answers its requests; the server does not close it
     * @return the builder
     */
    public static Builder builder(UpdateGateway gateway) {
        return new Builder(gateway);
    }

    /** {@return where it listens} */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /**
     * Shows another certificate from now on, such as a renewed one.
     *
     * @param context the keys and certificates
     * @throws IllegalStateException if it does not speak TLS
     */
    public void renew(SSLContext context) {
        if (!(server instanceof HttpsServer https)) {
            throw new IllegalStateException("this server does not speak TLS");
        }
        https.setHttpsConfigurator(new Configurator(context));
    }

    /** Takes no more requests, and lets those that are under way come to their end for up to ten seconds. */
    @Override
    public void close() {
        // the server stops when its exchanges are done; it does not know those that are still to be answered
        closing = true;
        long deadline = System.nanoTime() + GRACE.toNanos();
        synchronized (open) {
            try {
                for (long left = GRACE.toMillis(); open.get() > 0 && left > 0; ) {
                    open.wait(left);
                    left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        server.stop(0);
        watch.shutdownNow();
        readers.shutdownNow();
        writers.shutdownNow();
    }

    private void start() {
        server.start();
        var unused = watch.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        readers.hurryUp();
        writers.hurryUp();
    }

    private void handle(HttpExchange exchange) {
        open.incrementAndGet();
        if (closing) {
            answer(exchange, Answer.all(Ask.Style.DYNDNS2, Code.UNAVAILABLE).with("Connection", "close"));
            return;
        }
        GatewayRequest request;
        try {
            request = request(exchange);
        } catch (MalformedRequestException e) {
            answer(exchange, Answer.malformed(e));
            return;
        } catch (RuntimeException e) {
            abandon(exchange);
            return;
        }
        var unused = gateway.submit(request).whenComplete((response, failure) -> {
            if (failure == null) {
                answer(exchange, response);
            } else {
                abandon(exchange);
            }
        });
    }

    private GatewayRequest request(HttpExchange exchange) throws MalformedRequestException {
        long characters = exchange.getRequestHeaders().entrySet().stream()
                .mapToLong(field -> field.getValue().stream()
                        .mapToLong(
                                value -> value.length() + (long) field.getKey().length())
                        .sum())
                .sum();
        if (characters > MOST_HEADER_CHARACTERS) {
            throw new MalformedRequestException(431, "the header is too large");
        }
        if (exchange.getRequestURI().getRawAuthority() != null
                || exchange.getRequestURI().isAbsolute()) {
            throw new MalformedRequestException("the request target is no path"); // such as //nic/update
        }
        String query = exchange.getRequestURI().getRawQuery();
        String path = String.valueOf(exchange.getRequestURI().getRawPath());
        return new GatewayRequest(
                exchange.getRequestMethod(),
                query == null ? path : path + "?" + query,
                exchange.getRequestHeaders(),
                exchange.getRemoteAddress().getAddress(),
                secure);
    }

    private void answer(HttpExchange exchange, GatewayResponse response) {
        try {
            writers.execute(() -> write(exchange, response));
        } catch (RejectedExecutionException e) {
            abandon(exchange);
        }
    }

    private void write(HttpExchange exchange, GatewayResponse response) {
        try (exchange) {
            byte[] body = response.body().getBytes(StandardCharsets.US_ASCII);
            response.headers().forEach(exchange.getResponseHeaders()::set);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(response.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        } catch (IOException | RuntimeException e) {
            // the client has gone, or was too slow
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "an answer did not arrive: {0}",
                    e.getClass().getSimpleName());
        } finally {
            done();
        }
    }

    private void done() {
        synchronized (open) {
            open.decrementAndGet();
            open.notifyAll();
        }
    }

    private void abandon(HttpExchange exchange) {
        try {
            exchange.close();
        } finally {
            done();
        }
    }

    /** TLS 1.2 and 1.3, the rest as the context has it. */
    private static final class Configurator extends HttpsConfigurator {

        Configurator(SSLContext context) {
            super(context);
        }

        @Override
        public void configure(HttpsParameters parameters) {
            javax.net.ssl.SSLParameters chosen = getSSLContext().getDefaultSSLParameters();
            chosen.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            parameters.setSSLParameters(chosen);
        }
    }

    /** Gathers what a server needs. Not thread-safe. */
    public static final class Builder {

        private final UpdateGateway gateway;
        private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        private @Nullable SSLContext tls;
        private int threads = 64;
        private Duration timeout = Duration.ofSeconds(10);

        private Builder(UpdateGateway gateway) {
            this.gateway = gateway;
        }

        /**
         * Where to listen; on a free port of the loopback address if it is not set.
         *
         * @param address the address and port
         * @return this
         */
        public Builder listen(InetSocketAddress address) {
            this.address = Objects.requireNonNull(address);
            return this;
        }

        /**
         * Speaks TLS, and nothing else.
         *
         * @param context the keys and certificates
         * @return this
         */
        public Builder tls(SSLContext context) {
            tls = Objects.requireNonNull(context);
            return this;
        }

        /**
         * How many requests are read at once, and how long one may take to arrive; 64 and 10 s if it is not set.
         *
         * @param threads at least 2
         * @param timeout a positive time
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder reading(int threads, Duration timeout) {
            if (threads < 2 || timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("a server has at least 2 threads, and some patience");
            }
            this.threads = threads;
            this.timeout = timeout;
            return this;
        }

        /**
         * Begins to listen.
         *
         * @return the server
         * @throws IOException if the address is taken, or not one of this machine
         */
        public GatewayServer start() throws IOException {
            GatewayServer made = new GatewayServer(this);
            made.start();
            return made;
        }
    }
}
