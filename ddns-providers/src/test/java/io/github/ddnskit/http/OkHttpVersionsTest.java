package io.github.ddnskit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rest.PowerDnsUpdater;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import okhttp3.OkHttp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that the engine asks of OkHttp, with the server of the JDK: what {@code mvn -Pokhttp4} runs on OkHttp 4.12 too. */
@SuppressWarnings("NullAway.Init")
class OkHttpVersionsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path folder;

    private static HttpsServer server;
    private static ExecutorService threads;
    private static HttpEngine engine;
    private static final List<String> SEEN = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        KeyStore keys = keys();
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(IpLiteral.parse("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", OkHttpVersionsTest::answer);
        server.start();
        engine = HttpEngine.builder()
                .trust((X509Certificate) keys.getCertificate("server"))
                .connectTo(server.getAddress())
                .timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(60))
                .build();
    }

    @AfterAll
    static void stop() {
        engine.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void theVersionIsTheOneThatWasAskedFor() throws Exception {
        // looked up, as the compiler would write the constant of the other version into this class
        assertThat((String) OkHttp.class.getField("VERSION").get(null))
                .startsWith(System.getProperty("ddnskit.okhttp", "5."));
    }

    @Test
    void sendsBodiesAndReadsReplies() throws Exception {
        HttpReply reply = engine.send(call("PUT", "/echo").json("{\"a\":\"ä\"}").build());
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("PUT /echo {\"a\":\"ä\"}");
        assertThat(engine.send(call("POST", "/echo").build()).text()).isEqualTo("POST /echo ");
        assertThat(engine.send(call("DELETE", "/echo").build()).text()).isEqualTo("DELETE /echo ");
        assertThat(engine.send(call("GET", "/echo").family(AddressFamily.IPV4).build())
                        .text())
                .isEqualTo("GET /echo ");
    }

    @Test
    void followsARedirectAndLeavesRetryAfterToTheCaller() throws Exception {
        assertThat(engine.send(call("GET", "/moved").build()).text()).isEqualTo("GET /echo ");
        assertThat(engine.send(call("GET", "/busy").build()).header("Retry-After"))
                .contains("0");
        assertThat(SEEN.stream().filter("GET /busy"::equals)).hasSize(1);
    }

    @Test
    void saysWhatWentWrong() {
        assertFails(engine, call("GET", "/long").build(), FailureReason.BAD_REPLY);
        assertFails(engine, call("GET", "/echo").family(AddressFamily.IPV6).build(), FailureReason.UNREACHABLE);
        try (HttpEngine stranger =
                HttpEngine.builder().connectTo(server.getAddress()).build()) {
            assertThatThrownBy(() -> stranger.send(call("GET", "/echo").build()))
                    .isInstanceOf(HttpException.class);
        }
    }

    @Test
    void asksOverAConnectionOfItsOwn() throws Exception {
        HttpCall probe = call("GET", "/echo")
                .probe(Duration.ofSeconds(60), 100, IpLiteral.parse("127.0.0.1"))
                .build();
        assertThat(engine.send(probe).text()).isEqualTo("GET /echo ");
    }

    @Test
    void anUpdaterDoesItsWork() throws Exception {
        try (PowerDnsUpdater updater = PowerDnsUpdater.builder()
                .endpoint("https://api.example.org")
                .token(Secret.of("key"))
                .http(engine)
                .build()) {
            assertThat(updater.update(
                                    Update.of(Hostname.of("home.example.org"), Goal.publish("192.0.2.7"), Goal.keep()))
                            .ipv4())
                    .isInstanceOf(Outcome.Published.class);
        }
        assertThat(SEEN).anyMatch(line -> line.startsWith("PATCH /api/v1/servers/localhost/zones/"));
    }

    private static void assertFails(HttpEngine with, HttpCall call, FailureReason reason) {
        assertThatThrownBy(() -> with.send(call))
                .isInstanceOfSatisfying(
                        HttpException.class,
                        e -> assertThat(e.toFailed().reason()).isEqualTo(reason));
    }

    private static HttpCall.Builder call(String method, String path) {
        return HttpCall.of(method, "https://api.example.org" + path);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String line = exchange.getRequestMethod() + " " + path;
        SEEN.add(line);
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        switch (path) {
            case "/moved" -> {
                exchange.getResponseHeaders().set("Location", "/echo");
                reply(exchange, 302, "");
            }
            case "/busy" -> {
                exchange.getResponseHeaders().set("Retry-After", "0");
                reply(exchange, 503, "");
            }
            case "/long" -> reply(exchange, 200, "x".repeat(HttpEngine.LONGEST_REPLY + 1));
            case "/echo" -> reply(exchange, 200, line + " " + body);
            default -> powerDns(exchange);
        }
    }

    /** A zone without records. */
    private static void powerDns(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("PATCH")) {
            reply(exchange, 204, "");
        } else if (exchange.getRequestURI().getPath().endsWith("/search-data")) {
            reply(exchange, 200, "[]");
        } else if (exchange.getRequestURI().getPath().endsWith("/zones")) {
            reply(exchange, 200, "[{\"id\":\"example.org.\",\"name\":\"example.org.\"}]");
        } else {
            reply(exchange, 200, "{\"id\":\"example.org.\",\"name\":\"example.org.\",\"rrsets\":[]}");
        }
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private static KeyStore keys() throws Exception {
        Path file = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=api.example.org",
                        "-ext",
                        "san=dns:api.example.org",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }
}
