package io.github.ddnskit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Nobody learns by the time that an answer takes which accounts there are, and floods of guesses have so much work done and
 * no more: the work is counted, not the time.
 */
class HashingWorkTest {

    private static final int ITERATIONS = 37;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            alice   | a wrong password             | 37
            nobody  | a wrong password             | 37
            tokens  | of an account without one    | 37
            alice   | aaaaaaaaaaaaaaaa             | 37
            """)
    void isTheSameForAnAccountThatDoesNotExist(String name, String secret, int iterations) throws Exception {
        List<Integer> work = new ArrayList<>();
        try (Verifier verifier = new Verifier(ITERATIONS, 1, 10, Thread::new, 10, work::add)) {
            Entrance entrance = new Entrance(verifier, new Desk.ManualClock(), event -> {});
            MemoryAccountStore accounts = MemoryAccountStore.of(
                    Account.of("alice").withPassword(SecretHash.of("wonderland", ITERATIONS)),
                    Account.of("tokens").withHost(Desk.HOME));
            var visitor = entrance.admit(new Presented(name, secret), Desk.SOMEBODY, accounts, GatewayLimits.standard())
                    .get();
            assertThat(visitor.refusal()).isEqualTo(Code.BADAUTH);
            assertThat(work).containsExactly(iterations);
        }
    }

    @Test
    void isDoneForSoManyAtOnceAndTheOthersAreSentAway() throws Exception {
        int queue = 10;
        AtomicInteger threads = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        CountDownLatch flood = new CountDownLatch(1);
        ThreadFactory counting = task -> {
            threads.incrementAndGet();
            return new Thread(task);
        };
        try (Verifier verifier = new Verifier(ITERATIONS, 1, queue, counting, 10, iterations -> {
            await(flood);
            done.incrementAndGet();
        })) {
            SecretHash hash = SecretHash.of("wonderland", ITERATIONS);
            List<CompletableFuture<Verifier.Result>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(verifier.verify(hash, "guess " + i));
            }
            flood.countDown();
            Map<Verifier.Result, Long> results = new EnumMap<>(Verifier.Result.class);
            for (CompletableFuture<Verifier.Result> one : all) {
                results.merge(one.get(), 1L, Long::sum);
            }
            assertThat(results)
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of(Verifier.Result.WRONG, queue + 1L, Verifier.Result.BUSY, 100L - queue - 1));
            assertThat(done).hasValue(queue + 1);
            assertThat(threads).hasValue(1);
        }
    }

    @Test
    void isNotDoneAgainForTheSecretsThatWereRightLast() throws Exception {
        try (Verifier verifier = new Verifier(ITERATIONS, 1, 10, Thread::new, 2, iterations -> {})) {
            List<SecretHash> hashes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                hashes.add(SecretHash.of("secret " + i, ITERATIONS));
                assertThat(verifier.verify(hashes.get(i), "secret " + i).get()).isEqualTo(Verifier.Result.RIGHT);
            }
            assertThat(verifier.isRemembered(hashes.get(0), "secret 0")).isFalse();
            assertThat(verifier.isRemembered(hashes.get(1), "secret 1")).isTrue();
            assertThat(verifier.isRemembered(hashes.get(2), "secret 2")).isTrue();
            assertThat(verifier.isRemembered(hashes.get(2), "secret 1")).isFalse();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
