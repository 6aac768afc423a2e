package io.github.ddnskit.benchmarks;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Host;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.DeclaredIpSource;
import io.github.ddnskit.ip.InterfaceSignal;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.state.FileStateStore;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * Half an hour of a client with real sockets, threads and a state file, whose address changes every second: what the JVM holds
 * on to in the first five minutes, and in the last five. The name server is in the same JVM.
 */
public final class HalfHour {

    private static final TsigKey KEY = TsigKey.parse("ddns-key.:YSBzZWNyZXQgZm9yIG1lYXN1cmVtZW50cyBvbmx5");
    private static final int LOOKS_A_MINUTE = 4;
    private static final int LATEST_SECONDS = 10;

    private final PrintStream out;
    private final int minutes;
    private final List<Footprint> footprints = new ArrayList<>();
    private final DeclaredIpSource address = DeclaredIpSource.create();
    private int changes;

    private HalfHour(PrintStream out, int minutes) {
        this.out = out;
        this.minutes = minutes;
    }

    /**
     * Runs it.
     *
     * @param args how many minutes, if not 30
     * @throws Exception if a file cannot be written, or it is interrupted
     */
    public static void main(String[] args) throws Exception {
        new HalfHour(System.out, args.length == 0 ? 30 : Integer.parseInt(args[0])).run();
    }

    private void run() throws Exception {
        Path folder = Files.createTempDirectory("half-hour");
        try (FakeAuthoritativeServer server =
                        FakeAuthoritativeServer.zone("example.test").key(KEY).start();
                DdnsClient client = client(server, folder.resolve("state"))) {
            client.start();
            long begin = System.nanoTime();
            for (int second = 1; second <= 60 * minutes; second++) {
                declareAndAwait(server);
                if (second % (60 / LOOKS_A_MINUTE) == 0) {
                    server.clearExchanges(); // which the server remembers for a test to read
                    footprints.add(Footprint.now());
                }
                await(begin + TimeUnit.SECONDS.toNanos(second));
            }
            report(server);
        }
        Files.delete(folder.resolve("state"));
        Files.delete(folder);
    }

    private DdnsClient client(FakeAuthoritativeServer server, Path state) {
        Rfc2136Updater updater = Rfc2136Updater.builder()
                .server(server.server())
                .zone("example.test")
                .tsig(KEY)
                .build();
        return DdnsClient.builder()
                .host(Host.of("home.example.test", updater)
                        .withFamilies(AddressFamily.IPV4)
                        .declaredBy(address))
                .host(Host.of("slower.example.test", updater).withFamilies(AddressFamily.IPV4))
                .source(address)
                .signal(InterfaceSignal.polling())
                .allow(AddressClass.DOCUMENTATION)
                .state(FileStateStore.at(state))
                .build();
    }

    /** A host whose address is declared is told at once; one at the address of the client waits if hints come too often. */
    private void declareAndAwait(FakeAuthoritativeServer server) throws InterruptedException {
        changes++;
        String now = "203.0.113." + changes % 250;
        address.declare(now);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LATEST_SECONDS);
        while (!server.addresses("home.example.test").equals(List.of(now))) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(now + " is not published within " + LATEST_SECONDS + " s");
            }
            await(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static void await(long nanos) throws InterruptedException {
        var unused = new CountDownLatch(1).await(nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void report(FakeAuthoritativeServer server) {
        int some = Math.max(1, Math.min(5, minutes / 2)) * LOOKS_A_MINUTE;
        out.printf("%d changes in %d minutes, each published; serial %d%n%n", changes, minutes, server.serial());
        out.println("| | heap | threads | descriptors |");
        out.println("|---|---|---|---|");
        out.println(row("first " + some / LOOKS_A_MINUTE + " minutes", footprints.subList(0, some)));
        out.println(row(
                "last " + some / LOOKS_A_MINUTE + " minutes",
                footprints.subList(footprints.size() - some, footprints.size())));
    }

    private static String row(String when, List<Footprint> looks) {
        return String.format(
                Locale.ROOT,
                "| %s | %.2f to %.2f MiB | %d to %d | %d to %d |",
                when,
                least(looks, Footprint::heap) / 1048576.0,
                most(looks, Footprint::heap) / 1048576.0,
                least(looks, Footprint::threads),
                most(looks, Footprint::threads),
                least(looks, Footprint::descriptors),
                most(looks, Footprint::descriptors));
    }

    private static long least(List<Footprint> looks, ToLongFunction<Footprint> what) {
        return looks.stream().mapToLong(what).min().orElseThrow();
    }

    private static long most(List<Footprint> looks, ToLongFunction<Footprint> what) {
        return looks.stream().mapToLong(what).max().orElseThrow();
    }
}
