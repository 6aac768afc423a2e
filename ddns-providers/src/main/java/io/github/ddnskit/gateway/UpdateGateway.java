package io.github.ddnskit.gateway;

import io.github.ddnskit.Health;
import io.github.ddnskit.Hostname;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The service side of dynamic DNS: it takes requests of devices, finds out whose they are, and writes what they say through
 * the {@link io.github.ddnskit.spi.DnsUpdater} of a zone. It answers {@code good} only when DNS has confirmed it.
 * Thread-safe.
 *
 * <p>It knows nothing of web servers: {@link GatewayServer} and {@link GatewayServlet} bring it requests.
 *
 * <table>
 * <caption>What it answers to</caption>
 * <tr><td>{@code /nic/update?hostname=a,b&myip=ADDRESSES&myipv6=ADDRESS&offline=yes}</td>
 *   <td>dyndns2, with HTTP Basic</td></tr>
 * <tr><td>{@code /update?domain=a&token=TOKEN&ip=ADDRESS&ipv6=ADDRESS&clear=true}</td>
 *   <td>a token in the URL</td></tr>
 * <tr><td>{@code /api/renew/?TOKEN} or {@code /api/renew/?TOKEN=ADDRESS}</td>
 *   <td>a token alone, as the IPv6 services of NTT's networks have it</td></tr>
 * <tr><td>{@code /checkip}</td><td>where the request comes from; as text, JSON or HTML</td></tr>
 * </table>
 *
 * <p>Without an address the one counts from which the request comes. A family that is not mentioned is kept. Updates that
 * arrive together are committed together; those of one zone never hold up another.
 *
 * @see <a href="https://help.dyn.com/remote-access-api/">The protocol of Dyn</a>
 */
