package io.github.ddnskit.simulation;

import io.github.ddnskit.AddressFamily;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The end of a schedule: all faults stop, or those of one family, and DNS must become right in time and stay so. */
final class Settling {

    private static final int REFRESHES = 4;
    private static final Duration LONGEST_WAIT = Duration.ofHours(2);

    private final Simulation simulation;
    private final SplittableRandom random;

    Settling(Simulation simulation) {
        this.simulation = simulation;
        random = simulation.random;
    }

    void run() {
        simulation.trace.add(() -> "the faults stop");
        simulation.killSoon(Integer.MAX_VALUE);
        simulation.disk.trouble(Disk.Trouble.NONE);
        simulation.listenerThrows(false);
        simulation.providers.forEach(provider -> provider.failures(0));
        heal(AddressFamily.IPV4, SimulatedSource.Manner.TRUTH);
        heal(AddressFamily.IPV6, SimulatedSource.Manner.TRUTH);
        simulation.step(simulation::boot);
        setClock();
        boolean resumed = random.nextBoolean();
        simulation.step(() -> {
            simulation.checkNow();
            if (resumed) {
                simulation.scenario.names().forEach(simulation::resume);
            }
        });
        if (random.nextInt(3) == 0) {
            oneFamilyFails();
        }
        move(AddressFamily.IPV4);
        move(AddressFamily.IPV6);
        simulation.step(() -> converge(null));
        simulation.step(() -> simulation.pass(simulation.scenario.interval()));
        simulation.checks.converged(simulation.status(), null);
        simulation.checks.answered(simulation.allAnswered());
        simulation.checks.noSecrets(simulation.status().toString());
        if (random.nextInt(REFRESHES) == 0) {
            refresh();
        }
    }

    private void oneFamilyFails() {
        AddressFamily failing = random.nextBoolean() ? AddressFamily.IPV4 : AddressFamily.IPV6;
        AddressFamily other = failing == AddressFamily.IPV4 ? AddressFamily.IPV6 : AddressFamily.IPV4;
        simulation.trace.add(() -> "only " + failing + " goes on failing");
        boolean atProvider = random.nextBoolean();
        for (int i = 0; atProvider && i < simulation.providers.size(); i++) {
            if (simulation.scenario.providers().get(i).familiesIndependent()) {
                simulation.providers.get(i).broken(failing);
            }
        }
        if (!atProvider) {
            heal(failing, SimulatedSource.Manner.UNKNOWN);
        }
        move(other);
        simulation.step(() -> converge(other));
        simulation.checks.converged(simulation.status(), other);
        simulation.providers.forEach(provider -> provider.broken(null));
        heal(failing, SimulatedSource.Manner.TRUTH);
    }

    /** Waits as long as it may take, and no longer than it takes. */
    private void converge(@Nullable AddressFamily alone) {
        Duration left = patience();
        Duration glance = simulation.scenario.interval();
        do {
            simulation.pass(glance);
            left = left.minus(glance);
        } while (!left.isNegative() && !simulation.checks.isConverged(simulation::status, alone));
    }

    private void refresh() {
        Duration longest = Duration.ZERO;
        for (Scenario.Name name : simulation.scenario.names()) {
            Duration every = simulation.scenario.policy(name).refreshEvery();
            longest = every != null && every.compareTo(longest) > 0 ? every : longest;
        }
        if (!longest.isZero()) {
            simulation.knowledge.all().forEach(memory -> memory.requests = 0);
            Duration wait = longest.plus(simulation.scenario.interval()).plusMinutes(1);
            simulation.step(() -> simulation.pass(wait));
            simulation.checks.refreshed(simulation.status());
        }
    }

    private void heal(AddressFamily family, SimulatedSource.Manner manner) {
        simulation.sources.forEach(source -> source.set(family, manner, random));
    }

    private void move(AddressFamily family) {
        if (random.nextInt(3) > 0) {
            simulation.world.move(family, Addresses.draw(family, random));
        }
        simulation.trace.add(() -> "the " + family + " address is " + simulation.world.addresses(family));
    }

    /** Lets the clock show no less than an earlier run of the client has seen. */
    private void setClock() {
        Instant seen = simulation.shownBefore();
        if (simulation.world.clock().isBefore(seen)) {
            Duration by = Duration.between(simulation.world.clock(), seen);
            simulation.trace.add(() -> "the clock is put on by " + by);
            simulation.world.jump(by);
        }
    }

    private static Instant later(Instant until, Memory.@Nullable Wait wait) {
        return wait != null && wait.until().isAfter(until) ? wait.until() : until;
    }

    /** One retry interval, from when the last provider that wanted to be left alone does no more. */
    private Duration patience() {
        Instant now = simulation.world.clock();
        Instant until = now;
        for (Memory memory : simulation.knowledge.all()) {
            until = later(until, memory.now.wait);
            until = later(until, memory.demanded);
        }
        Duration left = Duration.between(now, until);
        if (left.compareTo(LONGEST_WAIT) > 0) { // the clock was put back since
            simulation.world.jump(left);
            left = Duration.ZERO;
        }
        return simulation.scenario.retryInterval().plus(left);
    }
}
