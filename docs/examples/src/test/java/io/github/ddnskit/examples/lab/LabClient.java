package io.github.ddnskit.examples.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ddnskit.examples.client.DdnsProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code ddns run} in the home of a {@link WanLab}, which looks for the address every second unless told otherwise. */
final class LabClient implements AutoCloseable {

    static final String ZONE = "example.test";

    private final WanLab lab;
    private final String host;
    private final DdnsProcess process;

    private LabClient(WanLab lab, String host, DdnsProcess process) {
        this.lab = lab;
        this.host = host;
        this.process = process;
    }

    /**
     * Starts one with a host of its own.
     *
     * @param sources the sources as JSON, in their order
     */
    static LabClient run(WanLab lab, Path home, List<String> jvmOptions, String... sources) throws IOException {
        return run(lab, home, jvmOptions, config(lab, home, sources));
    }

    /** Starts one that has another host, at a name server with which it has the patience of an hour. */
    static LabClient runBeside(String server, WanLab lab, Path home, List<String> jvmOptions, String... sources)
            throws IOException {
        Path config = config(lab, home, sources);
        Files.writeString(
                config,
                Files.readString(config)
                        .replace(
                                "\"updaters\": {",
                                "\"updaters\": { \"other\": { \"type\": \"rfc2136\", \"timeout\": \"PT1H\", \"zone\": \""
                                        + ZONE + "\", \"server\": \"" + server + "\" },")
                        .replace(
                                "\"hosts\": [",
                                "\"hosts\": [ { \"name\": \"other." + ZONE + "\", \"updater\": \"other\" },"));
        return run(lab, home, jvmOptions, config);
    }

    /** Starts one that looks for the address when a source has a hint for it, and otherwise every five minutes only. */
    static LabClient runOnHints(WanLab lab, Path home, List<String> jvmOptions, String... sources) throws IOException {
        return run(lab, home, jvmOptions, config(lab, home, "\"interval\": \"PT5M\", \"signals\": []", sources));
    }

    private static LabClient run(WanLab lab, Path home, List<String> jvmOptions, Path config) throws IOException {
        return new LabClient(
                lab,
                home.getFileName() + "." + ZONE,
                DdnsProcess.startBehind(lab.atHome(), options(lab, jvmOptions), "run", "--config", config.toString()));
    }

    /** Loads all classes once, and gives the options with which the JVM loads them faster the next times. */
    static List<String> archive(WanLab lab, Path home, String... sources) throws Exception {
        Path archive = home.resolve("ddns.jsa");
        String config = config(lab, home, sources).toString();
        try (DdnsProcess once = DdnsProcess.startBehind(
                lab.atHome(),
                options(lab, List.of("-XX:ArchiveClassesAtExit=" + archive)),
                "once",
                "--config",
                config)) {
            assertThat(once.exitCode()).as(String.join("\n", once.output())).isZero();
        }
        return List.of("-XX:SharedArchiveFile=" + archive);
    }

    /** What {@code ddns ip --json} says, which asks all sources: an object for each family. */
    static JsonNode explain(WanLab lab, Path home, List<String> jvmOptions, String... sources) throws Exception {
        String config = config(lab, home, sources).toString();
        try (DdnsProcess ip =
                DdnsProcess.startBehind(lab.atHome(), options(lab, jvmOptions), "ip", "--json", "--config", config)) {
            assertThat(ip.exitCode()).isZero();
            String json = ip.everything().stream()
                    .dropWhile(line -> !line.startsWith("["))
                    .collect(Collectors.joining("\n"));
            return new ObjectMapper().readTree(json);
        }
    }

    /** Waits until it has said all of this since the last time, in whatever order. */
    void awaitLines(String... parts) throws InterruptedException {
        process.awaitAll(Arrays.stream(parts)
                .map(part -> (Predicate<String>) line -> line.contains(part))
                .toList());
    }

    /** Waits until it says that BIND has these addresses and no others, and asks BIND. */
    void awaitRecords(String... addresses) throws InterruptedException {
        process.awaitAll(Arrays.stream(addresses).map(this::confirms).toList());
        for (String address : addresses) {
            assertHolds(address);
        }
    }

    void assertHolds(String address) {
        assertThat(lab.data(host, type(address))).containsExactly(address);
    }

    /** Compares with all that BIND was ever told. */
    void assertNeverPublishedBut(String... addresses) {
        assertThat(lab.everPublished(host)).isEqualTo(new TreeSet<>(List.of(addresses)));
    }

    /** What it has said so far. */
    List<String> output() {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }

    /** BIND "was already" told if its first answer was lost. */
    private Predicate<String> confirms(String address) {
        String record = host + " " + type(address);
        return line ->
                line.endsWith(record + " is now " + address) || line.endsWith(record + " was already " + address);
    }

    private static String type(String address) {
        return address.contains(":") ? "AAAA" : "A";
    }

    /** The options of the JVM with which it trusts the lab. */
    static List<String> options(WanLab lab, List<String> more) {
        return Stream.concat(lab.trustingOptions().stream(), more.stream()).toList();
    }

    private static Path config(WanLab lab, Path home, String... sources) throws IOException {
        return config(lab, home, "\"interval\": \"PT1S\"", sources);
    }

    /**
     * Writes a configuration with one host, which is called as its folder.
     *
     * @param settings further members of it as JSON
     * @param sources the sources as JSON, in their order
     */
    static Path config(WanLab lab, Path home, String settings, String[] sources) throws IOException {
        return Files.writeString(Files.createDirectories(home).resolve("ddns.json"), """
                { "state": "ddns.state", "allow": ["documentation"], %s,
                  "sources": [ %s ],
                  "updaters": { "bind": { "type": "rfc2136", "server": "%s", "zone": "%s", "timeout": "PT5S",
                      "key": { "name": "%s", "algorithm": "hmac-sha256", "secret": "%s" } } },
                  "hosts": [ { "name": "%s", "updater": "bind" } ] }
                """.formatted(
                        settings,
                        String.join(",\n", sources),
                        WanLab.INET4,
                        ZONE,
                        WanLab.KEY_NAME,
                        lab.secret(),
                        home.getFileName() + "." + ZONE));
    }
}
