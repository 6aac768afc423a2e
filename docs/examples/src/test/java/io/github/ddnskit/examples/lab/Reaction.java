package io.github.ddnskit.examples.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures how long it takes from the kernel's change of an address until BIND answers with it: {@code ddns run} beside
 * ddclient and inadyn in one {@link WanLab}, and what all of them cost while nothing happens. Its arguments are the number
 * of rounds, one or more a minute, and for how many minutes to be idle.
 */
final class Reaction implements AutoCloseable {

    private static final Duration ROUND = Duration.ofSeconds(62);
    private static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final Pattern ADDRESS = Pattern.compile("inet6? ([0-9a-f.:]+)/");

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String DDNS = Path.of("target", "ddns.jar").toString();
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    /** For a small device: the JVM by itself uses the least time with them. */
    private static final List<String> SMALL =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    /** Those that publish the IPv4 address, and what tells them of a change. */
    private static final Map<String, String> IPV4 = ordered(
            "natpmp", "ddns, NAT-PMP announcement",
            "gena", "ddns, UPnP event",
            "ddclient", "ddclient, every 60 s",
            "inadyn", "inadyn, every 30 s");

    private static final Map<String, String> IPV6 = ordered(
            "natpmp", "ddns, interface signal",
            "ddclient6", "ddclient, every 60 s",
            "inadyn6", "inadyn, every 30 s");

    private final Random random = new Random();
    private final Map<String, List<Long>> reactions = new TreeMap<>();
    private final WanLab lab;
    private final Path folder;
    private final Sightings sightings = new Sightings();
    private final Map<String, Process> jvms = new LinkedHashMap<>();
    private final OtherClients others;
    private final String firstIpv4;
    private final String firstIpv6;

