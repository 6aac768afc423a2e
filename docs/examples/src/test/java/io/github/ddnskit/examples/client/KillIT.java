package io.github.ddnskit.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.state.FileStateStore;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of {@code ddns run}, again and again, at random instants: the state file can always be read, and never
 * claims what real BIND does not hold. {@code -Dddnskit.seed=N} repeats the delays of a run, if not its instants;
 * {@code -Dddnskit.kills=300} kills more often.
 */
class KillIT {

    private static final int RUNS = Integer.getInteger("ddnskit.kills", 40);
    private static final int AT_ONCE = 2;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** How far a run had come when it was killed, by what it left behind. */
    private enum Stage {
        BEFORE_SENDING,
        SENT_AND_NOT_CONFIRMED,
        CONFIRMED
    }

    @Test
    void killedAtAnyInstantItNeverClaimsWhatBindDoesNotHold() throws Exception {
        long seed = Long.getLong("ddnskit.seed", new Random().nextLong());
        System.out.println("KillIT: the seed is " + seed);
        try (PeerServer bind = Named.start()) {
            ExecutorService victims = Executors.newFixedThreadPool(AT_ONCE);
            try {
                List<Future<Map<Stage, Integer>>> futures = List.of(
                        victims.submit(() -> new Victim("a.example.test", bind, new Random(seed)).runAll()),
                        victims.submit(() -> new Victim("b.example.test", bind, new Random(~seed)).runAll()));
                Map<Stage, Integer> all = new EnumMap<>(Stage.class);
                for (Future<Map<Stage, Integer>> future : futures) {
                    future.get().forEach((stage, count) -> all.merge(stage, count, Integer::sum));
                }
                System.out.println("KillIT: killed at " + all);
                assertThat(all.values().stream().mapToInt(Integer::intValue).sum())
                        .isEqualTo(RUNS);
                for (Stage stage : Stage.values()) {
                    assertThat(all.getOrDefault(stage, 0))
                            .as("kills at %s, seed %s", stage, seed)
                            .isGreaterThanOrEqualTo(3);
                }
            } finally {
                victims.shutdownNow();
            }
        }
    }

    /** One host with a state file of its own, whose address changes before every run. */
    private final class Victim {

        private final String host;
        private final PeerServer bind;
        private final Random random;
        private final Path home;
        private final Path config;
        private final ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
        private final Set<String> sentSinceConfirmed = new HashSet<>();
        private long startNanos = TimeUnit.SECONDS.toNanos(1);
        private long updateNanos = TimeUnit.MILLISECONDS.toNanos(50);

        Victim(String host, PeerServer bind, Random random) throws Exception {
            this.host = host;
            this.bind = bind;
            this.random = random;
            home = Files.createDirectory(folder.resolve(host));
            config = DdnsJarIT.config(home, bind.address(), host);
        }

        Map<Stage, Integer> runAll() throws Exception {
            Map<Stage, Integer> stages = new EnumMap<>(Stage.class);
            try {
                for (int run = 0; run < RUNS / AT_ONCE; run++) {
                    stages.merge(run("203.0.113." + run % 250, run % 4), 1, Integer::sum);
                }
            } finally {
                killer.shutdownNow();
            }
            return stages;
        }

        private Stage run(String address, int phase) throws Exception {
            DdnsProcess.replace(home.resolve("address.txt"), address + "\n");
            long begin = System.nanoTime();
            try (DdnsProcess ddns = DdnsProcess.start(List.of(), "run", "--config", config.toString())) {
                switch (phase) {
                    case 0 -> killWithin(ddns, startNanos); // anywhere from the start of the JVM on
                    case 1, 2 -> { // about when it sends
                        ddns.await(line -> line.contains("the ipv4 address is " + address));
                        killWithin(ddns, updateNanos);
                    }
                    default -> { // when it is done, or remembers that it is
                        ddns.await(line -> line.contains("the ipv4 address is " + address));
                        long found = System.nanoTime();
                        startNanos = found - begin;
                        ddns.await(line -> line.contains(host + " A is now " + address)
                                || line.contains(host + " A was already " + address));
                        updateNanos = System.nanoTime() - found;
                        killWithin(ddns, updateNanos);
                    }
                }
                ddns.exitCode();
            }
            return verify(address);
        }

        /** Kills at a random instant of the time to come. */
        private void killWithin(DdnsProcess ddns, long nanos) throws Exception {
            killer.schedule(ddns::kill, random.nextLong(nanos), TimeUnit.NANOSECONDS)
                    .get();
        }

        private Stage verify(String address) throws Exception {
            Map<RecordKey, RecordState> states =
                    FileStateStore.at(home.resolve("ddns.state")).load();
            RecordState state = states.getOrDefault(
                    new RecordKey(Hostname.of(host), AddressFamily.IPV4), RecordState.unknown("nothing"));
            String confirmed = state.confirmed() == null
                    ? ""
                    : IpLiteral.format(state.confirmed().addresses());
            String held = String.join(", ", bind.data(host, "A"));
            if (state.attempted() == null) {
                sentSinceConfirmed.clear();
                assertThat(held).as("BIND holds just what the state claims").isEqualTo(confirmed);
                return confirmed.equals(address) ? Stage.CONFIRMED : Stage.BEFORE_SENDING;
            }
            sentSinceConfirmed.add(IpLiteral.format(state.attempted()));
            Set<String> possible = new HashSet<>(sentSinceConfirmed);
            possible.add(confirmed);
            assertThat(held)
                    .as("BIND holds what was confirmed, or was sent since")
                    .isIn(possible);
            return IpLiteral.format(state.attempted()).equals(address)
                    ? Stage.SENT_AND_NOT_CONFIRMED
                    : Stage.BEFORE_SENDING;
        }
    }
}
