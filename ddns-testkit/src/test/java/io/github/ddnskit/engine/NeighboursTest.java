package io.github.ddnskit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Host;
import io.github.ddnskit.Secret;
import io.github.ddnskit.dyndns2.Dyndns2Updater;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.DeclaredIpSource;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.RecordingListener;
import io.github.ddnskit.testkit.provider.FakeHttp;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host that is well beside one whose provider is not, and beside a program that is not: with real sockets. */
@Timeout(600)
class NeighboursTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final DeclaredIpSource declared = DeclaredIpSource.create();
    private final RecordingListener events = RecordingListener.create();

    @Test
    void aProviderThatHangsForEverMakesNobodyElseLate() {
        CountDownLatch forEver = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        declared.declare("203.0.113.1");
        try (FakeAuthoritativeServer well = FakeAuthoritativeServer.zone("example.test")
                        .allowUnsigned()
                        .start();
                FakeHttp hangs = FakeHttp.start(Set.of("dyn.rs"), exchange -> {
                    asked.incrementAndGet();
                    awaitQuietly(forEver);
                    return HttpAnswer.disconnect();
                });
                HttpEngine engine = hangs.engine().build();
                DdnsClient client = DdnsClient.builder()
                        .source(declared)
                        .allow(AddressClass.DOCUMENTATION)
                        .host(Host.of("late.example.org", updater(engine)))
                        .host("home.example.test", updater(well))
                        .listener(events)
                        .build()) {
            client.start();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(asked)
                            .as("what happened: %s", events.events())
                            .hasPositiveValue());
            for (int i = 1; i <= 20; i++) {
                String address = "203.0.113." + i;
                declared.declare(address);
                var unused = client.checkNow();
                await().atMost(PATIENCE)
                        .until(() -> well.addresses("home.example.test").contains(address));
            }
            assertThat(events.events(DdnsEvent.RecordConfirmed.class))
                    .noneMatch(event -> event.host().toString().equals("late.example.org"));
            forEver.countDown();
        }
    }

    @Test
    void aListenerThatThrowsAtEveryEventChangesNothing() {
        AtomicInteger told = new AtomicInteger();
        declared.declare("203.0.113.1");
        try (FakeAuthoritativeServer well = FakeAuthoritativeServer.zone("example.test")
                        .allowUnsigned()
                        .start();
                DdnsClient client = DdnsClient.builder()
                        .source(declared)
                        .allow(AddressClass.DOCUMENTATION)
                        .host("home.example.test", updater(well))
                        .listener(event -> {
                            told.incrementAndGet();
                            throw new Defect();
                        })
                        .build()) {
            client.start();
            for (int i = 1; i <= 5; i++) {
                String address = "203.0.113." + i;
                declared.declare(address);
                var unused = client.checkNow();
                await().atMost(PATIENCE)
                        .until(() -> well.addresses("home.example.test").contains(address));
            }
            await().atMost(PATIENCE).until(() -> told.get() >= 10);
        }
    }

    private static Rfc2136Updater updater(FakeAuthoritativeServer server) {
        return Rfc2136Updater.builder()
                .server(server.server())
                .zone("example.test")
                .build();
    }

    private static Dyndns2Updater updater(HttpEngine engine) {
        return Dyndns2Updater.builder()
                .dialect("dyn-rs")
                .username("user")
                .password(Secret.of("password"))
                .http(engine)
                .build();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without a stack trace, which would only fill the log. */
    private static final class Defect extends RuntimeException {
        private static final long serialVersionUID = 1;

        Defect() {
            super("this program has a defect", null, false, false);
        }
    }
}
