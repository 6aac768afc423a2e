package io.github.ddnskit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Secret;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.testkit.provider.FakeHttp;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(600)
class HttpEngineTest {

    private static final String CANARY = "a-canary-that-must-not-sing";

    @AutoClose
    private final FakeHttp server = FakeHttp.start(Set.of("api.example.org"), exchange -> HttpAnswer.text(200, "good"));

    @AutoClose
    private final HttpEngine engine =
            server.engine().product("ExampleNAS/4.2").contact("nas@example.org").build();

    @Test
    void sendsWhatTheCallSays() throws Exception {
        HttpCall call = HttpCall.get("https://api.example.org/v1")
                .segment("a b")
                .query("hostname", "a.example.org,b.example.org")
                .query("token", Secret.of("s3cret"))
                .basic("user", Secret.of("password"))
                .build();
        assertThat(engine.send(call).text()).isEqualTo("good");
        HttpExchange exchange = only();
        assertThat(exchange.method()).isEqualTo("GET");
        assertThat(exchange.host()).isEqualTo("api.example.org");
        assertThat(exchange.target()).isEqualTo("/v1/a%20b?hostname=a.example.org,b.example.org&token=s3cret");
        assertThat(exchange.basic()).contains("user:password");
        assertThat(exchange.header("User-Agent").orElse(""))
                .matches("ExampleNAS/4\\.2 ddnskit/[0-9][^ ]* \\(nas@example\\.org\\)");
    }

    @Test
    void sendsBodies() throws Exception {
        engine.send(call("PUT", "/json").json("{\"a\":\"ä\"}").build());
        engine.send(call("POST", "/form").form("a", "b c").form("d", "e&f").build());
        engine.send(call("POST", "/empty").build());
        engine.send(call("DELETE", "/nothing").build());
        assertThat(server.exchanges())
                .extracting(HttpExchange::method, HttpExchange::body)
                .containsExactly(
                        tuple("PUT", "{\"a\":\"ä\"}"),
                        tuple("POST", "a=b%20c&d=e%26f"),
                        tuple("POST", ""),
                        tuple("DELETE", ""));
    }

    @Test
    void connectsWithTheFamilyThatIsAskedFor() throws Exception {
        for (AddressFamily family : AddressFamily.values()) {
            if (family == AddressFamily.IPV4 || server.hasIpv6()) {
                server.clear();
                engine.send(get("/").family(family).build());
                assertThat(only().family()).isEqualTo(family);
            }
        }
    }

    @Test
    void saysThatAHostHasNoAddressOfTheFamily() {
        try (HttpEngine ipv4Only = HttpEngine.builder()
                .connectTo(server.addresses().get(0))
                .trust(server.certificate())
                .build()) {
            assertFails(ipv4Only, get("/").family(AddressFamily.IPV6).build(), FailureReason.UNREACHABLE);
        }
    }

    @Test
    void triesTheNextAddressOfAHostThatHasSeveral() throws Exception {
        int nobody;
        try (ServerSocket closed = new ServerSocket(0, 1, IpLiteral.parse("127.0.0.3"))) {
            nobody = closed.getLocalPort();
        }
        try (HttpEngine two = HttpEngine.builder()
                .trust(server.certificate())
                .connectTo(
                        new InetSocketAddress(IpLiteral.parse("127.0.0.3"), nobody),
                        server.addresses().get(0))
                .build()) {
            assertThat(two.send(get("/").build()).status()).isEqualTo(200);
        }
    }

