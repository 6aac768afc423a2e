package io.github.ddnskit.replicas;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.DeclaredIpSource;
import io.github.ddnskit.rfc2136.DnsTransport;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.SharedStateStore;
import io.github.ddnskit.spi.UpdaterIdentity;
import io.github.ddnskit.state.JdbcStateStore;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A client that shares its hosts with others. It signs with a key of its own, by which the name server's log knows it. */
final class Replica implements AutoCloseable {

    static final int BATCH = 10;

    private static final Duration PATIENCE_WITH_DNS = Duration.ofSeconds(2);

    private final int number;
    private final Cable cable;
    private final Pool pool;
    private final JdbcStateStore store;
    private final List<HeldUp> heldUp = new CopyOnWriteArrayList<>();
    private final List<DeclaredIpSource> sources = new ArrayList<>();
    private final DdnsClient client;

    /** A time in which something did not come to its end. */
    record HeldUp(Instant from, Instant to) {}

    Replica(int number, int database, String dns, Duration leaseTime, List<String> addresses) {
        this.number = number;
        cable = Cable.to(database);
        pool = new Pool(cable.port());
        store = JdbcStateStore.builder(pool)
                .leaseTime(leaseTime)
                .replica("replica " + number)
                .build();
        DnsUpdater updater = new InBatches(Rfc2136Updater.builder()
                .server(dns)
                .zone("example.test")
                .tsig(key(number))
                .transport(DnsTransport.tcp()) // nothing is sent twice
                .timeout(PATIENCE_WITH_DNS)
                .build());
        DdnsClient.Builder builder = DdnsClient.builder().state(new Watched());
        for (int i = 0; i < addresses.size(); i++) {
            DeclaredIpSource source = DeclaredIpSource.create();
            source.declare(addresses.get(i));
            sources.add(source);
            builder.host(
                    Host.of(host(i), updater).withFamilies(AddressFamily.IPV4).declaredBy(source));
        }
        client = builder.build();
        client.start();
    }

    static String host(int i) {
        return "h" + i + ".example.test";
    }

    static TsigKey key(int number) {
        byte[] secret = ("the secret of replica " + number).getBytes(StandardCharsets.US_ASCII);
        return TsigKey.of(
                "replica-" + number + ".",
                TsigAlgorithm.HMAC_SHA256,
                Secret.of(Base64.getEncoder().encodeToString(secret)));
    }

    int number() {
        return number;
    }

    /** The way to the database. */
    Cable cable() {
        return cable;
    }

    /** What the tables call it. */
    String holder() {
        String text = store.toString();
        return text.substring(text.indexOf('[') + 1, text.length() - 1);
    }

    /** When it could not save, or did not hear from the name server: a machine with much to do has that effect, too. */
    List<HeldUp> heldUp() {
        return List.copyOf(heldUp);
    }

    void declare(int host, String address) {
        sources.get(host).declare(address);
    }

    @Override
    public void close() {
        client.close();
        pool.drain();
        cable.close();
    }

    /** The store, and who writes down what it could not save. */
    private final class Watched implements SharedStateStore {
        @Override
        public Map<RecordKey, RecordState> load() throws IOException {
            return store.load();
        }

        @Override
        public boolean renew(Consumer<Map<RecordKey, RecordState>> remembered) throws IOException {
            return store.renew(remembered);
        }

        @Override
        public void save(Map<RecordKey, RecordState> changes) throws IOException {
            Instant from = Instant.now();
            try {
                store.save(changes);
            } catch (IOException e) {
                heldUp.add(new HeldUp(from, Instant.now()));
                throw e;
            }
        }

        @Override
        public Duration leaseTime() {
            return store.leaseTime();
        }

        @Override
        public boolean holds(Hostname name, Duration atLeast) {
            return store.holds(name, atLeast);
        }

        @Override
        public void close() {
            store.close();
        }
    }

    /** Some names in one go, so that the database is asked less often. */
    private final class InBatches implements DnsUpdater {
        private final DnsUpdater updater;

        private InBatches(DnsUpdater updater) {
            this.updater = updater;
        }

        @Override
        public Capabilities capabilities() {
            return updater.capabilities().withBatchSize(BATCH);
        }

        @Override
        public UpdaterIdentity identity() {
            return updater.identity();
        }

        @Override
        public UpdateReport update(Update update) throws InterruptedException {
            Instant from = Instant.now();
            UpdateReport report = updater.update(update);
            if (report.outcome(AddressFamily.IPV4) instanceof Outcome.Failed) {
                heldUp.add(new HeldUp(from, Instant.now()));
            }
            return report;
        }

        @Override
        public void close() {
            updater.close();
        }
    }
}
