package io.github.ddnskit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.Secret;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** What a test can read of a server: exchanges, counts, history, and what it can wait for. */
final class ReadingTest {

    private static final String SECRET = "c2VjcmV0LXNlY3JldC1zZWNyZXQ=";

    private final ManualTime time = ManualTime.create();
    private final FakeAuthoritativeServer server = FakeAuthoritativeServer.zone("example.test")
            .key(TsigKey.of("ddns-key.", TsigAlgorithm.HMAC_SHA256, Secret.of(SECRET)))
            .record("www.example.test 300 IN A 192.0.2.1")
            .time(time)
            .start();
    private final DnsClient client = new DnsClient(server);

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void anExchangeTellsEverything() {
        client.ask(signed("192.0.2.7", SECRET));

        Exchange update = server.exchanges().get(0);
        assertThat(update.at()).isEqualTo(time.now());
        assertThat(update.signature()).isEqualTo(Exchange.Signature.GOOD);
        assertThat(update.rcode()).contains("NOERROR");
        assertThat(update.fault()).isEmpty();
        assertThat(update.changes()).containsExactly("home.example.test. 60 IN A 192.0.2.7");
        assertThat(update.summary())
                .isEqualTo("UDP UPDATE example.test of home.example.test by ddns-key, signature GOOD: NOERROR");
        assertThat(update.replies()).hasSize(1);
    }

    @Test
    void answersAreLinesOfAZoneFile() {
        client.ask("www.example.test", Type.A);

        Exchange query = server.exchanges().get(0);
        assertThat(query.answers()).containsExactly("www.example.test. 300 IN A 192.0.2.1");
        assertThat(query.changes()).isEmpty();
        assertThat(query.signature()).isEqualTo(Exchange.Signature.NONE);
        assertThat(query.summary()).isEqualTo("UDP QUERY www.example.test A: NOERROR");
    }

    @Test
    void signaturesThatFailSayHow() {
        client.ask(signed("192.0.2.7", "d3JvbmctLXdyb25nLS13cm9uZw=="));
        Update other = DnsClient.add("example.test", "home.example.test", "192.0.2.7");
        other.setTSIG(DnsClient.key("other-key.", SECRET, time.clock()));
        client.ask(other);
        Update late = signed("192.0.2.7", SECRET);
        byte[] wire = late.toWire(Message.MAXLENGTH);
        time.advance(Duration.ofHours(1));
        client.send(wire);
        client.receive();
        server.failNext(1, Fault.loseRequest());
        client.send(signed("192.0.2.7", SECRET));
        assertThat(client.hearsNothing()).isTrue();

        assertThat(server.exchanges().stream().limit(4).map(Exchange::signature))
                .containsExactly(
                        Exchange.Signature.BAD_MAC,
                        Exchange.Signature.UNKNOWN_KEY,
                        Exchange.Signature.BAD_TIME,
                        Exchange.Signature.NOT_LOOKED_AT);
        assertThat(server.exchanges().get(3).fault()).map(Fault::toString).contains("LOSE_REQUEST");
    }

    @Test
    void countsOutliveTheListOfExchanges() {
        for (int i = 0; i < 1010; i++) {
            client.ask("nowhere.example.test", Type.A);
        }
        client.ask(signed("192.0.2.7", SECRET));
        client.askByTcp(DnsClient.query("www.example.test", Type.A).toWire(), 1);

        Counts counts = server.counts();
        assertThat(server.exchanges()).hasSize(1000);
        assertThat(counts.messages()).isEqualTo(1012);
        assertThat(counts.queries()).isEqualTo(1011);
        assertThat(counts.updates()).isEqualTo(1);
        assertThat(counts.tcp()).isEqualTo(1);
        assertThat(counts.unanswered()).isZero();
        assertThat(counts.rcode("NXDOMAIN")).isEqualTo(1010);
        assertThat(counts.rcode("SERVFAIL")).isZero();
        server.clearExchanges();
        assertThat(server.counts().messages()).isZero();
    }

