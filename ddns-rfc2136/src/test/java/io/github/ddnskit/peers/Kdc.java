package io.github.ddnskit.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** MIT's {@code krb5kdc}: a realm of Kerberos on the loopback, with nobody in it but whom a test adds. */
public final class Kdc implements AutoCloseable {

    /** The realm. */
    public static final String REALM = "EXAMPLE.TEST";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** A realm whose KDC takes connections and says nothing. */
    public static final String SILENT_REALM = "SILENT.TEST";

    private final Path folder;
    private final Process process;
    private final ServerSocket silent;

    private Kdc(Path folder, Process process, ServerSocket silent) {
        this.folder = folder;
        this.process = process;
        this.silent = silent;
    }

    /** {@return a running KDC} */
    public static Kdc start() {
        Peers.require("krb5kdc");
        Peers.require("kdb5_util");
        Peers.require("kadmin.local");
        try {
            Path folder = Files.createTempDirectory("ddnskit-kdc");
            int port = freePort();
            ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            Files.writeString(
                    folder.resolve("krb5.conf"), """
                    [libdefaults]
                      default_realm = %1$s
                      dns_lookup_kdc = false
                      dns_lookup_realm = false
                      dns_canonicalize_hostname = false
                      rdns = false
                      udp_preference_limit = 1
                    [realms]
                      %1$s = {
                        kdc = 127.0.0.1:%2$d
                      }
                      %3$s = {
                        kdc = 127.0.0.1:%4$d
                      }
                    """.formatted(REALM, port, SILENT_REALM, silent.getLocalPort()));
            Files.writeString(folder.resolve("kdc.conf"), """
                    [kdcdefaults]
                      kdc_listen = 127.0.0.1:%2$d
                      kdc_tcp_listen = 127.0.0.1:%2$d
                    [realms]
                      %1$s = {
                        database_name = %3$s/principal
                        key_stash_file = %3$s/stash
                        acl_file = %3$s/acl
                        supported_enctypes = aes256-cts:normal
                      }
                    """.formatted(REALM, port, folder));
            run(folder, "kdb5_util", "-r", REALM, "create", "-s", "-P", "of the database alone");
            ProcessBuilder builder = new ProcessBuilder(Peers.require("krb5kdc").toString(), "-n")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile());
            builder.environment().putAll(environment(folder));
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            Kdc kdc = new Kdc(folder, process, silent);
            kdc.awaitPort(port);
            return kdc;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the {@code krb5.conf} that leads here, for clients and servers} */
    public Path configuration() {
        return folder.resolve("krb5.conf");
    }

    /** {@return the environment in which programs that use MIT's library find this realm} */
    public Map<String, String> environment() {
        return environment(folder);
    }

    /**
     * Adds a principal with a password.
     *
     * @param name its name without the realm
     * @param password its password
     */
    public void add(String name, String password) {
        admin("addprinc -pw \"" + password + "\" " + name);
    }

    /**
     * Adds a principal with a key that nobody types.
     *
     * @param name its name without the realm
     * @return a keytab with the key
     */
    public Path addToKeytab(String name) {
        return addToKeytab("", name);
    }

    /**
     * Adds a principal with a key that nobody types.
     *
     * @param options options of {@code addprinc}, such as {@code -maxlife 180s}
     * @param name its name without the realm
     * @return a keytab with the key
     */
    public Path addToKeytab(String options, String name) {
        Path keytab = folder.resolve(name.replace('/', '_') + ".keytab");
        admin("addprinc " + options + " -randkey " + name);
        admin("ktadd -k " + keytab + " " + name);
        return keytab;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            silent.close();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void admin(String query) {
        run(folder, "kadmin.local", "-r", REALM, "-q", query);
    }

    private static Map<String, String> environment(Path folder) {
        return Map.of(
                "KRB5_CONFIG", folder.resolve("krb5.conf").toString(),
                "KRB5_KDC_PROFILE", folder.resolve("kdc.conf").toString(),
                "KRB5RCACHENAME", "none:");
    }

    private static void run(Path folder, String program, String... arguments) {
        Tool tool = Tool.runIn(environment(folder), "", program, List.of(arguments));
        if (tool.exitCode() != 0 || tool.stderr().contains("while ")) {
            throw new IllegalStateException(program + ": " + tool.stdout() + tool.stderr());
        }
    }

    private void awaitPort(int port) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!process.waitFor(10, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline) {
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                    return;
                } catch (IOException notYet) {
                    // again
                }
            }
            throw new IllegalStateException("the KDC does not start:\n" + Files.readString(folder.resolve("log")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
