package io.github.ddnskit.http;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Authenticator;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Sends HTTP requests the way an updater wants them sent. Thread-safe; one serves all updaters of a program.
 *
 * <p>Credentials travel over TLS only, unless a call permits otherwise. A redirect is followed for GET, and to the same
 * scheme, host and port only. Nothing is sent twice: what became of a request is for the client's planner to find out.
 * Replies of more than 64 KiB are refused. No cookies, no cache, no proxy unless one is set.
 */
public final class HttpEngine implements AutoCloseable {

    /** The longest body of a reply, in bytes. */
    public static final int LONGEST_REPLY = 64 * 1024;

    private static final int MOST_REDIRECTS = 3;
    private static final String RETRY_AFTER_503 = "ddnskit-Retry-After";

    private final OkHttpClient any;
    private final OkHttpClient ipv4;
    private final OkHttpClient ipv6;
    private final String userAgent;
    private final boolean ownsThreads;
    private final List<InetSocketAddress> connectTo;

    private HttpEngine(Builder builder) {
        ownsThreads = builder.client == null;
        connectTo = List.copyOf(builder.connectTo);
        any = builder.configure();
        ipv4 = any.newBuilder().dns(ofFamily(any.dns(), AddressFamily.IPV4)).build();
        ipv6 = any.newBuilder().dns(ofFamily(any.dns(), AddressFamily.IPV6)).build();
        userAgent = UserAgent.of(builder.product, builder.contact);
    }

    /** {@return an engine with the defaults} */
    public static HttpEngine create() {
        return builder().build();
    }

    /** {@return a new builder} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Sends a call and reads the reply to its end.
     *
     * @param call the call
     * @return the reply, whatever its status
     * @throws HttpException if there is no reply that could be used
     * @throws InterruptedException if the thread was interrupted, which cancels the call
     * @throws IllegalArgumentException if the call carries credentials over plain http without permission
     */
    public HttpReply send(HttpCall call) throws HttpException, InterruptedException {
        PlainHttp.check(call);
        URI url = call.url();
        for (int redirects = 0; ; redirects++) {
            HttpReply reply = exchange(request(call, url), call);
            URI next = call.probe() == null ? Redirect.of(call.method(), url, reply) : null;
            if (next == null) {
                return reply;
            }
            if (redirects == MOST_REDIRECTS) {
                throw new HttpException(FailureReason.BAD_REPLY, url.getHost() + " redirects in circles");
            }
            url = next;
        }
    }

    /** Ends idle connections and, unless they are those of the user's own client, its threads. */
    @Override
    public void close() {
        if (ownsThreads) {
            any.dispatcher().cancelAll();
            any.dispatcher().executorService().shutdown();
            any.connectionPool().evictAll();
        }
    }

    private Request request(HttpCall call, URI url) {
        Request.Builder request = new Request.Builder().url(url.toString()).header("User-Agent", userAgent);
        call.headers().forEach(header -> request.header(header.name(), header.value()));
        byte[] body = call.body();
        RequestBody content = body == null ? null : RequestBody.create(body, MediaType.parse(call.contentType()));
        return request.method(call.method(), content).build();
    }

