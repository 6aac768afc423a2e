package io.github.ddnskit.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.PeerZone;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ZoneTransferIn;

/**
 * Three replicas with a real PostgreSQL and a real BIND, which are killed and cut off at random while the hosts move. The
 * full size is {@code -Dddnskit.replicas.hosts=10000 -Dddnskit.replicas.seconds=120}.
 */
class ReplicasTest {

    private static final int HOSTS = Integer.getInteger("ddnskit.replicas.hosts", 500);
    private static final int SECONDS = Integer.getInteger("ddnskit.replicas.seconds", 10);
    private static final long SEED = Long.getLong("ddnskit.replicas.seed", System.nanoTime());
    private static final Duration LEASE = Duration.ofSeconds(12);
    private static final Duration MISFORTUNE_EVERY = Duration.ofMillis(2500);

    /** For a machine that has much else to do. */
    private static final Duration TO_SPARE = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int MOST_REPLICAS = 100;

    /** Who holds a bucket from some instant on. */
    private record Tenure(Instant from, String holder) {}

    @Test
    void everyHostIsRightAndNoneIsUpdatedByTwoWhateverHappensToReplicas() throws Exception {
        PeerZone zone = new PeerZone("example.test", PeerZone.Updates.SIGNED, List.of());
        try (SharedDatabase database = SharedDatabase.start();
                PeerServer dns = Named.start(
                        List.of(zone),
                        IntStream.range(0, MOST_REPLICAS).mapToObj(Replica::key).toList())) {
            Random random = new Random(SEED);
            try (Fleet fleet = new Fleet(HOSTS, database.port(), dns.address(), LEASE, random)) {
                fleet.run(Duration.ofSeconds(SECONDS), MISFORTUNE_EVERY);
                awaitEveryHost(fleet, dns);
                Takeover takeover = takeover(fleet, database, dns);
                List<UpdateLog.Entry> log = UpdateLog.read(dns.log());
                System.out.printf(
                        "seed %d: %d hosts, %d updates, %d misfortunes: %s%n%s%n",
                        SEED, HOSTS, log.size(), fleet.misfortunes().size(), kinds(fleet), takeover);
                assertThat(database.wrongs()).isEmpty();
                assertThat(takeover.longest()).isBetween(Duration.ZERO, LEASE.plus(TO_SPARE));
                assertThat(fleet.misfortunes()).hasSizeGreaterThan(SECONDS / 10);
                assertThat(log).hasSizeGreaterThanOrEqualTo(HOSTS);
                assertThat(byOthersThanTheHolder(log, fleet, database)).isEmpty();
                assertThat(unexplainedRepetitions(log, fleet)).isEmpty();
            }
        }
    }

    private static Map<Misfortune.Kind, Long> kinds(Fleet fleet) {
        return fleet.misfortunes().stream().collect(Collectors.groupingBy(Misfortune::kind, Collectors.counting()));
    }

    private static void awaitEveryHost(Fleet fleet, PeerServer dns) {
        List<String> wanted = fleet.addresses();
        await().pollInterval(Duration.ofMillis(200)).atMost(PATIENCE).untilAsserted(() -> {
            Map<String, List<String>> published = published(dns);
            assertThat(IntStream.range(0, HOSTS)
                            .filter(i -> !List.of(wanted.get(i)).equals(published.get(Replica.host(i))))
                            .mapToObj(
                                    i -> Replica.host(i) + " " + wanted.get(i) + " " + published.get(Replica.host(i))))
                    .isEmpty();
        });
    }

    /** The whole zone: the addresses of each name. */
    private static Map<String, List<String>> published(PeerServer dns) throws Exception {
        ZoneTransferIn transfer =
                ZoneTransferIn.newAXFR(Name.fromString("example.test."), "127.0.0.1", dns.port(), null);
        transfer.run();
        Map<String, List<String>> addresses = new HashMap<>();
        for (Record record : transfer.getAXFR()) {
            if (record instanceof ARecord address) {
                addresses
                        .computeIfAbsent(record.getName().toString(true), name -> new ArrayList<>())
                        .add(address.rdataToString());
            }
        }
        return addresses;
    }

    /** How long it took others to go on with what a dead replica had. */
    private record Takeover(int leases, Duration shortest, Duration longest, Duration untilHostIsRight) {}