    @Test
    void refusesToSendCredentialsInTheClearUnlessPermitted() throws Exception {
        try (FakeHttp plain = FakeHttp.startPlain(exchange -> HttpAnswer.text(200, "good"));
                HttpEngine there = plain.engine().build()) {
            HttpCall.Builder call = HttpCall.get("http://api.example.org/").bearer(Secret.of("token"));
            assertThatThrownBy(() -> there.send(call.build()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("in the clear");
            assertThat(plain.exchanges()).isEmpty();
            assertThat(there.send(call.allowPlainHttp(true).build()).status()).isEqualTo(200);
            assertThat(there.send(HttpCall.get("http://api.example.org/checkip").build())
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void followsARedirectToTheSamePlace() throws Exception {
        server.answer(exchange -> exchange.path().equals("/old")
                ? HttpAnswer.text(302, "").with("Location", "/new?x=1")
                : HttpAnswer.text(200, exchange.target()));
        assertThat(engine.send(get("/old").build()).text()).isEqualTo("/new?x=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.org/",
                "http://api.example.org/",
                "https://api.example.org:8443/",
                "https://u:p@api.example.org/",
                "/again",
                "https://exa mple/"
            })
    void followsNoOtherRedirect(String location) {
        server.answer(exchange -> HttpAnswer.text(307, "").with("Location", location));
        assertFails(engine, get("/again").basic("user", Secret.of(CANARY)).build(), FailureReason.BAD_REPLY);
        assertThat(server.exchanges())
                .allSatisfy(exchange -> assertThat(exchange.host()).isEqualTo("api.example.org"));
    }

    @Test
    void followsNoRedirectOfAnythingButGet() {
        server.answer(exchange -> HttpAnswer.text(307, "").with("Location", "/new"));
        assertFails(engine, call("POST", "/old").build(), FailureReason.BAD_REPLY);
        assertThat(server.exchanges()).hasSize(1);
    }

    @Test
    void sendsNothingTwice() throws Exception {
        server.answer(exchange -> HttpAnswer.text(503, "busy").with("Retry-After", "0"));
        HttpReply reply = engine.send(get("/").build());
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).contains("0");
        server.answer(exchange -> HttpAnswer.text(408, "slow"));
        assertThat(engine.send(get("/").build()).status()).isEqualTo(408);
        server.answer(exchange -> HttpAnswer.disconnect());
        assertFails(engine, get("/").build(), FailureReason.UNREACHABLE);
        assertThat(server.exchanges()).hasSize(3);
    }

    @Test
    void doesNotTakeHalfAnAnswerForAWholeOne() {
        server.answer(exchange -> HttpAnswer.brokenOff(200, "good 192.0.2.1"));
        assertThatThrownBy(() -> engine.send(get("/").build())).isInstanceOf(HttpException.class);
    }

    @Test
    void readsSixtyFourKibibytesAndNoMore() throws Exception {
        server.answer(exchange -> HttpAnswer.text(200, "x".repeat(HttpEngine.LONGEST_REPLY)));
        assertThat(engine.send(get("/").build()).bytes()).hasSize(HttpEngine.LONGEST_REPLY);
        server.answer(exchange -> HttpAnswer.text(200, "x".repeat(HttpEngine.LONGEST_REPLY + 1)));
        assertFails(engine, get("/").build(), FailureReason.BAD_REPLY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "EUC-JP", "Shift_JIS"})
    void readsTheCharsetThatIsNamedOrElseThatOfTheCall(String name) throws Exception {
        Charset charset = Charset.forName(name);
        server.answer(exchange -> HttpAnswer.unlabelled(200, "成功", charset));
        assertThat(engine.send(get("/").charset(charset).build()).text()).isEqualTo("成功");
        server.answer(exchange ->
                HttpAnswer.unlabelled(200, "成功", charset).with("Content-Type", "text/html; charset=" + name));
        assertThat(engine.send(get("/").build()).text()).isEqualTo("成功");
    }

    @Test
    void remembersNoCookies() throws Exception {
        server.answer(exchange -> HttpAnswer.text(200, "").with("Set-Cookie", "session=1"));
        engine.send(get("/").build());
        engine.send(get("/").build());
        assertThat(server.exchanges())
                .hasSize(2)
                .allSatisfy(exchange -> assertThat(exchange.header("Cookie")).isEmpty());
    }

    @Test
    void trustsNobodyUnknownAndNoOtherName() {
        try (HttpEngine stranger = HttpEngine.builder()
                .connectTo(server.addresses().toArray(InetSocketAddress[]::new))
                .build()) {
            assertFails(stranger, get("/").build(), FailureReason.UNREACHABLE);
        }
        assertFails(engine, HttpCall.get("https://other.example.org/").build(), FailureReason.UNREACHABLE);
        assertThat(server.exchanges()).isEmpty();
    }

    @Test
    void givesUpWhenTheTimeIsOver() {
        CountDownLatch over = new CountDownLatch(1);
        server.answer(exchange -> {
            awaitQuietly(over);
            return HttpAnswer.text(200, "too late");
        });
        try (HttpEngine hasty = server.engine()
                .timeouts(Duration.ofSeconds(10), Duration.ofMillis(50), Duration.ofSeconds(10))
                .build()) {
            assertFails(hasty, get("/").build(), FailureReason.UNREACHABLE);
        } finally {
            over.countDown();
        }
    }

    @Test
    void isCancelledByAnInterrupt() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        server.answer(exchange -> {
            asked.countDown();
            awaitQuietly(over);
            return HttpAnswer.text(200, "too late");
        });
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                engine.send(get("/").build());
                interrupted.complete(false);
            } catch (InterruptedException e) {
                interrupted.complete(true);
            } catch (HttpException e) {
                interrupted.completeExceptionally(e);
            }
        });
        caller.start();
        asked.await();
        caller.interrupt();
        assertThat(interrupted.get()).isTrue();
        over.countDown();
    }

