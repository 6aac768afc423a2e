package io.github.ddnskit.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Query;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the client relies on in every {@link IpSource}: inherit it, and say in {@link #fixture()} what to test.
 *
 * <p>An answer comes in the time of the query, is of the family asked for and names its source; what is silent, gone or
 * lying is not believed and never an exception; an interrupt is heeded; nothing tells a secret.
 */
public abstract class IpSourceContract {

    /** For questions that are answered: so long that a busy machine does not matter. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** For questions that may have to wait until their time is over. */
    private static final Duration IMPATIENCE = Duration.ofMillis(250);

    /** What is not back by then hangs. */
    private static final Duration FOREVER = Duration.ofSeconds(60);

    @SuppressWarnings("NullAway.Init")
    private IpSourceFixture fixture;

    @SuppressWarnings("NullAway.Init")
    private IpSource source;

    /** For subclasses. */
    protected IpSourceContract() {}

    /**
     * Makes what a test needs.
     *
     * @return a new one
     * @throws Exception if it cannot be made, which fails the test
     */
    protected abstract IpSourceFixture fixture() throws Exception;

    @BeforeEach
    final void open() throws Exception {
        fixture = fixture();
        source = fixture.source();
    }

    @AfterEach
    final void close() {
        source.close();
        source.close(); // closing twice is allowed
        fixture.close();
    }

    @Test
    final void findsWhatIsThereAndOnlyOfTheFamilyAskedFor() {
        for (AddressFamily family : AddressFamily.values()) {
            assertAsExpected(ask(Query.of(family, PATIENCE)), family);
        }
    }

    @Test
    final void saysTheSameWhenAskedAgain() {
        for (AddressFamily family : AddressFamily.values()) {
            assertAsExpected(ask(Query.of(family, PATIENCE)), family);
            assertAsExpected(ask(Query.of(family, PATIENCE)), family);
        }
    }

    @Test
    final void answersForBothFamiliesAtOnce() throws Exception {
        Map<AddressFamily, FutureTask<Observation>> questions = new EnumMap<>(AddressFamily.class);
        for (AddressFamily family : AddressFamily.values()) {
            questions.put(family, new FutureTask<>(() -> source.observe(Query.of(family, PATIENCE))));
        }
        questions.values().forEach(question -> new Thread(question, "contract").start());
        for (Map.Entry<AddressFamily, FutureTask<Observation>> question : questions.entrySet()) {
            assertAsExpected(question.getValue().get(FOREVER.toSeconds(), TimeUnit.SECONDS), question.getKey());
        }
    }

    @Test
    final void namesItselfInWhatItFinds() {
        for (AddressFamily family : found()) {
            Provenance provenance = assertInstanceOf(Observation.Found.class, ask(Query.of(family, PATIENCE)))
                    .provenance();
            assertEquals(source.id(), provenance.source());
            assertEquals(source.vantage(), provenance.vantage());
            assertNotEquals("", provenance.operator().strip(), "somebody runs what answered");
        }
    }

    @Test
    final void saysWhatItIs() {
        assertEquals(source.id(), source.id(), "an id does not change");
        assertTrue(source.id().type().matches("[a-z0-9]+(-[a-z0-9]+)*"), "a type is named as in configuration files");
        assertEquals(source.vantage(), source.vantage(), "neither does a vantage");
    }

    @Test
    final void doesNotBelieveSilence() {
        fixture.fallSilent();
        assertUnknownIfItAsks("silence");
    }

    @Test
    final void doesNotBelieveThatNobodyIsThere() {
        fixture.disappear();
        assertUnknownIfItAsks("nobody there");
    }

    @Test
    final void doesNotBelieveALie() {
        fixture.lies().forEach((name, lie) -> {
            lie.run();
            assertUnknownIfItAsks(name);
        });
    }

    @Test
    final void answersEvenWhenItHasNoTime() {
        for (AddressFamily family : AddressFamily.values()) {
            assertOnlyOf(family, ask(Query.of(family, Duration.ZERO)));
        }
    }

    @Test
    final void answersEvenWhenItCannotAskFromTheAddressGiven() {
        for (AddressFamily family : AddressFamily.values()) {
            for (String address : List.of("192.0.2.1", "2001:db8::1")) {
                assertOnlyOf(family, ask(new Query(family, IMPATIENCE, IpLiteral.parse(address))));
            }
        }
    }

    @Test
    final void heedsAnInterruptThatCameBefore() {
        for (AddressFamily family : found()) {
            Thread.currentThread().interrupt();
            try {
                Observation observation = source.observe(Query.of(family, PATIENCE));
                assertFalse(fixture.asks(), () -> "it asked nevertheless: " + observation);
                assertTrue(Thread.currentThread().isInterrupted(), "an interrupt that is not heeded must not be lost");
            } catch (InterruptedException e) {
                assertFalse(Thread.currentThread().isInterrupted(), "the exception takes the place of the flag");
            } finally {
                Thread.interrupted();
            }
        }
    }

    @Test
    final void heedsAnInterruptWhileItWaits() throws Exception {
        if (!fixture.asks()) {
            return;
        }
        fixture.fallSilent();
        for (AddressFamily family : found()) {
            int before = fixture.questions();
            FutureTask<Observation> question = new FutureTask<>(() -> source.observe(Query.of(family, FOREVER)));
            Thread thread = new Thread(question, "contract");
            thread.start();
            long start = System.nanoTime();
            while (fixture.questions() == before && thread.isAlive()) {
                assertTrue(System.nanoTime() - start < PATIENCE.toNanos(), "no question came");
                thread.join(1);
            }
            thread.interrupt();
            thread.join(PATIENCE.toMillis());
            assertFalse(thread.isAlive(), "it did not heed the interrupt");
            Throwable thrown = assertThrows(ExecutionException.class, question::get, "it answered nevertheless")
                    .getCause();
            assertInstanceOf(InterruptedException.class, thrown);
        }
    }

    @Test
    final void throwsNothingAfterItWasClosed() {
        source.close();
        for (AddressFamily family : AddressFamily.values()) {
            assertOnlyOf(family, ask(Query.of(family, IMPATIENCE)));
        }
    }

    @Test
    final void tellsNoSecret() {
        StringBuilder told = new StringBuilder().append(source).append(source.id());
        Consumer<Duration> listen = patience -> {
            for (AddressFamily family : AddressFamily.values()) {
                told.append(ask(Query.of(family, patience)));
            }
        };
        if (fixture.secrets().isEmpty()) {
            return;
        }
        listen.accept(PATIENCE);
        Stream.concat(fixture.lies().values().stream(), Stream.<Runnable>of(fixture::fallSilent, fixture::disappear))
                .forEach(trouble -> {
                    trouble.run();
                    listen.accept(IMPATIENCE);
                });
        assertAll(fixture.secrets().stream()
                .map(secret -> () -> assertFalse(told.indexOf(secret.reveal()) >= 0, "a secret was told")));
    }

    /** The families of which the source is to find something. */
    private List<AddressFamily> found() {
        return Arrays.stream(AddressFamily.values())
                .filter(family -> !fixture.addresses(family).isEmpty())
                .toList();
    }

    /** Asks as the client does; fails if the source throws or hangs. */
    private Observation ask(Query query) {
        return assertTimeoutPreemptively(FOREVER, () -> source.observe(query), "it hangs");
    }

    private void assertAsExpected(Observation observation, AddressFamily family) {
        if (fixture.addresses(family).isEmpty()) {
            assertFalse(observation instanceof Observation.Found, () -> family + ": " + observation);
        } else {
            Observation.Found found =
                    assertInstanceOf(Observation.Found.class, observation, () -> family + ": " + observation);
            assertEquals(List.copyOf(fixture.addresses(family)), List.copyOf(found.addresses()));
        }
    }

    private static void assertOnlyOf(AddressFamily family, Observation observation) {
        if (observation instanceof Observation.Found found) {
            for (InetAddress address : found.addresses()) {
                assertEquals(family, AddressFamily.of(address), observation::toString);
            }
        }
    }

    private void assertUnknownIfItAsks(String trouble) {
        for (AddressFamily family : fixture.asks() ? found() : List.<AddressFamily>of()) {
            Observation observation = ask(Query.of(family, IMPATIENCE));
            Observation.Unknown unknown = assertInstanceOf(
                    Observation.Unknown.class, observation, () -> trouble + ", " + family + ": " + observation);
            assertNotEquals("", unknown.cause().strip(), "it says in words what went wrong");
        }
    }
}
