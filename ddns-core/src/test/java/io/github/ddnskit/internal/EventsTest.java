package io.github.ddnskit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.event.DdnsEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class EventsTest {

    private final List<String> told = new ArrayList<>();

    @Test
    void whatAListenerCausesIsToldOnceItHasTakenTheEventBefore() {
        AtomicReference<Events> events = new AtomicReference<>();
        events.set(new Events(event -> {
            told.add("begin " + detail(event));
            if (detail(event).equals("first")) {
                Objects.requireNonNull(events.get()).emit(event("second"));
                Objects.requireNonNull(events.get()).emit(event("third"));
            }
            told.add("end " + detail(event));
        }));

        Objects.requireNonNull(events.get()).emit(event("first"));

        assertThat(told)
                .containsExactly("begin first", "end first", "begin second", "end second", "begin third", "end third");
    }

    @Test
    void aThreadThatHasAnEventDoesNotWaitForAListenerThatIsBusyWithAnother() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Events events = new Events(event -> {
            if (detail(event).equals("first")) {
                busy.countDown();
                awaitQuietly(goOn);
            }
            told.add(detail(event));
        });
        Thread other = new Thread(() -> events.emit(event("first")));
        other.start();
        busy.await();

        events.emit(event("second")); // and comes back

        goOn.countDown();
        other.join();
        assertThat(told).containsExactly("first", "second");
    }

    @Test
    void whateverAListenerThrowsTheNextEventIsTold() {
        Events events = new Events(event -> {
            told.add(detail(event));
            if (detail(event).equals("exception")) {
                throw new IllegalStateException("from a listener");
            } else if (detail(event).equals("error")) {
                throw new NoClassDefFoundError("from a listener");
            }
        });

        events.emit(event("exception"));
        events.emit(event("error"));
        events.emit(event("last"));

        assertThat(told).containsExactly("exception", "error", "last");
    }

    private static DdnsEvent event(String detail) {
        return new DdnsEvent.StateTrouble(Instant.EPOCH, detail);
    }

    private static String detail(DdnsEvent event) {
        return ((DdnsEvent.StateTrouble) event).detail();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
