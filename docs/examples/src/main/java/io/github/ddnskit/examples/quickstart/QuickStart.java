package io.github.ddnskit.examples.quickstart;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Secret;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.DeclaredIpSource;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.policy.Backoff;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.rfc2136.AuthoritativeObserver;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.RecordObserver;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.Fault;
import io.github.ddnskit.testkit.Trigger;
import java.io.PrintStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Follows an address through three changes, one of them while the name server refuses, and shows after each step what a
 * DNS query returns. Throws if anything that it shows is not true.
 */
public final class QuickStart {

    private static final Hostname HOME = Hostname.of("home.example.test");
    private static final TsigKey KEY =
            TsigKey.of("ddns-key.", TsigAlgorithm.HMAC_SHA256, Secret.of("cXVpY2sgc3RhcnQsIG5vdCBhIHNlY3JldA=="));
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BlockingQueue<DdnsEvent> events = new LinkedBlockingQueue<>();
    private final long begin = System.nanoTime();
    private final FakeAuthoritativeServer dns;
    private final RecordObserver observer;
    private final Duration patience;
    private final PrintStream out;

    QuickStart(FakeAuthoritativeServer dns, RecordObserver observer, Duration patience, PrintStream out) {
        this.dns = dns;
        this.observer = observer;
        this.patience = patience;
        this.out = out;
    }

    /**
     * Runs it.
     *
     * @param args none
     * @throws InterruptedException if it is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        try (FakeAuthoritativeServer dns = server();
                RecordObserver observer = AuthoritativeObserver.at(dns.server())) {
            new QuickStart(dns, observer, PATIENCE, System.out).run();
        }
    }

    /** The name server: a real one on loopback, which takes updates that are signed with the key. */
    static FakeAuthoritativeServer server() {
        return FakeAuthoritativeServer.zone("example.test").key(KEY).start();
    }

    /** What publishes at that server. */
    static Rfc2136Updater updater(String server) {
        return Rfc2136Updater.builder()
                .server(server)
                .zone("example.test")
                .tsig(KEY)
                .build();
    }

    void run() throws InterruptedException {
        DeclaredIpSource address = DeclaredIpSource.create();
        try (DdnsClient client = DdnsClient.builder()
                .host(Host.of(HOME.ascii(), updater(dns.server())).withFamilies(AddressFamily.IPV4))
                .source(address)
                .allow(AddressClass.DOCUMENTATION) // 203.0.113.0/24 is for examples, so it has to be allowed
                .policy(UpdatePolicy.standard().withBackoff(new Backoff(ONE_SECOND, ONE_SECOND)))
                .listener(events::add)
                .build()) {
            show("a name server for example.test listens on " + dns.server() + ", and the client starts");
            requireDns(List.of());
            client.start();

            show("change 1: the device gets 203.0.113.7");
            address.declare("203.0.113.7");
            await(DdnsEvent.RecordConfirmed.class);
            requireDns(List.of("203.0.113.7"));

            show("change 2: the device gets 203.0.113.8, while the server refuses every update");
            dns.fault(Trigger.always().updates(), Fault.servfail());
            address.declare("203.0.113.8");
            await(DdnsEvent.UpdateFailed.class);
            requireDns(List.of("203.0.113.7"));
            dns.clearFaults();
            show("the server takes updates again");
            await(DdnsEvent.RecordConfirmed.class);
            requireDns(List.of("203.0.113.8"));

            show("change 3: the device gets 203.0.113.9");
            address.declare("203.0.113.9");
            await(DdnsEvent.RecordConfirmed.class);
            requireDns(List.of("203.0.113.9"));

            require(client.status().records().get(0).upToDate(), "the client knows that all is up to date");
            show("done: " + client.status().records().get(0));
        }
    }

    /** Prints what happens until an event of this kind. */
    private void await(Class<? extends DdnsEvent> kind) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            DdnsEvent event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            require(event != null, "there is an event, " + kind.getSimpleName());
            // before the first change there is nothing to detect
            if (!(event instanceof DdnsEvent.DetectionFailed)) {
                show("  " + event);
            }
            if (kind.isInstance(event)) {
                return;
            }
        }
    }

    /** Asks the server, as anybody would, and insists on the answer. */
    private void requireDns(List<String> expected) throws InterruptedException {
        Observation seen = observer.observe(HOME).of(AddressFamily.IPV4);
        List<InetAddress> addresses =
                seen instanceof Observation.Found found ? List.copyOf(found.addresses()) : List.of();
        show("  DNS query: " + HOME + " A -> " + (addresses.isEmpty() ? "none" : IpLiteral.format(addresses)));
        boolean same = addresses.stream().map(IpLiteral::format).toList().equals(expected)
                && !(seen instanceof Observation.Unknown);
        require(same, "DNS returns " + expected + ", and not " + seen);
        require(dns.addresses(HOME.ascii()).equals(expected), "the zone of the server holds " + expected);
    }

    private void show(String line) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        out.printf(Locale.ROOT, "%6.2f s  %s%n", seconds, line);
    }

    private static void require(boolean isTrue, String claim) {
        if (!isTrue) {
            throw new IllegalStateException("this should be true, and is not: " + claim);
        }
    }
}
