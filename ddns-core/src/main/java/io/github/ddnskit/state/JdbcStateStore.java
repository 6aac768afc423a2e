package io.github.ddnskit.state;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.spi.SharedStateStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import javax.sql.DataSource;

/**
 * Remembers in a PostgreSQL database that several replicas of a client share: each keeps its part of the names, and the
 * others take over the part of one that dies. Thread-safe.
 *
 * <p>The names are dealt out in 256 buckets, and each bucket has a lease. Whether a lease is over is decided by the clock
 * of the database alone, or by elapsed time that is counted from before it was asked. Each new holder of a lease has a
 * higher fence, and a save by an earlier one is refused; so a replica that was held up for long does no harm when it goes
 * on. A lease that is beyond the fair share is not given back but left to run out, because a request for one of its names
 * may be on its way.
 *
 * <p>Nobody waits for a transaction longer than about ten seconds, or a fifth of the lease time if that is longer (but two
 * minutes at most), even if no connection can be had; what is not done by then is rolled back. An {@link IOException}
 * tells what is wrong and holds nothing of a connection string. An interrupt does not keep a state from being saved; it is
 * kept for later.
 */
public final class JdbcStateStore implements SharedStateStore {

    static final int BUCKETS = 256;

    private static final System.Logger LOG = System.getLogger(JdbcStateStore.class.getName());
    private static final String SCHEMA = "/META-INF/ddnskit/postgresql.sql";

    /**
     * Of the lease time that was asked for, so that it is over when others have the names: they look for free leases three
     * times while one lasts.
     */
    private static final int TENTHS = 7;

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(3);
    private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(1);
    private static final Duration USUAL_PATIENCE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(1);
    private static final Duration PATIENCE_TO_CLOSE = Duration.ofSeconds(1);

    /** How many buckets are read at once, so that no statement takes long. */
    private static final int READ_AT_ONCE = 32;

    private final Transactions transactions;
    private final LeaseTable leases;
    private final Duration leaseTime;
    private final Map<Integer, Held> held = new ConcurrentHashMap<>();
    private final Object renewing = new Object();
    private volatile boolean closed;

    private JdbcStateStore(Builder builder) {
        leaseTime = builder.leaseTime.multipliedBy(TENTHS).dividedBy(10);
        transactions = new Transactions(builder.database, patience(leaseTime));
        leases = new LeaseTable(UUID.randomUUID().toString(), builder.replica, leaseTime);
    }

    /** For a transaction: so short that a lease outlasts some that hang. */
    private static Duration patience(Duration leaseTime) {
        Duration most = Collections.max(List.of(USUAL_PATIENCE, leaseTime.dividedBy(8)));
        Duration patience = Collections.min(List.of(leaseTime.dividedBy(3), most, LONGEST_PATIENCE));
        return Collections.max(List.of(SHORTEST_PATIENCE, patience));
    }

    /** A lease that this replica has: until when, by {@link System#nanoTime()}. */
    private record Held(long fence, long until) {}

    /**
     * A builder for a store in a database. Each transaction takes a connection and closes it: a pool of two or three is
     * advisable, with a time limit of its own for connecting.
     *
     * @param database PostgreSQL 12 or later
     * @return the builder
     */
    public static Builder builder(DataSource database) {
        return new Builder(database);
    }