    @Test
    void longMessagesPushOutOthersBeforeMemoryIsFull() {
        byte[] longest = new byte[60_000];
        longest[4] = 0;
        for (int i = 0; i < 400; i++) {
            client.askByTcp(longest, 1);
        }

        assertThat(server.exchanges()).hasSizeBetween(100, 280);
        assertThat(server.counts().messages()).isEqualTo(400);
    }

    @Test
    void historyHasEachVersionOfANameAndItsSerial() {
        long before = server.serial();
        client.ask(signed("192.0.2.7", SECRET));
        time.advance(Duration.ofMinutes(1));
        client.ask(signedAdd("other.example.test", "192.0.2.9"));
        client.ask(signed("192.0.2.8", SECRET));

        assertThat(server.history("home.example.test"))
                .containsExactly(
                        new ZoneVersion(before, time.now().minusSeconds(60), List.of()),
                        new ZoneVersion(
                                before + 1,
                                time.now().minusSeconds(60),
                                List.of("home.example.test. 60 IN A 192.0.2.7")),
                        new ZoneVersion(
                                before + 3,
                                time.now(),
                                List.of(
                                        "home.example.test. 60 IN A 192.0.2.7",
                                        "home.example.test. 60 IN A 192.0.2.8")));
        assertThat(server.history("www.example.test")).hasSize(1);
        assertThat(server.history("example.test")).hasSize(4); // its SOA
    }

    @Test
    void aRecordCanBeAwaited() throws InterruptedException {
        Thread waiting = new Thread(() -> server.awaitRecord("home.example.test", "a", "192.0.2.7"));
        AtomicReference<Throwable> failure = new AtomicReference<>();
        waiting.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
        waiting.start();

        client.ask(signed("192.0.2.7", SECRET));
        waiting.join(20_000);

        assertThat(waiting.isAlive()).isFalse();
        assertThat(failure.get()).isNull();
    }

    @Test
    void whatDoesNotComeIsSaidWithWhatCameInstead() {
        client.ask(DnsClient.add("example.test", "home.example.test", "192.0.2.7"));

        assertThatThrownBy(() -> server.awaitRecord("www.example.test", "AAAA", "2001:DB8::1", Duration.ofMillis(10)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("www.example.test has no AAAA 2001:DB8::1 after 10 ms")
                .hasMessageContaining("192.0.2.1")
                .hasMessageContaining("1 messages came")
                .hasMessageContaining("UDP UPDATE example.test of home.example.test: REFUSED");
        assertThatThrownBy(() -> server.awaitRecord("www.example.test", "A", "no address"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no address");
        assertThatThrownBy(() -> server.awaitRecord("www.example.test", "AAAAA", "::1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("AAAAA");
    }

    @Test
    void whoWaitsCanBeInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> server.awaitRecord("home.example.test", "A", "192.0.2.7"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatATestDoesNotExpectIsRefusedAndTold() {
        server.requireNothingUnexpected();
        server.expectOnly(Question::isUpdate);
        client.ask(signed("192.0.2.7", SECRET));
        server.requireNothingUnexpected();

        Message reply = client.ask("www.example.test", Type.MX);

        assertThat(reply.getRcode()).isEqualTo(Rcode.REFUSED);
        assertThatThrownBy(server::requireNothingUnexpected)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 request")
                .hasMessageContaining("QUERY www.example.test MX");
        server.clearExchanges();
        server.requireNothingUnexpected();
    }

    private Update signed(String address, String secret) {
        Update update = DnsClient.add("example.test", "home.example.test", address);
        update.setTSIG(DnsClient.key("ddns-key.", secret, time.clock()));
        return update;
    }

    private Update signedAdd(String name, String address) {
        Update update = DnsClient.add("example.test", name, address);
        update.setTSIG(DnsClient.key("ddns-key.", SECRET, time.clock()));
        return update;
    }
}
