package io.github.ddnskit.replicas;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Three replicas, whose hosts move and to which things happen at random. One thread does it all. */
final class Fleet implements AutoCloseable {

    private static final int REPLICAS = 3;
    private static final int MOVES_PER_TICK = 5;
    private static final Duration TICK = Duration.ofMillis(50);

    /** Some of 46.0.0.0/8: to publish it, it must be global; nobody is asked there. */
    private static final int FIRST_ADDRESS = 46 << 24;

    private static final int ADDRESSES_PER_HOST = 1000;

    private final int database;
    private final String dns;
    private final Duration leaseTime;
    private final Random random;
    private final int[] moves;
    private final List<Replica> all = new ArrayList<>();
    private final List<Replica> living = new ArrayList<>();
    private final List<Replica> troubled = new ArrayList<>();
    private final List<Misfortune> misfortunes = new ArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    Fleet(int hosts, int database, String dns, Duration leaseTime, Random random) {
        this.database = database;
        this.dns = dns;
        this.leaseTime = leaseTime;
        this.random = random;
        this.moves = new int[hosts];
        for (int i = 0; i < REPLICAS; i++) {
            addReplica();
        }
    }

    /** Lets things happen for a while, and then lets everything that still lives be well. */
    void run(Duration time, Duration misfortuneEvery) throws InterruptedException {
        var unused = thread.scheduleAtFixedRate(this::move, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
        unused = thread.scheduleAtFixedRate(
                this::strike, misfortuneEvery.toMillis(), misfortuneEvery.toMillis(), TimeUnit.MILLISECONDS);
        unused = thread.schedule(thread::shutdown, time.toMillis(), TimeUnit.MILLISECONDS);
        // what is scheduled only once, such as the end of a misfortune, still takes place
        if (!thread.awaitTermination(time.toSeconds() + 120, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the fleet does not come to rest");
        }
    }

    List<Misfortune> misfortunes() {
        return List.copyOf(misfortunes);
    }

    /** All replicas that there ever were. */
    List<Replica> all() {
        return List.copyOf(all);
    }

    List<Replica> living() {
        return List.copyOf(living);
    }

    /** Where each host is. */
    List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < moves.length; i++) {
            addresses.add(address(i));
        }
        return addresses;
    }

    void moveHost(int host) {
        moves[host]++;
        living.forEach(replica -> replica.declare(host, address(host)));
    }

    Instant kill(Replica replica) {
        replica.cable().cut();
        living.remove(replica);
        Instant now = Instant.now();
        misfortunes.add(new Misfortune(replica.number(), Misfortune.Kind.KILLED, now, Instant.MAX));
        return now;
    }

    /** No host is at an address where it was before, nor where another is. */
    private String address(int host) {
        int address = FIRST_ADDRESS + host * ADDRESSES_PER_HOST + moves[host];
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }

    private void move() {
        for (int i = 0; i < MOVES_PER_TICK; i++) {
            moveHost(random.nextInt(moves.length));
        }
    }

    private void strike() {
        List<Replica> well =
                living.stream().filter(replica -> !troubled.contains(replica)).toList();
        if (well.isEmpty()) {
            return;
        }
        Replica victim = well.get(random.nextInt(well.size()));
        Duration length = Duration.ofMillis(
                200 + random.nextInt((int) leaseTime.multipliedBy(2).toMillis()));
        Misfortune.Kind kind = List.of(Misfortune.Kind.values()).get(random.nextInt(Misfortune.Kind.values().length));
        switch (kind) {
            case KILLED -> {
                kill(victim);
                later(length, this::addReplica);
            }
            case CUT_OFF, FROZEN -> {
                Instant from = Instant.now();
                troubled.add(victim);
                if (kind == Misfortune.Kind.CUT_OFF) {
                    victim.cable().cut();
                } else {
                    victim.cable().freeze();
                }
                later(length, () -> {
                    victim.cable().mend();
                    troubled.remove(victim);
                    misfortunes.add(new Misfortune(victim.number(), kind, from, Instant.now()));
                });
            }
        }
    }

    private void later(Duration delay, Runnable work) {
        var unused = thread.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void addReplica() {
        Replica replica = new Replica(all.size(), database, dns, leaseTime, addresses());
        all.add(replica);
        living.add(replica);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        all.parallelStream().forEach(Replica::close);
    }
}