    @Test
    void connectsFromTheAddressThatIsChosen() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, IpLiteral.parse("127.0.0.1"));
                HttpEngine bound = HttpEngine.builder()
                        .connectTo((InetSocketAddress) listener.getLocalSocketAddress())
                        .sourceAddress(IpLiteral.parse("::1"), IpLiteral.parse("127.0.0.2"))
                        .build()) {
            CompletableFuture<InetAddress> peer = new CompletableFuture<>();
            Thread acceptor = new Thread(() -> {
                try (Socket socket = listener.accept()) {
                    peer.complete(socket.getInetAddress());
                    socket.getInputStream().read();
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    peer.completeExceptionally(e);
                }
            });
            acceptor.start();
            assertThat(bound.send(HttpCall.get("http://api.example.org/").build())
                            .status())
                    .isEqualTo(200);
            assertThat(peer.get()).isEqualTo(IpLiteral.parse("127.0.0.2"));
            acceptor.join();
        }
    }

    @Test
    void connectsFromAnInterfaceOrNotAtAll() throws Exception {
        try (HttpEngine loopback = server.engine().networkInterface("lo").build();
                HttpEngine nowhere =
                        server.engine().networkInterface("no-such0").build()) {
            assertThat(loopback.send(get("/").build()).status()).isEqualTo(200);
            assertFails(nowhere, get("/").build(), FailureReason.UNREACHABLE);
        }
    }

    @Test
    void worksWithTheClientOfTheApplication() throws Exception {
        OkHttpClient own = new OkHttpClient.Builder()
                .addInterceptor(chain -> chain.proceed(
                        chain.request().newBuilder().header("X-App", "1").build()))
                .build();
        try (HttpEngine theirs = server.engine().client(own).build()) {
            assertThat(theirs.send(get("/").build()).status()).isEqualTo(200);
        }
        assertThat(only().header("X-App")).contains("1");
        assertThat(own.dispatcher().executorService().isShutdown())
                .as("it is the application's to end")
                .isFalse();
        own.dispatcher().executorService().shutdown();
        own.connectionPool().evictAll();
    }

    private HttpExchange only() {
        List<HttpExchange> all = server.exchanges();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static HttpCall.Builder get(String path) {
        return HttpCall.get("https://api.example.org" + path).query("key", Secret.of(CANARY));
    }

    private static HttpCall.Builder call(String method, String path) {
        return HttpCall.of(method, "https://api.example.org" + path);
    }

    private static void assertFails(HttpEngine engine, HttpCall call, FailureReason reason) {
        assertThatThrownBy(() -> engine.send(call))
                .isInstanceOfSatisfying(
                        HttpException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageNotContaining(CANARY)
                .message()
                .isNotBlank();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
