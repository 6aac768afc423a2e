package io.github.ddnskit.examples.lab;

import static org.awaitility.Awaitility.await;

import io.github.ddnskit.peers.Peers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The network of {@code wanlab.sh}: a home behind a router, its provider, and an Internet with real servers, in network
 * namespaces of its own.
 */
final class WanLab implements AutoCloseable {

    static final String INET4 = "198.51.100.1";
    static final String INET6 = "2001:db8:100::1";
    /** What the echoes see of a home whose provider shares addresses. */
    static final String CARRIER = "198.51.100.2";

    static final String KEY_NAME = "lab-key";

    private static final Path SCRIPT = Path.of("src", "test", "lab", "wanlab.sh");
    private static final Pattern KEY = Pattern.compile("secret \"(.+)\"");
    private static final Pattern ADDED = Pattern.compile(": adding an RR at '([^']+)' (?:A|AAAA) (\\S+)");
    private static final List<String> PROGRAMS = List.of(
            "bash",
            "ip",
            "ss",
            "nft",
            "sysctl",
            "openssl",
            "dig",
            "named",
            "knotd",
            "nginx",
            "turnserver",
            "miniupnpd",
            "radvd");
    private static final String TRUST = "changeit";
    private static final long PATIENCE_SECONDS = 120;

    private final Path folder;
    private final String prefix = "lab" + ProcessHandle.current().pid();
    private final Thread atExit = new Thread(this::down, "wanlab-down");
    private int wans = 10;
    private int prefixes = 10;

    private WanLab(Path folder) {
        this.folder = folder;
    }

    /**
     * Starts everything, or ends the test where that is impossible.
     *
     * @param folder where its files go
     */
    static WanLab start(Path folder) throws IOException, GeneralSecurityException {
        PROGRAMS.forEach(Peers::require);
        Peers.require(isRoot(), "it runs as root, since it makes network namespaces");
        WanLab lab = new WanLab(Files.createDirectories(folder));
        Peers.require(lab.canMakeNamespaces(), "the machine lets root make network namespaces");
        Runtime.getRuntime().addShutdownHook(lab.atExit);
        lab.script("up");
        lab.trustTheEchoes();
        return lab;
    }

    /** The router gets an address that it never had before. */
    String newWan() {
        String address = "192.0.1." + wans++;
        script("wan", address);
        return address;
    }

    /** The router gets an address of the carrier's NAT. */
    void carrierNat() {
        script("wan", "100.64.0." + wans++);
    }

    /** The router's provider takes its address away. */
    void noWan() {
        script("no-wan");
    }

    /**
     * The home gets another IPv6 prefix, and the old one is deprecated.
     *
     * @return the stable address of the client's device in it, which is in use
     */
    String newPrefix() {
        return stableAddress(announcePrefix().replaceFirst(":$", ""));
    }

    /**
     * The same, without a wait until the kernel has settled.
     *
     * @return the prefix, such as {@code 2001:db8:77:2::}
     */
    String announcePrefix() {
        String fresh = "2001:db8:77:" + prefixes++ + "::";
        script("prefix", fresh);
        return fresh;
    }

    /**
     * The home gets another IPv6 prefix, and nobody tells it that the old one leads nowhere now.
     *
     * @return the stable address of the client's device in it, which is in use
     */
    String newPrefixAbruptly() {
        String fresh = "2001:db8:77:" + prefixes++ + "::";
        script("prefix", fresh, "abruptly");
        return stableAddress(fresh.replaceFirst(":$", ""));
    }

    /** The client's device loses its addresses in the /64 of this one, as it would when their time is over. */
    void expire(String address) {
        script("exec", "lan", "ip", "-6", "addr", "flush", "dev", "eth0", "to", address + "/64");
    }

    /** The IPv6 address that the client's device has for good. */
    String stableAddress() {
        return stableAddress("2001:db8:77:");
    }

