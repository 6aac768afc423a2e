package io.github.ddnskit.engine;

import static io.github.ddnskit.AddressFamily.IPV4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.DdnsStatus;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.DeclaredIpSource;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.policy.Backoff;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import io.github.ddnskit.testkit.ScriptedIpSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * All that a client can be asked for, by eight threads at once, in real time, while the address changes, updates and saves
 * fail, and a listener throws and asks for things itself. {@code -Dddnskit.seed=N} repeats what each thread does, if not when;
 * {@code -Dddnskit.calls=N} does more.
 */
@Timeout(600)
class ManyThreadsTest {

    private static final int THREADS = 8;
    private static final int CALLS = Integer.getInteger("ddnskit.calls", 300);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String LAST = "203.0.113.250";
    private static final List<String> KEPT = List.of("home.example.test", "shop.example.test", "mail.example.test");

    private final long seed = Long.getLong("ddnskit.seed", new Random().nextLong());

    /** Every thread that is started by one of these, or by one that was, is in here too. */
    private final ThreadGroup threads = new ThreadGroup("many-threads");

    private final Queue<CompletableFuture<DdnsStatus>> asked = new ConcurrentLinkedQueue<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicInteger told = new AtomicInteger();
    private final AtomicInteger inListener = new AtomicInteger();
    private final AtomicInteger names = new AtomicInteger();
    private final MoodyStore store = new MoodyStore(violations);
    private final DeclaredIpSource address = DeclaredIpSource.create();
    private final List<MoodyUpdater> kept = new ArrayList<>();
    private final Queue<MoodyUpdater> updaters = new ConcurrentLinkedQueue<>();
    private volatile boolean calm;

    @SuppressWarnings("NullAway.Init") // the test builds it first
    private DdnsClient client;

    @Test
    void neitherHangNorLoseAnythingAndAfterTheEndNothingIsSent() throws Exception {
        System.out.println("ManyThreadsTest: the seed is " + seed);
        KEPT.forEach(name -> kept.add(updater()));
        address.declare("203.0.113.1");
        client = configured(new Random(seed), List.of())
                .state(store)
                .listener(this::heard)
                .build();
        client.start();

        run(THREADS, number -> {
            Random random = new Random(seed + number);
            for (int i = 0; i < CALLS; i++) {
                call(random);
            }
        });
        settle();
        assertThat(violations).as("with seed %s", seed).isEmpty();

        AtomicInteger turns = new AtomicInteger();
        run(THREADS, number -> {
            Random random = new Random(seed - number);
            for (int i = 0; i < 20; i++) {
                call(random);
                if (turns.incrementAndGet() % 50 == 0) {
                    client.close(); // three of them at once, more or less
                }
            }
        });
        int sent = updaters.stream().mapToInt(MoodyUpdater::calls).sum();
        await("what was asked for").atMost(PATIENCE).until(() -> asked.stream().allMatch(CompletableFuture::isDone));
        await("the threads").atMost(PATIENCE).until(() -> threads.activeCount() == 0);
        assertThat(updaters.stream().mapToInt(MoodyUpdater::calls).sum()).isEqualTo(sent);
        assertThat(updaters.stream().map(MoodyUpdater::closed)).containsOnly(1);
        assertThat(store.closed()).isEqualTo(1);
        assertThat(violations).as("with seed %s", seed).isEmpty();
    }