    private HttpReply exchange(Request request, HttpCall call) throws HttpException, InterruptedException {
        if (Thread.interrupted()) { // a reply that is quick enough would else be taken in spite of it
            throw new InterruptedException();
        }
        OkHttpClient client = client(call);
        CompletableFuture<HttpReply> reply = new CompletableFuture<>();
        Call sent = client.newCall(request);
        sent.enqueue(new Callback() {
            @Override
            public void onFailure(Call failed, IOException e) {
                reply.completeExceptionally(e);
            }

            @Override
            public void onResponse(Call answered, Response response) {
                try (response) {
                    reply.complete(read(response, call));
                } catch (IOException e) {
                    reply.completeExceptionally(e);
                }
            }
        });
        try {
            return reply.get(client.callTimeoutMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            sent.cancel();
            throw e;
        } catch (ExecutionException | TimeoutException e) {
            sent.cancel(); // after a timeout it may still be in a resolver, which nothing interrupts
            Throwable cause = e instanceof TimeoutException ? new InterruptedIOException() : e.getCause();
            throw HttpException.of(request.url().host(), cause);
        }
    }

    private OkHttpClient client(HttpCall call) {
        AddressFamily family = call.family();
        OkHttpClient client = family == null ? any : family == AddressFamily.IPV4 ? ipv4 : ipv6;
        Probe probe = call.probe();
        if (probe == null) {
            return client;
        }
        OkHttpClient.Builder alone = client.newBuilder()
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.NANOSECONDS))
                .callTimeout(probe.timeout());
        return probe.from() == null
                ? alone.build()
                : alone.socketFactory(new BoundSockets(List.of(probe.from()), null, connectTo))
                        .build();
    }

    private static HttpReply read(Response response, HttpCall call) throws IOException {
        int longest = call.probe() == null ? LONGEST_REPLY : call.probe().longestReply();
        BufferedSource source = response.body().source();
        if (source.request(longest + 1L)) {
            throw new HttpException(
                    FailureReason.BAD_REPLY,
                    response.request().url().host() + " sent more than the " + longest + " bytes that are read");
        }
        byte[] body = source.readByteArray();
        Map<String, List<String>> headers = new TreeMap<>();
        response.headers().forEach(header -> {
            String name = header.getFirst().equals(RETRY_AFTER_503) ? "Retry-After" : header.getFirst();
            headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), none -> new ArrayList<>())
                    .add(header.getSecond());
        });
        MediaType type = response.body().contentType();
        Charset charset = type == null ? call.charset() : type.charset(call.charset());
        return new HttpReply(response.code(), headers, body, charset == null ? call.charset() : charset);
    }

    /** A program that forgets to close the engine still ends. */
    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "ddnskit-http");
        thread.setDaemon(true);
        return thread;
    }

    /** Keeps OkHttp from following {@code Retry-After: 0} on its own. */
    private static Response hideRetryAfter(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        String retryAfter = response.header("Retry-After");
        return response.code() != 503 || retryAfter == null
                ? response
                : response.newBuilder()
                        .removeHeader("Retry-After")
                        .header(RETRY_AFTER_503, retryAfter)
                        .build();
    }

    /** Builds an engine. Not thread-safe. */
    public static final class Builder {

        private @Nullable OkHttpClient client;
        private @Nullable String product;
        private String contact = "+https://github.com/ddnskit/ddnskit";
        private Timeouts timeouts = Timeouts.DEFAULT;
        private @Nullable Proxy proxy;
        private final List<InetAddress> sourceAddresses = new ArrayList<>();
        private @Nullable String networkInterface;
        private final List<X509Certificate> trusted = new ArrayList<>();
        private final List<InetSocketAddress> connectTo = new ArrayList<>();

        private Builder() {}

        /**
         * Uses the application's own client: its interceptors, trust, proxy and threads, which stay the application's.
         * Redirects, re-sending, cookies, cache and timeouts are the engine's.
         *
         * @param client the client
         * @return this
         */
        public Builder client(OkHttpClient client) {
            this.client = client;
            return this;
        }

        /**
         * Names the application first in the User-Agent, as providers ask for.
         *
         * @param product name and version, such as {@code ExampleNAS/4.2}
         * @return this
         * @throws IllegalArgumentException if it is not of that form
         */
        public Builder product(String product) {
            this.product = UserAgent.checkedProduct(product);
            return this;
        }

        /**
         * Says in the User-Agent whom a provider may write to.
         *
         * @param contact a mail address or URL
         * @return this
         * @throws IllegalArgumentException if it holds anything but printable ASCII, or parentheses
         */
        public Builder contact(String contact) {
            this.contact = UserAgent.checkedContact(contact);
            return this;
        }

        /**
         * Sets how long each part may take.
         *
         * @param connect to connect, TLS included; 10 s by default
         * @param read to wait for the next byte; 15 s by default
         * @param call for the whole call; 30 s by default
         * @return this
         * @throws IllegalArgumentException if one is not positive
         */
        public Builder timeouts(Duration connect, Duration read, Duration call) {
            timeouts = new Timeouts(connect, read, call);
            return this;
        }

        /**
         * Goes through a proxy. A provider that registers the address it is called from would register the proxy's.
         *
         * @param proxy the proxy; none by default, or that of the {@link #client}
         * @return this
         */
        public Builder proxy(Proxy proxy) {
            this.proxy = proxy;
            return this;
        }

        /**
         * Connects from one of these addresses: the one of the family of the connection.
         *
         * @param addresses local addresses
         * @return this
         */
        public Builder sourceAddress(InetAddress... addresses) {
            sourceAddresses.addAll(Arrays.asList(addresses));
            return this;
        }

        /**
         * Connects from an address of this interface, looked up at each connection.
         *
         * @param name such as {@code eth0}
         * @return this
         */
        public Builder networkInterface(String name) {
            this.networkInterface = name;
            return this;
        }

        /**
         * Trusts a certificate, or those it issued, in addition to those of the platform.
         *
         * @param certificate such as that of a private certificate authority
         * @return this
         */
        public Builder trust(X509Certificate certificate) {
            trusted.add(certificate);
            return this;
        }

        /**
         * Makes every connection to one of these addresses, whatever the host and port of the URL; TLS still demands the
         * certificate of that host. For tests, and for a provider that is reached through a tunnel.
         *
         * @param addresses at most one of each family
         * @return this
         */
        public Builder connectTo(InetSocketAddress... addresses) {
            connectTo.addAll(Arrays.asList(addresses));
            return this;
        }

        /**
         * Builds the engine.
         *
         * @return a new one, which the caller closes
         * @throws IllegalStateException if the platform has no TLS
         */
        public HttpEngine build() {
            return new HttpEngine(this);
        }

        private OkHttpClient configure() {
            OkHttpClient.Builder built = client == null
                    ? new OkHttpClient.Builder()
                            .dispatcher(new Dispatcher(Executors.newCachedThreadPool(HttpEngine::daemon)))
                            .proxy(Proxy.NO_PROXY)
                    : client.newBuilder();
            built.followRedirects(false)
                    .followSslRedirects(false)
                    .retryOnConnectionFailure(false)
                    .cookieJar(CookieJar.NO_COOKIES)
                    .authenticator(Authenticator.NONE)
                    .cache(null)
                    .connectTimeout(timeouts.connect())
                    .readTimeout(timeouts.read())
                    .writeTimeout(timeouts.read())
                    .callTimeout(timeouts.call())
                    .addNetworkInterceptor(HttpEngine::hideRetryAfter);
            if (proxy != null) {
                built.proxy(proxy);
            }
            if (!trusted.isEmpty()) {
                AddedTrust trust = AddedTrust.of(trusted);
                built.sslSocketFactory(trust.socketFactory(), trust);
            }
            if (!connectTo.isEmpty()) {
                List<InetAddress> only =
                        connectTo.stream().map(InetSocketAddress::getAddress).toList();
                built.dns(host -> only);
            }
            if (!connectTo.isEmpty() || !sourceAddresses.isEmpty() || networkInterface != null) {
                built.socketFactory(new BoundSockets(sourceAddresses, networkInterface, connectTo));
            }
            return built.build();
        }
    }

    /** Resolves to the addresses of one family only. */
    private static Dns ofFamily(Dns dns, AddressFamily family) {
        return host -> {
            List<InetAddress> found = dns.lookup(host).stream()
                    .filter(address -> AddressFamily.of(address) == family)
                    .toList();
            if (found.isEmpty()) {
                throw new UnknownHostException(host + " has no " + family + " address");
            }
            return found;
        };
    }
}
