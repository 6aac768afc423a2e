package io.github.ddnskit.simulation;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.DdnsStatus;
import io.github.ddnskit.Host;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.state.FileStateStore;
import io.github.ddnskit.state.RecordKey;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One schedule: a client, all that surrounds it, and what happens to it. Everything follows from the seed, and runs on the
 * thread that calls {@link #run}, the questions to distant sources included, so that no schedule ever waits.
 */
final class Simulation {

    private static final String STATE = "state";
    private static final int STEPS = 12;
    private static final int DISTANT_EVERY = 64;
    private static final int NAME_SERVER_EVERY = 16;

    final Trace trace;
    final Scenario scenario;
    final World world;
    final Disk disk;
    final Knowledge knowledge;
    final Checks checks;
    final SplittableRandom random;
    final List<Provider> providers = new ArrayList<>();
    final List<SimulatedSource> sources = new ArrayList<>();
    private final Sabotage sabotage;
    private final SplittableRandom chanceOfClient;
    private final List<CompletableFuture<DdnsStatus>> asked = new ArrayList<>();
    private final int[] credentials;
    private Life life;
    private Instant shownBefore = Instant.MIN;
    private Instant shown = Instant.MIN;
    private boolean listenerThrows;
    private boolean cut;
    private boolean damaged;
    private @Nullable DdnsClient client;
    private boolean running;

    Simulation(long seed, Sabotage sabotage, Trace trace) {
        this.sabotage = sabotage;
        this.trace = trace;
        random = new SplittableRandom(seed);
        chanceOfClient = random.split();
        world = new World(random.split());
        scenario = Scenario.draw(
                random.split(), Math.floorMod(seed, DISTANT_EVERY) == 0, Math.floorMod(seed, NAME_SERVER_EVERY) == 1);
        disk = new Disk(random.split(), sabotage.diskFlushes());
        knowledge = new Knowledge(world, scenario);
        checks = new Checks(scenario, world, knowledge, providers, trace);
        for (int i = 0; i < scenario.providers().size(); i++) {
            SimulatedNameServer.Manner manner = scenario.nameServer();
            providers.add(
                    i == 0 && manner != null
                            ? new SimulatedNameServer(world, i, manner, random.split())
                            : new SimulatedProvider(
                                    world, i, scenario.providers().get(i), random.split()));
        }
        for (int i = 0; i < scenario.sources(); i++) {
            sources.add(new SimulatedSource(world, i, scenario.distant()));
        }
        credentials = new int[providers.size()];
        life = new Life(world);
        world.whenPutBack((before, after) -> shown = later(shown, before));
        trace.add(() -> "seed " + seed + ": " + scenario);
    }

    /** Runs the schedule to its end. */
    void run() {
        Steps steps = new Steps(this);
        boot();
        for (int i = 0; i < STEPS; i++) {
            step(steps::one);
        }
        steps.end();
        new Settling(this).run();
        close();
    }

    /** Lets something happen, and looks at what came of it. */
    void step(Runnable happening) {
        try {
            happening.run();
            if (life.isDead()) {
                throw new Crash();
            }
            checks.rethrow();
            if (client != null && running) {
                checks.step(client.status());
            }
        } catch (Crash crash) {
            checks.rethrow();
            crashed();
        }
        Thread.interrupted(); // a close while something hung leaves this behind
    }

    /** Lets time pass, and whatever is due happen. */
    void pass(Duration duration) {
        world.time.advance(duration);
    }

    void kill() {
        life.die();
    }

    void killSoon(int calls) {
        life.dieAfter(calls);
    }

    Life life() {
        return life;
    }

    void networkChanged() {
        if (client != null) {
            client.networkChanged();
        }
    }

    void checkNow() {
        if (client != null && running) {
            asked.add(client.checkNow());
        }
    }

    void resume(Scenario.Name name) {
        if (client != null && running) {
            knowledge.resumed(name.host());
            client.resume(name.host());
        }
    }

    void listenerThrows(boolean throwing) {
        listenerThrows = throwing;
    }

    /** Lets the process die, and its state file be cut off. */
    void damage() {
        kill();
        cut = true;
    }

    /** What the clock has shown to those runs of the client that have ended. */
    Instant shownBefore() {
        return shownBefore;
    }

    DdnsStatus status() {
        return Objects.requireNonNull(client).status();
    }

    /** Whether everybody who asked for a check knows its end. */
    boolean allAnswered() {
        return asked.stream().allMatch(CompletableFuture::isDone);
    }

    /** Ends the client as its user does. */
    void close() {
        if (client != null) {
            trace.add(() -> "  the client is closed");
            life.close();
            client.close();
            running = false;
        }
    }

    /** Starts another client, be it with other credentials. */
    void restart(boolean reconfigured) {
        close();
        if (reconfigured) {
            int provider = random.nextInt(credentials.length);
            credentials[provider]++;
            knowledge.reconfigured(provider);
        }
        boot();
    }

    /** Starts a client, if it does not run; the state file may be unreadable still. */
    void boot() {
        if (running) {
            return;
        }
        trace.add(() -> "  a client starts");
        shownBefore = later(shown, world.clock());
        life = new Life(world);
        asked.clear();
        disk.boundary(life::boundary);
        if (damaged) {
            knowledge.forgotten();
        }
        knowledge.restarted();
        DdnsClient started = build(life);
        client = started;
        try {
            started.start();
            running = true;
            damaged = false;
            checks.crashesLoseNothing(started.status());
        } catch (UncheckedIOException e) {
            trace.add(() -> "  it does not: " + e.getMessage());
            checks.noSecrets(String.valueOf(e.getMessage()));
        }
    }

    private void crashed() {
        boolean power = random.nextBoolean();
        trace.add(() -> "  CRASH" + (power ? ", and the power fails" : ""));
        life.die();
        running = false;
        Thread.interrupted();
        disk.boundary(() -> {});
        if (power) {
            disk.losePower();
        }
        checks.noSecrets(disk.text(STATE));
        damaged |= cut && disk.damage(STATE);
        cut = false;
        Disk.Trouble trouble = disk.trouble();
        try {
            boot();
        } catch (Crash atOnce) {
            throw new IllegalStateException("a new life does not end before its time with " + trouble, atOnce);
        }
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private DdnsClient build(Life life) {
        Belief belief = checks.begin();
        DdnsClient.Builder builder = DdnsClient.builder()
                .clock(life.clock())
                .scheduler(sabotage.scheduler(life.scheduler()))
                .random(chanceOfClient)
                .interval(scenario.interval())
                .policy(scenario.policy())
                .detection(scenario.detection())
                .listener(event -> hear(life, event))
                .state(sabotage.store(
                        new WatchedStore(FileStateStore.at(disk.path(STATE)), life, checks, knowledge, trace)));
        sources.forEach(source -> builder.source(sabotage.source(source.in(life, belief, trace))));
        List<DnsUpdater> updaters = new ArrayList<>();
        for (int i = 0; i < providers.size(); i++) {
            Provider provider = providers.get(i);
            updaters.add(sabotage.updater(provider.in(life, checks, knowledge, provider.identity(credentials[i]))));
        }
        for (Scenario.Name name : scenario.names()) {
            builder.host(Host.of(name.host().ascii(), updaters.get(name.provider()))
                    .withFamilies(name.families().toArray(AddressFamily[]::new)));
        }
        return sabotage.client(builder, updaters.get(0)).build();
    }

    private void hear(Life life, DdnsEvent event) {
        life.boundary();
        checks.event(event);
        RecordKey key = Knowledge.outcomeOf(event);
        if (key != null) {
            knowledge.announced(key);
        }
        if (listenerThrows) {
            throw new IllegalStateException("the listener is broken");
        }
        life.boundary();
    }
}
