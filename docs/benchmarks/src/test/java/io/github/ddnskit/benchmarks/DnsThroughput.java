package io.github.ddnskit.benchmarks;

import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.peers.Knotd;
import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.rfc2136.DnsTransport;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.rfc2136.transport.Carriers;
import io.github.ddnskit.rfc2136.transport.Deadline;
import io.github.ddnskit.rfc2136.transport.LocalEnd;
import io.github.ddnskit.rfc2136.transport.PipelinedTransport;
import io.github.ddnskit.rfc2136.transport.PlainRequest;
import io.github.ddnskit.rfc2136.transport.SignedTransport;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/**
 * How many names a second get new addresses at a real BIND and a real Knot DNS, signed with hmac-sha256, and what that costs
 * the client: one name in a message with 64 under way, beside dnsperf and dnsjava; and a hundred thousand names at once,
 * beside nsupdate with 250 of them in a message. Each measurement gets a server of its own, and all send the same records.
 */
public final class DnsThroughput {

    private static final int UNDER_WAY = 64;
    private static final int BATCH = 250;
    private static final TsigKey KEY = PeerServer.key(TsigAlgorithm.HMAC_SHA256);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ZONE = "example.test";

    private final PrintStream out;
    private final int single;
    private final int bulk;
    private final Path folder;
    private final Map<String, List<Double>> rates = new LinkedHashMap<>();
    private final Map<String, List<Double>> costs = new LinkedHashMap<>();

    private DnsThroughput(PrintStream out, int single, int bulk) throws IOException {
        this.out = out;
        this.single = single;
        this.bulk = bulk;
        this.folder = Files.createTempDirectory("throughput");
    }