    /**
     * Makes the tables if they are not there, with {@code META-INF/ddnskit/postgresql.sql}. Whoever has migrations of
     * their own takes that file there instead.
     *
     * @throws IOException if the database cannot be reached, or does not allow it
     */
    public void createSchema() throws IOException {
        String script;
        try (InputStream in = Objects.requireNonNull(JdbcStateStore.class.getResourceAsStream(SCHEMA))) {
            script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        transactions.run(connection -> {
            LeaseTable.createSchema(connection, script);
            return true;
        });
    }

    /** {@return nothing: what is remembered of a name comes with its lease} */
    @Override
    public Map<RecordKey, RecordState> load() {
        return Map.of();
    }

    @Override
    public boolean renew(Consumer<Map<RecordKey, RecordState>> remembered) throws IOException {
        synchronized (renewing) {
            requireOpen();
            long asked = System.nanoTime(); // before the database counts
            LeaseTable.Dealt dealt = transactions.run(leases::renew);
            Map<Integer, Held> fresh = new TreeMap<>();
            long until = asked + leaseTime.toNanos();
            dealt.mine().forEach((bucket, fence) -> {
                Held before = held.get(bucket);
                boolean withoutGap = before != null && before.fence == fence && before.until - System.nanoTime() > 0;
                (withoutGap ? held : fresh).put(bucket, new Held(fence, until));
            });
            held.entrySet().removeIf(entry -> {
                Integer bucket = entry.getKey();
                boolean runsOut = Objects.equals(dealt.runningOut().get(bucket), entry.getValue().fence);
                return fresh.containsKey(bucket) || !(dealt.mine().containsKey(bucket) || runsOut);
            });
            remembered.accept(read(List.copyOf(fresh.keySet())));
            held.putAll(fresh);
            if (closed) {
                held.clear();
            }
            return !fresh.isEmpty();
        }
    }

    /** Not in the transaction that takes the leases: a replica that is cut off while it reads must lock nothing. */
    private Map<RecordKey, RecordState> read(List<Integer> buckets) throws IOException {
        Map<RecordKey, RecordState> states = new HashMap<>();
        Map<String, String> known = new HashMap<>();
        for (int i = 0; i < buckets.size(); i += READ_AT_ONCE) {
            List<Integer> some = buckets.subList(i, Math.min(buckets.size(), i + READ_AT_ONCE));
            for (String line : transactions.run(connection -> RecordTable.read(connection, some))) {
                try {
                    StateText.add(line, states, known);
                } catch (StateText.MalformedException e) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "a state in the database is damaged and counts for nothing: {0}",
                            e.getMessage());
                }
            }
        }
        return states;
    }

    @Override
    public void save(Map<RecordKey, RecordState> changes) throws IOException {
        requireOpen();
        Map<Integer, Held> needed = new TreeMap<>();
        NavigableSet<RecordKey> lost = new TreeSet<>(StateText.ORDER);
        for (RecordKey key : changes.keySet()) {
            Held lease = held.get(bucket(key.host()));
            if (lease == null) {
                lost.add(key);
            } else {
                needed.put(bucket(key.host()), lease);
            }
        }
        requireNone(lost);
        TreeMap<RecordKey, RecordState> ordered = new TreeMap<>(StateText.ORDER);
        ordered.putAll(changes);
        List<Integer> gone = transactions.run(connection -> {
            Map<Integer, Long> fences = leases.lock(connection, needed.keySet());
            List<Integer> missing = new ArrayList<>();
            needed.forEach((bucket, lease) -> {
                if (!Objects.equals(fences.get(bucket), lease.fence)) {
                    missing.add(bucket);
                }
            });
            if (missing.isEmpty()) {
                RecordTable.write(connection, ordered);
            }
            return missing;
        });
        gone.forEach(bucket -> held.remove(bucket, needed.get(bucket)));
        changes.keySet().stream()
                .filter(key -> gone.contains(bucket(key.host())))
                .forEach(lost::add);
        requireNone(lost);
    }

    private static void requireNone(NavigableSet<RecordKey> lost) throws LeaseLostException {
        if (!lost.isEmpty()) {
            throw new LeaseLostException("nothing was saved: this replica does not keep " + lost.first()
                    + (lost.size() == 1 ? "" : " and " + (lost.size() - 1) + " more") + " any longer");
        }
    }

    @Override
    public Duration leaseTime() {
        return leaseTime;
    }

    @Override
    public boolean holds(Hostname name, Duration atLeast) {
        Held lease = held.get(bucket(name));
        if (lease == null) {
            return false;
        }
        long left = lease.until - System.nanoTime();
        return left > 0 && left >= atLeast.toNanos();
    }

    /** Gives the leases back, so that others need not wait for their end; takes at most about a second. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        held.clear();
        try {
            transactions.run(PATIENCE_TO_CLOSE, connection -> {
                leases.giveBack(connection);
                return true;
            });
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the leases run out by themselves: {0}", e.getMessage());
        }
        transactions.close();
    }

    /** {@return the id of this replica in the tables} */
    @Override
    public String toString() {
        return "JdbcStateStore[" + leases.holder() + "]";
    }

    /** The bucket of a name: data, which all replicas must agree on for ever. */
    static int bucket(Hostname name) {
        CRC32 crc = new CRC32();
        crc.update(name.ascii().getBytes(StandardCharsets.US_ASCII));
        return (int) (crc.getValue() % BUCKETS);
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the store is closed");
        }
    }

    /** Gathers what a store needs. Not thread-safe. */
    public static final class Builder {

        private final DataSource database;
        private Duration leaseTime = Duration.ofSeconds(60);
        private String replica = "";

        private Builder(DataSource database) {
            this.database = Objects.requireNonNull(database);
        }

        /**
         * Sets the lease time, 60 s if not set: within it, names of a replica that dies are with another, and a replica
         * that is new has its share. A lease itself lasts seven tenths of that without being renewed. It should be the same
         * in all replicas, and at least three times as long as an updater may take for a batch.
         *
         * @param leaseTime at least 3 s
         * @return this builder
         * @throws IllegalArgumentException if it is shorter
         */
        public Builder leaseTime(Duration leaseTime) {
            if (leaseTime.compareTo(SHORTEST_LEASE) < 0) {
                throw new IllegalArgumentException("the lease time is at least 3 s, not " + leaseTime);
            }
            this.leaseTime = leaseTime;
            return this;
        }

        /**
         * Sets what people shall read about this replica in the table of replicas; nothing if not set.
         *
         * @param name such as the name of the machine
         * @return this builder
         */
        public Builder replica(String name) {
            this.replica = Objects.requireNonNull(name);
            return this;
        }

        /**
         * Builds the store. Nothing is read or written yet.
         *
         * @return the store
         */
        public JdbcStateStore build() {
            return new JdbcStateStore(this);
        }
    }
}