    private static Takeover takeover(Fleet fleet, SharedDatabase database, PeerServer dns) {
        await().pollInterval(Duration.ofMillis(200))
                .atMost(PATIENCE)
                .until(() -> shares(database).equals(List.of("84", "86", "86")));
        Replica victim = fleet.living().get(0);
        String its = "FROM ddnskit_lease WHERE holder = '" + victim.holder() + "'";
        List<String> buckets = database.query("SELECT bucket " + its);
        int host = IntStream.range(0, HOSTS)
                .filter(i -> buckets.contains(Integer.toString(bucket(i))))
                .findFirst()
                .orElseThrow();
        Instant killed = fleet.kill(victim);
        fleet.moveHost(host);
        await().pollInterval(Duration.ofMillis(50))
                .atMost(PATIENCE)
                .until(() -> database.query("SELECT bucket " + its).isEmpty());
        awaitEveryHost(fleet, dns);
        List<Duration> times = database
                .query("SELECT extract(epoch FROM min(at)) * 1000 FROM history WHERE at > to_timestamp("
                        + killed.toEpochMilli() + " / 1000.0) AND bucket IN ("
                        + String.join(",", buckets) + ") GROUP BY bucket")
                .stream()
                .map(at -> Duration.ofMillis((long) Double.parseDouble(at) - killed.toEpochMilli()))
                .sorted()
                .toList();
        Instant right = UpdateLog.read(dns.log()).stream()
                .filter(entry -> entry.host().equals(Replica.host(host)))
                .map(UpdateLog.Entry::at)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new Takeover(times.size(), times.get(0), times.get(times.size() - 1), Duration.between(killed, right));
    }

    private static List<String> shares(SharedDatabase database) {
        return database.query("SELECT count(*) FROM ddnskit_lease WHERE until > now() GROUP BY holder ORDER BY 1");
    }

    /** Updates that came to the name server when another replica than the sender already held the lease. */
    private static List<String> byOthersThanTheHolder(List<UpdateLog.Entry> log, Fleet fleet, SharedDatabase database) {
        Map<Integer, List<Tenure>> tenures = new HashMap<>();
        for (String row : database.query(
                "SELECT bucket, extract(epoch FROM at) * 1000, coalesce(holder, '-')" + " FROM history ORDER BY at")) {
            String[] columns = row.split(" ", -1);
            tenures.computeIfAbsent(Integer.valueOf(columns[0]), bucket -> new ArrayList<>())
                    .add(new Tenure(Instant.ofEpochMilli((long) Double.parseDouble(columns[1])), columns[2]));
        }
        return log.stream()
                .filter(entry -> {
                    String sender = fleet.all().get(entry.replica()).holder();
                    return Objects.requireNonNull(tenures.get(bucket(entry.host()))).stream()
                            .filter(tenure -> !tenure.from.isAfter(entry.at()))
                            .reduce((earlier, later) -> later)
                            .filter(tenure -> tenure.holder.equals(sender))
                            .isEmpty();
                })
                .map(UpdateLog.Entry::toString)
                .toList();
    }

    /**
     * An address is sent again only if the sender was killed or cut off before it could save that, or held up: at that
     * moment, one batch is on its way.
     */
    private static List<UpdateLog.Entry> unexplainedRepetitions(List<UpdateLog.Entry> log, Fleet fleet) {
        Map<String, List<UpdateLog.Entry>> sendings =
                log.stream().collect(Collectors.groupingBy(entry -> entry.host() + " " + entry.address()));
        List<UpdateLog.Entry> inVain = sendings.values().stream()
                .flatMap(list -> list.subList(0, list.size() - 1).stream())
                .toList();
        System.out.println(inVain.size() + " addresses were sent once more");
        inVain.stream()
                .collect(Collectors.groupingBy(UpdateLog.Entry::replica, Collectors.counting()))
                .forEach((sender, count) -> assertThat(count)
                        .as("what replica %d sent in vain", sender)
                        .isLessThanOrEqualTo(Replica.BATCH
                                * (fleet.all().get(sender).heldUp().size()
                                        + fleet.misfortunes().stream()
                                                .filter(misfortune -> misfortune.replica() == sender)
                                                .count())));
        return inVain.stream().filter(entry -> !hadBadLuck(entry, fleet)).toList();
    }

    private static boolean hadBadLuck(UpdateLog.Entry entry, Fleet fleet) {
        Instant soon = entry.at().plus(LEASE.dividedBy(2));
        Instant before = entry.at().minus(LEASE.dividedBy(2));
        return fleet.misfortunes().stream()
                        .filter(misfortune -> misfortune.replica() == entry.replica())
                        .anyMatch(misfortune -> misfortune.from().isBefore(soon)
                                && misfortune.to().isAfter(entry.at()))
                || fleet.all().get(entry.replica()).heldUp().stream()
                        .anyMatch(
                                time -> time.from().isBefore(soon) && time.to().isAfter(before));
    }

    private static int bucket(int host) {
        return bucket(Replica.host(host));
    }

    private static int bucket(String host) {
        CRC32 crc = new CRC32();
        crc.update(Hostname.of(host).ascii().getBytes(StandardCharsets.US_ASCII));
        return (int) (crc.getValue() % 256);
    }
}