    /** When nobody calls any more, and nothing fails, DNS and what is remembered of it come to be as they should. */
    private void settle() {
        calm = true;
        address.declare(LAST);
        client.reconfigure(configured(new Random(seed), List.of()));
        // a refusal that is still on its way counts, even if it comes after one has resumed
        await("what is under way").atMost(PATIENCE).until(client.checkNow()::isDone);
        KEPT.forEach(name -> client.resume(Hostname.of(name)));
        for (int i = 0; i < KEPT.size(); i++) {
            String name = KEPT.get(i);
            MoodyUpdater dns = kept.get(i);
            RecordKey key = new RecordKey(Hostname.of(name), IPV4);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(LAST.equals(dns.published(name))
                                    && isSaved(store.load().get(key)))
                            .as("seed %s: %s", seed, client.status().explain(Hostname.of(name)))
                            .isTrue());
        }
        assertThat(client.status().records())
                .filteredOn(record -> record.key().family() == IPV4)
                .hasSize(KEPT.size())
                .allMatch(DdnsStatus.RecordStatus::upToDate);
        calm = false;
    }

    private static boolean isSaved(@Nullable RecordState state) {
        return state != null
                && state.attempted() == null
                && state.confirmed() != null
                && LAST.equals(IpLiteral.format(state.confirmed().addresses()));
    }

    private void call(Random random) {
        switch (random.nextInt(12)) {
            case 0 -> reconfigure(random);
            case 1 -> asked.add(client.withdraw());
            case 2, 3 -> asked.add(client.checkNow());
            case 4 -> client.resume(Hostname.of(KEPT.get(random.nextInt(KEPT.size()))));
            case 5 -> client.start();
            case 6 -> client.networkChanged();
            case 7 -> address.declareAbsent(IPV4);
            case 8, 9 -> address.declare("203.0.113." + random.nextInt(200));
            default -> {
                DdnsStatus status = client.status();
                if (!status.records().stream()
                        .map(record -> record.key().host().toString())
                        .toList()
                        .containsAll(KEPT)) {
                    violations.add("a host is missing in " + status);
                }
            }
        }
    }

    /** With the hosts that are always there, and some that come and go together with their updaters. */
    private void reconfigure(Random random) {
        List<MoodyUpdater> more =
                Stream.generate(this::updater).limit(random.nextInt(3)).toList();
        try {
            client.reconfigure(configured(random, more));
        } catch (IllegalStateException closed) {
            more.forEach(MoodyUpdater::close); // the client has not taken them
        }
    }

    private DdnsClient.Builder configured(Random random, List<MoodyUpdater> more) {
        DdnsClient.Builder builder = DdnsClient.builder();
        for (int i = 0; i < KEPT.size(); i++) {
            builder.host(KEPT.get(i), kept.get(i));
        }
        more.forEach(updater -> builder.host("extra-" + names.incrementAndGet() + ".example.test", updater));
        builder.source(address);
        if (random.nextBoolean()) {
            builder.source(ScriptedIpSource.create());
        }
        return builder.allow(AddressClass.DOCUMENTATION)
                .interval(Duration.ofSeconds(1))
                .policy(UpdatePolicy.standard().withBackoff(new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1))));
    }

    private MoodyUpdater updater() {
        MoodyUpdater updater = new MoodyUpdater(violations, () -> !calm);
        updaters.add(updater);
        return updater;
    }

    private void heard(DdnsEvent event) {
        if (inListener.incrementAndGet() != 1) {
            violations.add("two events at once");
        }
        try {
            switch (told.incrementAndGet() % 7) {
                case 0 -> throw new IllegalStateException("a listener that throws");
                case 1 -> asked.add(client.checkNow());
                case 2 -> client.networkChanged();
                case 3 -> client.status();
                case 4 -> client.resume(Hostname.of(KEPT.get(0)));
                case 5 -> client.start();
                default -> {}
            }
        } finally {
            inListener.decrementAndGet();
        }
    }

    private interface Part {
        void run(int number) throws Exception;
    }

    private void run(int count, Part part) throws InterruptedException {
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            Thread thread = new Thread(threads, () -> {
                try {
                    part.run(number);
                } catch (Exception | AssertionError e) {
                    violations.add(number + ": " + e);
                }
            });
            thread.start();
            all.add(thread);
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Thread thread : all) {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            assertThat(thread.isAlive())
                    .as("seed %s: it hangs at %s", seed, List.of(thread.getStackTrace()))
                    .isFalse();
        }
    }
}
