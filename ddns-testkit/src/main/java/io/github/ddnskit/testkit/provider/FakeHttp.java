package io.github.ddnskit.testkit.provider;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.http.HttpEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLSocketFactory;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import okio.Buffer;

/**
 * An HTTPS server on loopback that passes for any host, over IPv4 and, where the machine has it, IPv6. Thread-safe.
 *
 * <p>The {@link #engine()} trusts it and connects to nothing else, so an updater is tested with the URLs of the real
 * provider. What was asked stays in {@link #exchanges()}.
 */
public final class FakeHttp implements AutoCloseable {

    private final List<MockWebServer> servers = new ArrayList<>();
    private final List<HttpExchange> exchanges = new CopyOnWriteArrayList<>();
    private final Identity identity;
    private volatile Function<HttpExchange, HttpAnswer> answers;

    private FakeHttp(Set<String> hosts, boolean tls, Function<HttpExchange, HttpAnswer> answers) {
        this.answers = answers;
        identity = Identity.KNOWN.computeIfAbsent(hosts, Identity::of);
        servers.add(start("127.0.0.1", tls)
                .orElseThrow(() -> new IllegalStateException("no server can be started on 127.0.0.1")));
        start("::1", tls).ifPresent(servers::add);
    }

    /**
     * Starts one that passes for some hosts.
     *
     * @param hosts the hosts that its certificate is for, beside localhost
     * @param answers what it answers; called from several threads
     * @return a server that runs, which the caller closes
     */
    public static FakeHttp start(Set<String> hosts, Function<HttpExchange, HttpAnswer> answers) {
        return new FakeHttp(Set.copyOf(hosts), true, answers);
    }

    /**
     * Starts one without TLS.
     *
     * @param answers what it answers; called from several threads
     * @return a server that runs, which the caller closes
     */
    public static FakeHttp startPlain(Function<HttpExchange, HttpAnswer> answers) {
        return new FakeHttp(Set.of(), false, answers);
    }

    /**
     * Changes what it answers from now on.
     *
     * @param answers called from several threads
     */
    public void answer(Function<HttpExchange, HttpAnswer> answers) {
        this.answers = answers;
    }

    /** {@return a builder of an engine that connects to this server only, whatever the URL, and trusts it} */
    public HttpEngine.Builder engine() {
        return HttpEngine.builder().trust(certificate()).connectTo(addresses().toArray(InetSocketAddress[]::new));
    }

    /** {@return where it listens: an IPv4 address and, where the machine has one, an IPv6 address} */
    public List<InetSocketAddress> addresses() {
        return servers.stream().map(MockWebServer::getSocketAddress).toList();
    }

    /** {@return whether it listens on IPv6 too} */
    public boolean hasIpv6() {
        return servers.size() > 1;
    }

    /** {@return the certificate that a client must trust} */
    public X509Certificate certificate() {
        return identity.certificate();
    }

    /** {@return what was asked so far, in order} */
    public List<HttpExchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /** Forgets what was asked. */
    public void clear() {
        exchanges.clear();
    }

    @Override
    public void close() {
        servers.forEach(MockWebServer::close);
    }

    private Optional<MockWebServer> start(String address, boolean tls) {
        MockWebServer server = new MockWebServer();
        server.setProtocols(List.of(Protocol.HTTP_1_1));
        server.setServerSocketFactory(new PromptSockets());
        if (tls) {
            server.useHttps(identity.sockets());
        }
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                HttpExchange exchange = exchange(
                        request, AddressFamily.of(server.getSocketAddress().getAddress()));
                exchanges.add(exchange);
                return response(answers.apply(exchange));
            }
        });
        try {
            server.start(InetAddress.getByName(address), 0);
            return Optional.of(server);
        } catch (IOException e) {
            server.close();
            if (address.equals("::1")) {
                return Optional.empty();
            }
            throw new UncheckedIOException(e);
        }
    }

    private static HttpExchange exchange(RecordedRequest request, AddressFamily family) {
        Map<String, String> headers = new LinkedHashMap<>();
        request.getHeaders()
                .forEach(header -> headers.merge(header.getFirst(), header.getSecond(), (a, b) -> a + ", " + b));
        return new HttpExchange(
                request.getMethod(),
                headers.getOrDefault("Host", ""),
                request.getTarget(),
                headers,
                request.getBody() == null ? "" : request.getBody().utf8(),
                family);
    }

    private static MockResponse response(HttpAnswer answer) {
        MockResponse.Builder response = new MockResponse.Builder();
        if (answer.status() == 0) {
            return response.onResponseStart(new SocketEffect.CloseSocket()).build();
        }
        response.code(answer.status()).body(new Buffer().writeString(answer.body(), answer.charset()));
        answer.headers().forEach((name, value) -> {
            if (name.equals(HttpAnswer.MANNER)) {
                apply(value, answer, response);
            } else {
                response.setHeader(name, value);
            }
        });
        return response.build();
    }

    private static void apply(String manner, HttpAnswer answer, MockResponse.Builder response) {
        switch (manner) {
            case HttpAnswer.SILENT -> response.onResponseStart(SocketEffect.Stall.INSTANCE);
            case HttpAnswer.DRIPPING -> response.throttleBody(1, 1, TimeUnit.SECONDS);
            default -> {
                response.setHeader("Content-Length", answer.body().length() + 1000);
                response.onResponseEnd(new SocketEffect.CloseSocket());
            }
        }
    }

    /** Sockets that send at once: the second part of a reply would else wait until the first is acknowledged. */
    private static final class PromptSockets extends ServerSocketFactory {
        @Override
        public ServerSocket createServerSocket() throws IOException {
            return new ServerSocket() {
                @Override
                public Socket accept() throws IOException {
                    Socket socket = super.accept();
                    socket.setTcpNoDelay(true);
                    return socket;
                }
            };
        }

        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            return createServerSocket(port, 0, InetAddress.getLoopbackAddress());
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) throws IOException {
            return createServerSocket(port, backlog, InetAddress.getLoopbackAddress());
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
            ServerSocket socket = createServerSocket();
            socket.bind(new InetSocketAddress(address, port), backlog);
            return socket;
        }
    }

    /** What a server shows its clients; made once for the same hosts. */
    private record Identity(X509Certificate certificate, SSLSocketFactory sockets) {

        static final Map<Set<String>, Identity> KNOWN = new ConcurrentHashMap<>();

        static Identity of(Set<String> hosts) {
            HeldCertificate.Builder names = new HeldCertificate.Builder()
                    .addSubjectAlternativeName("localhost")
                    .addSubjectAlternativeName("127.0.0.1");
            hosts.forEach(names::addSubjectAlternativeName);
            HeldCertificate held = names.build();
            HandshakeCertificates shown =
                    new HandshakeCertificates.Builder().heldCertificate(held).build();
            return new Identity(held.certificate(), shown.sslSocketFactory());
        }
    }
}
