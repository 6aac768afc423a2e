package io.github.ddnskit.simulation;

import io.github.ddnskit.AddressFamily;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** What may happen to a client, one thing after another. */
final class Steps {

    private static final List<Duration> SPANS = List.of(
            Duration.ofMillis(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(20),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30));
    private static final List<Duration> JUMPS =
            List.of(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(5), Duration.ofDays(9));
    private static final int[] FAILURES = {0, 0, 20, 60, 100};
    private static final int SOON = 40;

    private final Simulation simulation;
    private final SplittableRandom random;
    private boolean over;

    Steps(Simulation simulation) {
        this.simulation = simulation;
        random = simulation.random;
    }

    /** One step. */
    void one() {
        int which = random.nextInt(100);
        simulation.trace.add(() -> "step " + which + " at " + simulation.world.clock());
        simulation.boot();
        if (which < 30) {
            pass();
        } else if (which < 34) {
            later(this::happen);
            pass();
        } else if (which < 50) {
            simulation.killSoon(1 + random.nextInt(SOON));
            pass();
        } else if (which < 53) {
            simulation.kill();
        } else if (which < 57) {
            simulation.restart(random.nextInt(3) == 0);
        } else if (which < 59) {
            later(simulation::close);
            pass();
        } else {
            happen();
            pass();
        }
    }

    private void pass() {
        simulation.pass(Duration.ofMillis(
                random.nextLong(1, SPANS.get(random.nextInt(SPANS.size())).toMillis() + 2)));
    }

    private void later(Runnable happening) {
        Life life = simulation.life();
        simulation.world.time.scheduler().schedule(Duration.ofMillis(random.nextLong(60_000)), () -> {
            if (life == simulation.life() && !life.isDead() && !life.isClosed() && !over) {
                happening.run();
            }
        });
    }

    /** From now on nothing happens any more, even if it was on its way. */
    void end() {
        over = true;
    }

    /** Something that may also happen while a call hangs. */
    private void happen() {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> move();
            case 3, 4 ->
                simulation
                        .sources
                        .get(random.nextInt(simulation.sources.size()))
                        .change(family(), random);
            case 5, 6 ->
                simulation
                        .providers
                        .get(random.nextInt(simulation.providers.size()))
                        .failures(FAILURES[random.nextInt(FAILURES.length)]);
            case 7 -> simulation.networkChanged();
            case 8 -> simulation.checkNow();
            case 9 ->
                simulation.resume(simulation
                        .scenario
                        .names()
                        .get(random.nextInt(simulation.scenario.names().size())));
            case 10 -> clock();
            default -> trouble();
        }
    }

    private void move() {
        Set<InetAddress> to = random.nextInt(5) == 0 ? Set.of() : Addresses.draw(family(), random);
        AddressFamily family =
                to.isEmpty() ? family() : AddressFamily.of(to.iterator().next());
        simulation.trace.add(() -> "  the " + family + " addresses are now " + to);
        simulation.world.move(family, to);
        if (random.nextBoolean()) {
            simulation.networkChanged();
        }
    }

    private void clock() {
        Duration by = JUMPS.get(random.nextInt(JUMPS.size())).multipliedBy(random.nextInt(1, 3));
        int which = random.nextInt(3);
        simulation.trace.add(
                () -> "  " + (which == 0 ? "asleep for " : which == 1 ? "clock on by " : "clock back by ") + by);
        if (which == 0) {
            simulation.world.sleep(by);
        } else {
            simulation.world.jump(which == 1 ? by : by.negated());
        }
    }

    private void trouble() {
        int which = random.nextInt(8);
        if (which < 5) {
            Disk.Trouble trouble = List.of(Disk.Trouble.values()).get(which % Disk.Trouble.values().length);
            simulation.trace.add(() -> "  disk: " + trouble);
            simulation.disk.trouble(trouble);
        } else if (which < 7) {
            simulation.listenerThrows(random.nextBoolean());
        } else {
            simulation.trace.add(() -> "  the state file is cut off");
            simulation.damage();
        }
    }

    private AddressFamily family() {
        return random.nextBoolean() ? AddressFamily.IPV4 : AddressFamily.IPV6;
    }
}