    private Reaction(WanLab lab, Path folder) throws IOException {
        this.lab = lab;
        this.folder = folder;
        firstIpv4 = lab.newWan();
        firstIpv6 = lab.stableAddress();
        others = new OtherClients(lab, folder.resolve("others"));
        ddns("natpmp", SMALL, "\"interval\": \"PT5M\"", WanLabIT.HOME);
        // without other signals than that of its source, and for IPv4 only
        ddns("gena", List.of(), "\"signals\": []", LabSources.UPNP_WITH_EVENTS, LabSources.STUN4);
        jvm("nothing, small", lab.atHome(), SMALL, "-cp", CLASS_PATH, IdleCost.class.getName());
        jvm("nothing", lab.atHome(), List.of(), "-cp", CLASS_PATH, IdleCost.class.getName());
        sightings.watch(
                command(lab.in("router"), "ip", "-o", "monitor", "address", "dev", "wan"), Reaction::usableAddress);
        sightings.watch(
                command(lab.atHome(), "ip", "-o", "-6", "monitor", "address", "dev", "eth0"), Reaction::usableAddress);
        sightings.watch(recordWatch(), Optional::of);
    }

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[0]);
        int idleMinutes = Integer.parseInt(args[1]);
        Path folder = Files.createTempDirectory("ddnskit-reaction");
        try (WanLab lab = WanLab.start(folder.resolve("lab"));
                Reaction reaction = new Reaction(lab, folder)) {
            reaction.awaitFirst();
            for (int round = 1; round <= rounds; round++) {
                reaction.round();
                System.out.println("round " + round + ": " + reaction.reactions);
            }
            reaction.report("the router's IPv4 address changes", "ipv4 ", IPV4);
            reaction.report("a new IPv6 address is usable", "ipv6 ", IPV6);
            reaction.idle(idleMinutes);
        }
    }

    @Override
    public void close() {
        jvms.values().forEach(Process::destroy);
        others.close();
        sightings.close();
    }

    private void ddns(String name, List<String> options, String settings, String... sources) throws IOException {
        Path config = LabClient.config(lab, folder.resolve(name), settings, sources);
        List<String> trusting = LabClient.options(lab, options);
        jvm(name, lab.atHome(), trusting, "-jar", DDNS, "run", "--config", config.toString());
    }

    private void jvm(String name, List<String> before, List<String> options, String... program) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(JAVA);
        command.addAll(options);
        command.addAll(List.of(program));
        jvms.put(
                name,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(name + ".log").toFile())
                        .start());
    }

    private void awaitFirst() throws InterruptedException {
        for (String client : IPV4.keySet()) {
            seen(client, firstIpv4).orElseThrow(() -> new IllegalStateException(client + " published nothing"));
        }
        for (String client : IPV6.keySet()) {
            seen(client, firstIpv6).orElseThrow(() -> new IllegalStateException(client + " published nothing"));
        }
    }

    private void idle(int minutes) throws IOException, InterruptedException {
        TimeUnit.MINUTES.sleep(1); // until compilers have settled
        Map<String, Process> all = new LinkedHashMap<>(jvms);
        all.putAll(others.running());
        Map<String, Long> before = new LinkedHashMap<>();
        for (Map.Entry<String, Process> entry : all.entrySet()) {
            before.put(entry.getKey(), IdleCost.cpuMillis(entry.getValue().pid()));
        }
        TimeUnit.MINUTES.sleep(minutes);
        System.out.println("| idle for " + minutes + " minutes | CPU time a minute | of one core |");
        for (Map.Entry<String, Process> entry : all.entrySet()) {
            long used = IdleCost.cpuMillis(entry.getValue().pid()) - before.getOrDefault(entry.getKey(), 0L);
            double millis = used / (double) minutes;
            System.out.printf("| %s | %.0f ms | %.3f %% |%n", entry.getKey(), millis, millis / 600);
        }
        for (Map.Entry<String, Process> entry : jvms.entrySet()) {
            System.out.println("threads of " + entry.getKey() + ": "
                    + IdleCost.threads(entry.getValue().pid()));
        }
    }

    /** One change of each kind, at an instant that has nothing to do with what the other clients do when. */
    private void round() throws Exception {
        long end = System.nanoTime()
                + ROUND.toNanos()
                + random.nextLong(Duration.ofSeconds(10).toNanos());
        String ipv4 = lab.newWan();
        OptionalLong changed = sightings.await(ipv4, PATIENCE);
        OptionalLong unused = seen("natpmp", ipv4);
        TimeUnit.SECONDS.sleep(20); // so that there are looks left for hints of the second change
        String ipv6 = nextStableAddress(lab.announcePrefix());
        OptionalLong usable = sightings.await(ipv6, PATIENCE);
        for (String client : IPV4.keySet()) {
            note("ipv4 " + client, changed, seen(client, ipv4));
        }
        for (String client : IPV6.keySet()) {
            note("ipv6 " + client, usable, seen(client, ipv6));
        }
        // as in a home whose old prefix has run out
        new ProcessBuilder(command(lab.atHome(), "ip", "-6", "address", "flush", "dev", "eth0", "deprecated"))
                .start()
                .waitFor();
        TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
    }

    private String nextStableAddress(String prefix) {
        // the part that names the device is the same in every prefix
        String[] parts = firstIpv6.split(":", -1);
        return prefix.replaceFirst(":$", "") + String.join(":", List.of(parts).subList(parts.length - 4, parts.length));
    }

    private OptionalLong seen(String client, String address) throws InterruptedException {
        return sightings.await(client + "." + LabClient.ZONE + " " + address, PATIENCE);
    }

    private void note(String client, OptionalLong from, OptionalLong to) {
        if (from.isPresent() && to.isPresent()) {
            reactions
                    .computeIfAbsent(client, none -> new ArrayList<>())
                    .add((to.getAsLong() - from.getAsLong()) / 1_000_000);
        } else {
            System.out.println(client + " did not follow");
        }
    }

    private void report(String what, String family, Map<String, String> clients) {
        System.out.println("| " + what + " | median | 90 % within | longest | n |");
        clients.forEach((client, words) -> {
            List<Long> sorted = reactions.getOrDefault(family + client, List.of()).stream()
                    .sorted()
                    .toList();
            if (!sorted.isEmpty()) {
                System.out.printf(
                        "| %s | %s | %s | %s | %d |%n",
                        words,
                        seconds(sorted.get(sorted.size() / 2)),
                        seconds(sorted.get((int) Math.ceil(sorted.size() * 0.9) - 1)),
                        seconds(sorted.get(sorted.size() - 1)),
                        sorted.size());
            }
        });
    }

    private static String seconds(long millis) {
        return "%.2f s".formatted(millis / 1000.0);
    }

    /** An address that this line of {@code ip monitor} says is there and may be used. */
    private static Optional<String> usableAddress(String line) {
        Matcher address = ADDRESS.matcher(line);
        boolean usable =
                !line.startsWith("Deleted") && !line.matches(".* (tentative|temporary|deprecated|dadfailed) .*");
        return usable && address.find() ? Optional.of(address.group(1)) : Optional.empty();
    }

    private List<String> recordWatch() {
        List<String> command = command(
                lab.in("inet"), JAVA, "-XX:+UseSerialGC", "-cp", CLASS_PATH, RecordWatch.class.getName(), WanLab.INET4);
        IPV4.keySet().forEach(client -> command.add(client + "." + LabClient.ZONE + "/A"));
        IPV6.keySet().forEach(client -> command.add(client + "." + LabClient.ZONE + "/AAAA"));
        return command;
    }

    private static List<String> command(List<String> before, String... rest) {
        return new ArrayList<>(Stream.concat(before.stream(), Stream.of(rest)).toList());
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