    /** Waits until the kernel has settled all addresses. */
    private String stableAddress(String beginning) {
        return await().atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .until(
                        () -> script("exec", "lan", "ip", "-6", "-o", "addr", "show", "dev", "eth0", "scope", "global"),
                        text -> text.contains(" " + beginning) && !text.contains(" tentative "))
                .lines()
                .filter(line -> !line.matches(".* (temporary|deprecated) .*"))
                .map(line -> line.replaceAll(".* inet6 ([^/]+)/.*", "$1"))
                .findFirst()
                .orElseThrow();
    }

    void stopRouter() {
        script("router", "stop");
    }

    void startRouter() {
        script("router", "start");
    }

    /** Makes the router a UPnP device of version 1 from its next start on, or of version 2. */
    void upnpVersion(int version) {
        script("upnp", String.valueOf(version));
    }

    /** The router loses packets at random. */
    void losePackets(int percent) {
        script("loss", String.valueOf(percent));
    }

    /** The router drops what is sent to a port, without a word. */
    void swallow(String address, int port) {
        script("hole", address, String.valueOf(port));
    }

    /** The router shows a login page in place of the Internet. */
    void loginPage() {
        script("portal");
    }

    /** Nobody answers at an echo any more. */
    void echoGone(String echo) {
        script("echo", echo, "down");
    }

    /** An echo tells everybody the same wrong address. */
    void echoLies(String echo) {
        script("echo", echo, "lie");
    }

    /** Ends what was wrong with echoes and router. */
    void heal() {
        script("heal");
    }

    /** What BIND answers now. */
    List<String> data(String host, String type) {
        return script("exec", "inet", "dig", "+short", "@" + INET4, host, type)
                .lines()
                .sorted()
                .toList();
    }

    /** Every address that BIND was ever told for a name, by its log. */
    SortedSet<String> everPublished(String host) {
        SortedSet<String> all = new TreeSet<>();
        ADDED.matcher(read("bind.log"))
                .results()
                .filter(found -> found.group(1).equals(host))
                .forEach(found -> all.add(found.group(2)));
        return all;
    }

    /** The secret of the key with which BIND takes updates. */
    String secret() {
        return KEY.matcher(read("bind.conf"))
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    /** What makes a command run in the home. */
    List<String> atHome() {
        return in("lan");
    }

    /** What makes a command run in one of {@code inet}, {@code isp}, {@code router} and {@code lan}. */
    List<String> in(String namespace) {
        return List.of("ip", "netns", "exec", prefix + "-" + namespace);
    }

    /** What makes a JVM trust the certificate of the echoes. */
    List<String> trustingOptions() {
        return List.of(
                "-Djavax.net.ssl.trustStore=" + folder.resolve("trust.p12"),
                "-Djavax.net.ssl.trustStorePassword=" + TRUST);
    }

    private void trustTheEchoes() throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(folder.resolve("tls.pem"));
                OutputStream out = Files.newOutputStream(folder.resolve("trust.p12"))) {
            Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
            KeyStore trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            trust.setCertificateEntry("echoes", certificate);
            trust.store(out, TRUST.toCharArray());
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        down();
    }

    private void down() {
        script("down");
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private boolean canMakeNamespaces() throws IOException {
        String probe = prefix + "-probe";
        return run("ip", "netns", "add", probe).succeeded()
                && run("ip", "netns", "del", probe).succeeded();
    }

    private String script(String... arguments) {
        List<String> command = new ArrayList<>(List.of("bash", SCRIPT.toString()));
        command.addAll(List.of(arguments));
        try {
            Ended ended = run(command.toArray(String[]::new));
            if (!ended.succeeded()) {
                throw new IllegalStateException(command + " failed: " + ended.output());
            }
            return ended.output();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Ended(boolean succeeded, String output) {}

    /** Its output goes to a file, since servers that it starts would keep a pipe open. */
    private Ended run(String... command) throws IOException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        builder.environment().put("WANLAB_RUN", folder.toAbsolutePath().toString());
        builder.environment().put("WANLAB_PREFIX", prefix);
        Process process = builder.start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(List.of(command) + " does not end");
            }
            return new Ended(process.exitValue() == 0, Files.readString(output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(List.of(command) + " was interrupted", e);
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(output);
        }
    }
}
