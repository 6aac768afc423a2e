package io.github.ddnskit.upnp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.testkit.gateway.FakeUpnpRouter;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpnpSignalTest {

    private static final InetAddress LOOPBACK = IpLiteral.parse("127.0.0.1");
    private static final String CHANGED = FakeUpnpRouter.propertySet("ExternalIPAddress", "192.0.2.9");

    /** Shared, since each engine reads the trust store of the platform. */
    private static final HttpEngine HTTP = HttpEngine.create();

    private final FakeUpnpRouter router = FakeUpnpRouter.start();
    private final UpnpSignal signal = UpnpSignal.of(UpnpGateway.described(router.descriptionUrl()), HTTP);
    private final AtomicInteger hints = new AtomicInteger();

    @AfterEach
    void stop() {
        signal.close();
        router.close();
    }

    private String subscribed() {
        signal.subscribe(hints::incrementAndGet);
        return awaitSubscription(1);
    }

    private String awaitSubscription(int number) {
        String sid = "uuid:fake-" + number;
        await().atMost(Duration.ofMinutes(2)).until(() -> router.subscriptions().contains(sid));
        return sid;
    }

    private long count(String method) {
        return router.exchanges().stream()
                .filter(exchange -> exchange.method().equals(method))
                .count();
    }

    @Test
    void hintsWhenTheRouterTellsOfItsConnection() {
        subscribed();
        assertThat(router.event("ExternalIPAddress", "0.0.0.0")).containsExactly(200);
        assertThat(router.event("ConnectionStatus", "Disconnected")).containsExactly(200);
        assertThat(hints).hasValue(2);
        assertThat(router.event("PortMappingNumberOfEntries", "3")).containsExactly(200);
        assertThat(hints).hasValue(2);
    }

    @Test
    void listensOnlyForSubscribersAndOnTheAddressThatTheRouterKnows() {
        assertThat(router.exchanges()).isEmpty();
        subscribed();
        signal.subscribe(hints::incrementAndGet);
        assertThat(router.callbacks()).singleElement().satisfies(callback -> {
            assertThat(callback.getHost()).isEqualTo("127.0.0.1");
            assertThat(callback.getPath()).matches("/[0-9a-f]{32}");
        });
        router.event("ExternalIPAddress", "192.0.2.9");
        assertThat(hints).hasValue(2);
        assertThat(router.subscriptions()).hasSize(1);
    }

    @Test
    void aForgedEventHintsAtNothing() throws Exception {
        String sid = subscribed();
        assertThat(router.forge(LOOPBACK, "uuid:other", 0, CHANGED)).containsExactly(412);
        assertThat(router.forge(IpLiteral.parse("127.0.0.2"), sid, 0, CHANGED)).containsExactly(0);
        assertThat(router.forge(LOOPBACK, sid, 0, "<!DOCTYPE x [<!ENTITY a \"b\">]><propertyset/>"))
                .containsExactly(400);
        assertThat(router.forge(LOOPBACK, sid, 0, "<html/>")).containsExactly(400);
        URI callback = router.callbacks().get(0);
        assertThat(send(callback, String.join("\r\n", "GET / HTTP/1.1", "", "")))
                .isEqualTo(400);
        assertThat(send(callback, String.join("\r\n", "NOTIFY " + callback.getPath() + " HTTP/1.1", "NT: x", "", "")))
                .isEqualTo(400);
        assertThat(send(callback, "x".repeat(70_000))).isIn(0, 400);
        assertThat(send(callback, event("/elsewhere", sid, CHANGED))).isEqualTo(404);
        assertThat(hints).hasValue(0);
        assertThat(router.event("ExternalIPAddress", "192.0.2.9")).containsExactly(200);
        assertThat(hints).hasValue(1);
        assertThat(count("SUBSCRIBE")).isEqualTo(1);
    }

    @Test
    void aPeerThatSaysNothingHoldsUpNobodyForLong() throws Exception {
        subscribed();
        URI callback = router.callbacks().get(0);
        try (Socket silent = new Socket(callback.getHost(), callback.getPort())) {
            assertThat(silent.isConnected()).isTrue();
            assertThat(router.event("ExternalIPAddress", "192.0.2.9")).containsExactly(200);
            assertThat(hints).hasValue(1);
        }
    }

    @Test
    void subscribesAnewWhenAnEventWasLost() {
        String sid = subscribed();
        assertThat(router.forge(LOOPBACK, sid, 5, CHANGED)).containsExactly(200);
        assertThat(hints).hasValue(0);
        awaitSubscription(2);
        assertThat(router.subscriptions()).doesNotContain(sid);
        assertThat(router.event("ExternalIPAddress", "192.0.2.9")).containsExactly(200);
        assertThat(hints).hasValue(1);
    }

    @Test
    void renewsInTimeAndSubscribesAnewWhenTheRouterForgot() {
        router.grant(2);
        String sid = subscribed();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> router.exchanges().stream()
                        .anyMatch(exchange ->
                                exchange.header("SID").filter(sid::equals).isPresent()));
        router.forgetSubscriptions();
        awaitSubscription(2);
    }

    @Test
    void aSubscriberThatThrowsIsNobodysTrouble() {
        signal.subscribe(() -> {
            throw new IllegalStateException("mine");
        });
        subscribed();
        assertThat(router.event("ExternalIPAddress", "192.0.2.9")).containsExactly(200);
        assertThat(hints).hasValue(1);
    }

    @Test
    void closingEndsTheSubscriptionAndTheThread() {
        subscribed();
        assertThat(router.event("ExternalIPAddress", "192.0.2.9"))
                .as("the signal knows that it is subscribed")
                .containsExactly(200);
        signal.close();
        assertThat(router.subscriptions()).isEmpty();
        assertThat(router.exchanges()).extracting(HttpExchange::method).endsWith("UNSUBSCRIBE");
        signal.close();
        signal.subscribe(hints::incrementAndGet);
        assertThat(count("SUBSCRIBE")).isEqualTo(1);
    }

    @Test
    void closingDoesNotWaitForARouterThatIsSilent() {
        router.fallSilent();
        // the machine may stop for some seconds, but not each time
        assertThat(IntStream.range(0, 5).mapToObj(i -> timeToClose())).anyMatch(time -> time.toSeconds() < 4);
    }

    /** A second at the most; a request would take five. */
    private Duration timeToClose() {
        UpnpSignal waiting = UpnpSignal.of(UpnpGateway.described(router.descriptionUrl()), HTTP);
        int before = router.exchanges().size();
        waiting.subscribe(hints::incrementAndGet);
        await().atMost(Duration.ofMinutes(2)).until(() -> router.exchanges().size() > before);
        long start = System.nanoTime();
        waiting.close();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static String event(String path, String sid, String body) {
        return "NOTIFY " + path + " HTTP/1.1\r\nNT: upnp:event\r\nNTS: upnp:propchange\r\nSID: " + sid
                + "\r\nSEQ: 0\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** The status that is answered; 0 if the connection is broken instead. */
    private static int send(URI callback, String text) {
        try (Socket socket = new Socket(callback.getHost(), callback.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.isEmpty() ? 0 : Integer.parseInt(answer.substring(9, 12));
        } catch (IOException e) {
            return 0;
        }
    }
}