    /**
     * Runs it.
     *
     * @param args rounds, names of which each has a message of its own, and names at once; 5, 20000 and 100000 if left out
     * @throws Exception if a server or tool does not start
     */
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        int single = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
        int bulk = args.length > 2 ? Integer.parseInt(args[2]) : 100_000;
        new DnsThroughput(System.out, single, bulk).run(rounds);
        System.exit(0); // dnsjava's selector thread
    }

    private void run(int rounds) throws Exception {
        for (int round = 0; round <= rounds; round++) { // the first warms up
            boolean counts = round > 0;
            for (Server server : List.of(new Server("BIND", Named::start), new Server("Knot DNS", Knotd::start))) {
                measure(counts, server, "ddnskit, one a message", single, this::pipelined);
                measure(counts, server, "dnsperf -m tcp", single, this::dnsperf);
                measure(counts, server, "dnsjava", single, this::dnsjava);
                measure(counts, server, "ddnskit updateAll", bulk, this::updateAll);
                measure(counts, server, "nsupdate -v, 250 a message", bulk, this::nsupdate);
            }
        }
        rates.forEach((what, all) -> out.printf(
                Locale.ROOT,
                "| %s | %,.0f | %.1f |%n",
                what.replace(": ", " | "),
                median(all),
                median(costs.getOrDefault(what, List.of()))));
    }

    /** A server to measure at. */
    private record Server(String name, Supplier<PeerServer> start) {}

    /** Publishes so many names. */
    private interface Run {
        void on(PeerServer server, int names) throws Exception;
    }

    private void measure(boolean counts, Server server, String what, int names, Run run) throws Exception {
        int count = counts ? names : names / 4;
        try (PeerServer running = server.start().get()) {
            long cpu = cpuMicros();
            long begin = System.nanoTime();
            run.on(running, count);
            double seconds = (System.nanoTime() - begin) / 1e9;
            double cost = (cpuMicros() - cpu) / (double) count;
            List<String> last = running.data("host-" + (count - 1) + "." + ZONE, "A");
            if (!last.equals(List.of(address(count - 1)))) {
                throw new IllegalStateException(what + " did not publish the last name: " + last);
            }
            if (counts) {
                String title = server.name() + ": " + what;
                rates.computeIfAbsent(title, unused -> new ArrayList<>()).add(count / seconds);
                costs.computeIfAbsent(title, unused -> new ArrayList<>()).add(cost);
            }
            out.printf(
                    Locale.ROOT,
                    "%s%s, %s: %,.0f names/s, %.1f us of CPU each%n",
                    counts ? "" : "(warming up) ",
                    server.name(),
                    what,
                    count / seconds,
                    cost);
        }
    }

    private void pipelined(PeerServer server, int names) throws Exception {
        try (Carriers carriers = Carriers.streams(LocalEnd.ANY)) {
            PipelinedTransport connection =
                    new SignedTransport(carriers.stream(address(server)), KEY, Clock.systemUTC());
            allUnderWay(names, i -> connection.send(new PlainRequest(message(i)), Deadline.after(PATIENCE)));
        }
    }

    private void dnsjava(PeerServer server, int names) throws Exception {
        SimpleResolver resolver = new SimpleResolver(address(server));
        resolver.setTSIGKey(new TSIG(TSIG.HMAC_SHA256, KEY.name(), KEY.secret().reveal()));
        resolver.setTimeout(PATIENCE);
        allUnderWay(names, i -> resolver.sendAsync(message(i)));
    }

    private static void allUnderWay(int names, IntFunction<CompletionStage<Message>> send) throws Exception {
        Semaphore window = new Semaphore(UNDER_WAY);
        AtomicInteger failed = new AtomicInteger();
        for (int i = 0; i < names; i++) {
            window.acquire();
            send.apply(i).whenComplete((reply, failure) -> {
                if (reply == null || reply.getRcode() != Rcode.NOERROR) {
                    failed.incrementAndGet();
                }
                window.release();
            });
        }
        window.acquire(UNDER_WAY);
        if (failed.get() > 0) {
            throw new IllegalStateException(failed + " failed");
        }
    }

    private void updateAll(PeerServer server, int names) throws Exception {
        List<Update> updates = new ArrayList<>(names);
        for (int i = 0; i < names; i++) {
            updates.add(Update.of(Hostname.of("host-" + i + "." + ZONE), Goal.publish(address(i)), Goal.keep()));
        }
        try (Rfc2136Updater updater = Rfc2136Updater.builder()
                .server(server.address())
                .zone(ZONE)
                .tsig(KEY)
                .transport(DnsTransport.tcp())
                .build()) {
            for (UpdateReport report : updater.updateAll(updates)) {
                if (report.ipv4() instanceof Outcome.Failed failed) {
                    throw new IllegalStateException(failed.toString());
                }
            }
        }
    }

    private void dnsperf(PeerServer server, int names) throws Exception {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < names; i++) {
            script.append(ZONE + "\nprohibit host-")
                    .append(i)
                    .append(" CNAME\ndelete host-")
                    .append(i)
                    .append(" A\nadd host-")
                    .append(i)
                    .append(" 60 A ")
                    .append(address(i))
                    .append("\nsend\n");
        }
        String key = KEY.algorithm() + ":" + KEY.name() + ":" + KEY.secret().reveal();
        String port = Integer.toString(server.port());
        tool(
                script.toString(),
                "dnsperf",
                "-u",
                "-m",
                "tcp",
                "-s",
                "127.0.0.1",
                "-p",
                port,
                "-q",
                Integer.toString(UNDER_WAY),
                "-c",
                "1",
                "-n",
                "1",
                "-t",
                "60",
                "-y",
                key);
    }

    private void nsupdate(PeerServer server, int names) throws Exception {
        StringBuilder script = new StringBuilder("server 127.0.0.1 " + server.port() + "\nzone " + ZONE + "\n");
        for (int i = 0; i < names; i++) {
            String host = "host-" + i + "." + ZONE;
            script.append("prereq nxrrset ").append(host).append(" CNAME\n");
            script.append("update delete ").append(host).append(" A\n");
            script.append("update add ")
                    .append(host)
                    .append(" 60 A ")
                    .append(address(i))
                    .append("\n");
            if (i % BATCH == BATCH - 1 || i == names - 1) {
                script.append("send\n");
            }
        }
        tool(
                script.toString(),
                "nsupdate",
                "-v",
                "-t",
                "0",
                "-y",
                KEY.algorithm() + ":" + KEY.name() + ":" + KEY.secret().reveal());
    }

    private void tool(String script, String... command) throws Exception {
        Path in = Files.writeString(folder.resolve("script"), script);
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()))
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command[0] + ": " + Files.readString(log));
        }
    }

    /** The same records for all: no alias there, the old addresses away, the new one in. */
    private static Message message(int i) {
        Name host = Name.fromConstantString("host-" + i + "." + ZONE + ".");
        try {
            Message message = Message.newUpdate(Name.fromConstantString(ZONE + "."));
            message.addRecord(Record.newRecord(host, Type.CNAME, DClass.NONE, 0), Section.PREREQ);
            message.addRecord(Record.newRecord(host, Type.A, DClass.ANY, 0), Section.UPDATE);
            message.addRecord(new ARecord(host, DClass.IN, 60, InetAddress.getByName(address(i))), Section.UPDATE);
            return message;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String address(int i) {
        return "10." + (i >> 16) + "." + (i >> 8 & 0xff) + "." + (i & 0xff);
    }

    private static InetSocketAddress address(PeerServer server) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    }

    /** What this process and its children that have ended have used; the servers are still running. */
    private static long cpuMicros() throws IOException {
        String[] fields =
                Files.readString(Path.of("/proc/self/stat")).split("\\) ", 2)[1].split(" ", -1);
        long ticks = 0;
        for (int i = 11; i <= 14; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks * 10_000;
    }

    private static double median(List<Double> all) {
        List<Double> sorted = all.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }
}
