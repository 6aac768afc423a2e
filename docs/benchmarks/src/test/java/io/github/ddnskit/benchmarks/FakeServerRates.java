package io.github.ddnskit.benchmarks;

import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.PeerZone;
import io.github.ddnskit.peers.Tool;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The test library's name server beside a real BIND, by {@code dnsperf} in turns: questions a second by UDP, and updates a
 * second, signed with hmac-sha256, with 64 under way. And how long its first answer takes, and a thousand lives of it.
 */
public final class FakeServerRates {

    private static final TsigKey KEY = PeerServer.key(TsigAlgorithm.HMAC_SHA256);
    private static final String ZONE = "example.test";
    private static final int HOSTS = 10_000;
    private static final int UPDATES = 30_000;
    private static final Pattern RATE = Pattern.compile("(?:Queries|Updates) per second: +([0-9.]+)");

    private final PrintStream out;
    private final Path folder;
    private final Map<String, List<Double>> rates = new LinkedHashMap<>();

    private FakeServerRates(PrintStream out) throws IOException {
        this.out = out;
        this.folder = Files.createTempDirectory("rates");
    }

    /**
     * Runs it.
     *
     * @param args rounds, and seconds of questions in each; 3 and 5 if left out
     * @throws Exception if a server or tool does not start
     */
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        new FakeServerRates(System.out).run(rounds, seconds);
    }

    private void run(int rounds, int seconds) throws Exception {
        List<String> records = IntStream.range(0, HOSTS)
                .mapToObj(i -> "host" + i + " 60 A 192.0.2." + i % 250)
                .toList();
        Path questions = Files.writeString(folder.resolve("questions"), questions());
        Path updates = Files.writeString(folder.resolve("updates"), updates());
        for (int round = 0; round <= rounds; round++) { // the first warms up
            boolean counts = round > 0;
            try (PeerServer bind = Named.start(List.of(new PeerZone(ZONE, PeerZone.Updates.SIGNED, records)))) {
                measure(counts, "BIND, questions", ask(bind.port(), questions, seconds));
                measure(counts, "BIND, signed updates", update(bind.port(), updates));
            }
            try (FakeAuthoritativeServer fake = FakeAuthoritativeServer.zone(ZONE)
                    .key(KEY)
                    .record(records.stream()
                            .map(line -> line.replaceFirst(" ", "." + ZONE + " "))
                            .collect(Collectors.joining("\n")))
                    .start()) {
                measure(counts, "FakeAuthoritativeServer, questions", ask(fake.port(), questions, seconds));
                measure(counts, "FakeAuthoritativeServer, signed updates", update(fake.port(), updates));
            }
        }
        rates.forEach((what, all) -> out.printf(Locale.ROOT, "| %s a second | %,.0f |%n", what, median(all)));
        firstAnswer();
        thousandLives();
    }

    private void firstAnswer() throws IOException {
        List<Double> millis = new ArrayList<>();
        byte[] question = Message.newQuery(Record.newRecord(Name.fromString(ZONE + "."), Type.SOA, DClass.IN))
                .toWire();
        for (int i = 0; i < 200; i++) {
            long start = System.nanoTime();
            try (FakeAuthoritativeServer fake =
                            FakeAuthoritativeServer.zone(ZONE).start();
                    DatagramSocket socket = new DatagramSocket()) {
                socket.connect(InetAddress.getByName(fake.host()), fake.port());
                socket.setSoTimeout(10_000);
                socket.send(new DatagramPacket(question, question.length));
                socket.receive(new DatagramPacket(new byte[512], 512));
                millis.add((System.nanoTime() - start) / 1e6);
            }
        }
        List<Double> warm = millis.subList(100, 200);
        out.printf(
                Locale.ROOT,
                "| from start() to the first answer, ms, median and worst of 100 | %.2f, %.2f |%n",
                median(warm),
                Collections.max(warm));
    }

    private void thousandLives() {
        long start = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            FakeAuthoritativeServer.zone(ZONE).start().close();
        }
        out.printf(
                Locale.ROOT,
                "| a thousand servers started and stopped, s | %.2f |%n",
                (System.nanoTime() - start) / 1e9);
    }

    private void measure(boolean counts, String what, double rate) {
        out.printf(Locale.ROOT, "%s%s: %,.0f/s%n", counts ? "" : "(warming up) ", what, rate);
        if (counts) {
            rates.computeIfAbsent(what, key -> new ArrayList<>()).add(rate);
        }
    }

    private static double ask(int port, Path questions, int seconds) {
        return dnsperf(port, questions, "-l", Integer.toString(seconds), "-q", "100", "-c", "4");
    }

    private static double update(int port, Path updates) {
        String key = KEY.algorithm() + ":" + KEY.name() + ":" + KEY.secret().reveal();
        return dnsperf(port, updates, "-u", "-n", "1", "-q", "64", "-c", "1", "-y", key);
    }

    private static double dnsperf(int port, Path input, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("-s", "127.0.0.1", "-p", Integer.toString(port), "-d", input.toString(), "-t", "10"));
        arguments.addAll(Arrays.asList(options));
        Tool run = Tool.run("dnsperf", arguments.toArray(String[]::new));
        Matcher rate = RATE.matcher(run.stdout());
        if (!rate.find()) {
            throw new IllegalStateException(run.stdout() + run.stderr());
        }
        return Double.parseDouble(rate.group(1));
    }

    private static String questions() {
        Random random = new Random(1);
        return IntStream.range(0, 20_000)
                .mapToObj(i -> "host" + random.nextInt(HOSTS + HOSTS / 10) + "." + ZONE + " A\n")
                .collect(Collectors.joining());
    }

    private static String updates() {
        return IntStream.range(0, UPDATES)
                .mapToObj(i -> ZONE + "\ndelete host" + i % HOSTS + " A\nadd host" + i % HOSTS + " 60 A 198.51.100."
                        + i / HOSTS + "\nsend\n")
                .collect(Collectors.joining());
    }

    private static double median(List<Double> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }
}
