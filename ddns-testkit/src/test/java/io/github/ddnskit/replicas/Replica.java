package io.github.ddnskit.replicas;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Host;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.DeclaredIpSource;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.UpdaterIdentity;
import io.github.ddnskit.state.JdbcStateStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A client that shares its hosts with others. It signs with a key of its own, by which the name server's log knows it. */
final class Replica implements AutoCloseable {

    static final int BATCH = 10;

    private static final Duration PATIENCE_WITH_DNS = Duration.ofSeconds(2);

    private final int number;
    private final Cable cable;
    private final Pool pool;
    private final JdbcStateStore store;
    private final List<DeclaredIpSource> sources = new ArrayList<>();
    private final DdnsClient client;

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
                .timeout(PATIENCE_WITH_DNS)
                .build());
        DdnsClient.Builder builder = DdnsClient.builder().state(store);
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

    void declare(int host, String address) {
        sources.get(host).declare(address);
    }

    @Override
    public void close() {
        client.close();
        pool.drain();
        cable.close();
    }

    /** Some names in one go, so that the database is asked less often. */
    private record InBatches(DnsUpdater updater) implements DnsUpdater {
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
            return updater.update(update);
        }

        @Override
        public void close() {
            updater.close();
        }
    }
}
