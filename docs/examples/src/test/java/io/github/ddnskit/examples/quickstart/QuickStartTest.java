package io.github.ddnskit.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Update;
import io.github.ddnskit.rfc2136.AuthoritativeObserver;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.spi.ObservedRecords;
import io.github.ddnskit.spi.RecordObserver;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class QuickStartTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @AutoClose
    private final FakeAuthoritativeServer dns = QuickStart.server();

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void tellsTheStoryOfThreeChanges() throws InterruptedException {
        try (RecordObserver observer = AuthoritativeObserver.at(dns.server())) {
            new QuickStart(dns, observer, PATIENCE, out).run();
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .containsSubsequence(
                        "A -> none",
                        "change 1",
                        "A -> 203.0.113.7",
                        "change 2",
                        "was not updated (SERVER_ERROR)",
                        "A -> 203.0.113.7",
                        "A -> 203.0.113.8",
                        "change 3",
                        "A -> 203.0.113.9",
                        "done: home.example.test A 203.0.113.9");
        assertThat(dns.addresses("home.example.test")).containsExactly("203.0.113.9");
    }

    @Test
    void failsIfTheServerHoldsSomethingElse() {
        AtomicInteger questions = new AtomicInteger();
        RecordObserver honest = AuthoritativeObserver.at(dns.server());
        RecordObserver meddler = host -> {
            // before the last question somebody else changes the record
            if (questions.incrementAndGet() == 5) {
                publish("203.0.113.66");
            }
            return honest.observe(host);
        };
        assertThatThrownBy(() -> new QuickStart(dns, meddler, PATIENCE, out).run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("DNS returns [203.0.113.9], and not 203.0.113.66");
    }

    @Test
    void failsIfTheServerDoesNotAnswer() {
        RecordObserver honest = AuthoritativeObserver.at(dns.server());
        RecordObserver silent = host -> {
            ObservedRecords seen = honest.observe(host);
            dns.close();
            return seen;
        };
        assertThatThrownBy(() -> new QuickStart(dns, silent, Duration.ofSeconds(1), out).run())
                .isInstanceOf(IllegalStateException.class);
    }

    private void publish(String address) throws InterruptedException {
        try (Rfc2136Updater other = QuickStart.updater(dns.server())) {
            other.update(Update.of(Hostname.of("home.example.test"), Goal.publish(address), Goal.keep()));
        }
    }
}