public final class UpdateGateway implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(UpdateGateway.class.getName());
    private static final long IDLE_SECONDS = 10;
    private static final long LAST_WORD_SECONDS = 1;
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Clock clock;
    private final GatewayListener listener;
    private final ThreadPoolExecutor threads;
    private final Verifier verifier;
    private final Entrance entrance;
    private final Rates rates;
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final ReadWriteLock settings = new ReentrantReadWriteLock();
    private final Lapses lapses;
    private Setup setup;
    private boolean closed;

    UpdateGateway(GatewayBuilder builder) {
        clock = builder.clock;
        listener = builder.listener;
        AtomicLong number = new AtomicLong();
        ThreadFactory factory = work -> {
            Thread thread = new Thread(work, "ddns-gateway-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
        verifier = new Verifier(builder.passwordIterations, builder.hashThreads, builder.hashQueue, factory);
        entrance = new Entrance(verifier, clock, this::tell);
        rates = new Rates(clock);
        setup = setup(builder, Map.of());
        lapses = new Lapses(this::current, clock, this::tell, factory);
        lapses.start();
    }

    /** {@return a builder, of which a zone and the accounts must be given} */
    public static GatewayBuilder builder() {
        return new GatewayBuilder();
    }

    /**
     * Carries a request out, and waits until it is.
     *
     * @param request the request
     * @return what to answer; a request that is nonsense has an answer, too
     * @throws InterruptedException if the thread was interrupted; the update may or may not be carried out
     */
    public GatewayResponse handle(GatewayRequest request) throws InterruptedException {
        try {
            return submit(request).toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a defect in the gateway", e.getCause());
        }
    }

    /**
     * Carries a request out, while the thread does something else. It never blocks for longer than the stores do.
     *
     * @param request the request
     * @return what to answer, never exceptionally; what follows on it is run by a thread of the gateway, and must be short
     */
    public CompletionStage<GatewayResponse> submit(GatewayRequest request) {
        Setup now = current();
        CompletableFuture<GatewayResponse> answer;
        try {
            answer = new Visit(request, now, this).carryOut();
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.exceptionally(e -> {
                    LOG.log(System.Logger.Level.ERROR, "a request made the gateway fail", e);
                    return Answer.all(Ask.Style.DYNDNS2, Code.UNAVAILABLE);
                })
                .thenApply(response -> {
                    String word = response.body().strip().split("\\s", 2)[0];
                    boolean code = Arrays.stream(Code.values())
                            .anyMatch(one -> one.word().equals(word));
                    answers.computeIfAbsent(code ? word : "HTTP " + response.status(), none -> new LongAdder())
                            .increment();
                    return response;
                });
    }

    /**
     * Goes on with other zones, accounts, limits and proxies; requests that are under way come to their end as they began.
     * Clock, listener and the numbers of hashing stay as they were.
     *
     * @param builder the new settings
     * @throws IllegalArgumentException if something is missing; nothing has changed then
     * @throws IllegalStateException if it is closed
     */
    public void reconfigure(GatewayBuilder builder) {
        builder.check();
        Setup old;
        Setup fresh;
        settings.writeLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the gateway is closed");
            }
            old = setup;
            fresh = setup(builder, old.lanes());
            setup = fresh;
            old.lanes().values().forEach(Lane::close);
        } finally {
            settings.writeLock().unlock();
        }
        lapses.start();
        threads.execute(() -> {
            try {
                for (Lane lane : old.lanes().values()) {
                    lane.awaitIdle(Long.MAX_VALUE);
                }
                old.closeAllBut(fresh);
            } catch (InterruptedException e) {
                old.closeAllBut(fresh);
            }
        });
    }

    /** Removes the names now that were not refreshed in time, and warns of those that lapse soon; else it is done hourly. */
    public void lapse() {
        lapses.sweep();
    }

    /** {@return how it is} */
    public GatewayStatus status() {
        Setup now = current();
        List<GatewayStatus.ZoneStatus> zones = new ArrayList<>();
        int bad = 0;
        for (Lane lane : now.lanes().values()) {
            long[] counts = lane.counts();
            String failure = now.failures().getOrDefault(lane.zone().apex(), "");
            int waiting = lane.waiting();
            zones.add(new GatewayStatus.ZoneStatus(lane.zone().apex().ascii(), waiting, counts[0], counts[1], failure));
            bad += failure.isEmpty() && waiting < lane.zone().queue() / 2 ? 0 : 1;
        }
        Map<String, Long> counted = new LinkedHashMap<>();
        answers.forEach((code, count) -> counted.put(code, count.sum()));
        return new GatewayStatus(
                bad == 0 ? Health.Level.UP : bad < zones.size() ? Health.Level.DEGRADED : Health.Level.DOWN,
                counted,
                zones,
                verifier.waiting());
    }

    /**
     * Takes nothing more, carries out what waits for up to ten seconds, and closes the updaters and stores. Does nothing
     * the second time.
     */
    @Override
    public void close() {
        Setup last;
        settings.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            last = setup;
            last.lanes().values().forEach(Lane::close);
        } finally {
            settings.writeLock().unlock();
        }
        lapses.close();
        verifier.close();
        long deadline = System.nanoTime() + GRACE.toNanos();
        try {
            for (Lane lane : last.lanes().values()) {
                lane.awaitIdle(Math.max(1, deadline - System.nanoTime()));
            }
            threads.shutdownNow();
            if (!threads.awaitTermination(LAST_WORD_SECONDS, TimeUnit.SECONDS)) { // it closes what earlier settings had
                LOG.log(System.Logger.Level.WARNING, "something of the gateway does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
        last.closeAllBut(null);
    }

    Setup current() {
        settings.readLock().lock();
        try {
            return setup;
        } finally {
            settings.readLock().unlock();
        }
    }

    /** Submits to the lane of a zone as it is now: a lane that was replaced meanwhile takes nothing. */
    CompletableFuture<Lane.Settled> submit(io.github.ddnskit.Update update, Hostname apex, Lane known) {
        settings.readLock().lock();
        try {
            return setup.lanes().getOrDefault(apex, known).submit(update);
        } finally {
            settings.readLock().unlock();
        }
    }

    Entrance entrance() {
        return entrance;
    }

    Rates rates() {
        return rates;
    }

    Instant now() {
        return clock.instant();
    }

    void tell(GatewayEvent event) {
        try {
            synchronized (listener) {
                listener.on(event);
            }
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the listener threw {0}",
                    e.getClass().getName());
        }
    }

    private Setup setup(GatewayBuilder builder, Map<Hostname, Lane> before) {
        Recollection memory = new Recollection(builder.refreshes, clock, this::trouble);
        Map<Hostname, Lane> lanes = new LinkedHashMap<>();
        for (GatewayZone zone : builder.zones) {
            lanes.put(zone.apex(), new Lane(zone, threads, memory, this::trouble, before.get(zone.apex())));
        }
        return new Setup(
                Collections.unmodifiableMap(lanes),
                Objects.requireNonNull(builder.accounts),
                builder.refreshes,
                builder.limits,
                new Sources(List.copyOf(builder.proxies)),
                builder.agents,
                builder.plainHttp,
                builder.lapseAfter,
                builder.lapseWarning,
                new ConcurrentHashMap<>());
    }

    private void trouble(String detail) {
        tell(new GatewayEvent.Trouble(clock.instant(), detail));
    }
}
