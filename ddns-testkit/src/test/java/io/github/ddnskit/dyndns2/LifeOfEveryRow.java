package io.github.ddnskit.dyndns2;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.policy.DetectionPolicy;
import io.github.ddnskit.testkit.ManualTime;
import io.github.ddnskit.testkit.ScriptedIpSource;
import io.github.ddnskit.testkit.provider.FakeDyndns2;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What one client sends in a year and a half to every service of the catalogue, each with an updater of its own: an hour in
 * which it begins, a hundred quiet days, an outage, a month in which the address flaps, and a year after the services
 * stopped taking the credentials.
 *
 * <p>Each service keeps a name, and where it can tell one from another the client also has a name that it does not know.
 */
final class LifeOfEveryRow implements AutoCloseable {

    static final Duration MINUTE = Duration.ofMinutes(1);
    static final Duration QUIET = Duration.ofDays(100);
    static final Duration YEAR = Duration.ofDays(365);

    /** For how many minutes the address changes every minute, again and again; at first longer than any row must wait. */
    private static final List<Integer> BURSTS = List.of(31, 6, 7);

    private static final Duration BETWEEN_MOVES = Duration.ofDays(10);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** A request, and when it was received. */
    record Asked(Instant at, HttpExchange exchange) {}

    /** A part of the life; what happens at its end belongs to the next. */
    record Span(Instant from, Instant to) {
        boolean contains(Instant instant) {
            return !instant.isBefore(from) && instant.isBefore(to);
        }
    }

    final Span beginning;
    final Span quiet;
    final Span outage;
    final Span flapping;
    final Span rejected;

    private final Lab lab = new Lab();
    private final ManualTime time = ManualTime.create();
    private final ScriptedIpSource ip = ScriptedIpSource.create();
    private final Map<Dialect, FakeDyndns2> services = new LinkedHashMap<>();
    private final Map<FakeDyndns2, List<Instant>> asked = new ConcurrentHashMap<>();
    private final DdnsClient client;
    private int last = 8;
    private int lastBeforeTheRejection;

    LifeOfEveryRow() {
        DdnsClient.Builder builder = DdnsClient.builder()
                .clock(time.clock())
                .scheduler(time.scheduler())
                .random(new Random(1))
                .source(ip)
                .allow(AddressClass.DOCUMENTATION)
                .detection(
                        DetectionPolicy.standard().withHold(Duration.ZERO)) // nothing but the pace shall hold it back
                .interval(BETWEEN_MOVES);
        Lab.alive().forEach(row -> hosts(row).forEach(builder::host));
        lab.whenAsked(service -> asked.computeIfAbsent(service, none -> new CopyOnWriteArrayList<>())
                .add(time.now()));
        client = builder.build();
        beginning = span(this::begin);
        quiet = span(() -> time.advance(QUIET));
        outage = span(this::failOnce);
        flapping = span(this::flap);
        rejected = span(this::reject);
    }

    private List<Host> hosts(Dialect row) {
        FakeDyndns2 service = lab.serveToo(row, known(row));
        services.put(row, service);
        Dyndns2Updater updater = lab.updaterToo(row).clock(time.clock()).build();
        List<Host> hosts = new ArrayList<>();
        if (tellsNames(row)) {
            hosts.add(new Host(unknown(row), updater, lab.families(row), RecordOptions.defaults()));
        }
        hosts.add(new Host(known(row), updater, lab.families(row), RecordOptions.defaults()));
        return hosts;
    }

    /** A name can be with one updater only, and some services share a domain. */
    static Hostname known(Dialect row) {
        return Lab.name(row, row.id());
    }

    static Hostname unknown(Dialect row) {
        return Lab.name(row, row.id() + "-unknown");
    }

    static boolean tellsNames(Dialect row) {
        return row.namesHost() && row.replies().rules().stream().anyMatch(rule -> rule.meaning() == Meaning.NO_HOST);
    }

    private Span span(Runnable part) {
        Instant from = time.now();
        part.run();
        return new Span(from, time.now());
    }

    private void begin() {
        ip.set("203.0.113.8", "2001:db8::8");
        client.start();
        time.advance(HOUR);
    }

    private void failOnce() {
        services.values().forEach(service -> service.failNext(Meaning.UNAVAILABLE));
        move();
        time.advance(DAY);
    }

    private void flap() {
        for (int minutes : BURSTS) {
            for (int minute = 0; minute < minutes; minute++) {
                move();
                time.advance(MINUTE);
            }
            time.advance(BETWEEN_MOVES);
        }
    }

    private void reject() {
        lastBeforeTheRejection = last;
        services.values().forEach(FakeDyndns2::rejectCredentials);
        Instant end = time.now().plus(YEAR);
        while (time.now().isBefore(end)) {
            move();
            time.advance(BETWEEN_MOVES);
        }
    }

    /** To the other of two addresses. */
    private void move() {
        last = last == 8 ? 9 : 8;
        lab.callsFrom(last);
        ip.set("203.0.113." + last, "2001:db8::" + last);
        client.networkChanged();
    }

    /** What every service that was kept up to date has published in the end. */
    Set<InetAddress> addressBeforeTheRejection(AddressFamily family) {
        String network = family == AddressFamily.IPV4 ? "203.0.113." : "2001:db8::";
        return Set.of(IpLiteral.parse(network + lastBeforeTheRejection));
    }

    Span all() {
        return new Span(beginning.from(), rejected.to());
    }

    Lab lab() {
        return lab;
    }

    FakeDyndns2 service(Dialect row) {
        return Objects.requireNonNull(services.get(row), row::id);
    }

    /** What a service was asked, in order. */
    List<Asked> asked(Dialect row, Span span) {
        List<HttpExchange> exchanges = service(row).exchanges();
        List<Instant> instants = asked.getOrDefault(service(row), List.of());
        List<Asked> all = new ArrayList<>();
        for (int i = 0; i < exchanges.size(); i++) {
            if (span.contains(instants.get(i))) {
                all.add(new Asked(instants.get(i), exchanges.get(i)));
            }
        }
        return all;
    }

    /** When a service was asked; what is asked for both families at once counts once. */
    List<Instant> instants(Dialect row, Span span) {
        return asked(row, span).stream().map(Asked::at).distinct().toList();
    }

    @Override
    public void close() {
        client.close();
        lab.close();
    }
}
