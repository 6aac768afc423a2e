package io.github.ddnskit.examples.lab;

import io.github.ddnskit.peers.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * ddclient and inadyn in the home of a {@link WanLab}, each with the shortest interval that it takes: 60 and 30 seconds.
 *
 * <p>ddclient takes its own DNS updates for failed ones, before the next of which it waits for five minutes unless told
 * otherwise. Both ask echo a for the IPv4 address, and a command for the IPv6 one: that of ddclient's DNS updates knows no other
 * way, and inadyn would take any address of the interface. inadyn cannot update a name server, so it calls the echo for its
 * provider, and runs {@code nsupdate} afterwards.
 */
final class OtherClients implements AutoCloseable {

    private static final int DDCLIENT_SECONDS = 60;
    private static final int INADYN_SECONDS = 30;

    private final Map<String, Process> running = new LinkedHashMap<>();
    private final WanLab lab;
    private final Path folder;
    private final Path key;
    private final Path stableAddress;

    /** Starts them: {@code ddclient} and {@code inadyn} publish IPv4, and {@code ddclient6} and {@code inadyn6} IPv6. */
    OtherClients(WanLab lab, Path folder) throws IOException {
        this.lab = lab;
        this.folder = Files.createDirectories(folder);
        key = secretly("key", """
                key "%s" { algorithm hmac-sha256; secret "%s"; };
                """.formatted(WanLab.KEY_NAME, lab.secret()));
        stableAddress = script("stable", """
                ip -6 -o address show dev eth0 scope global -temporary -deprecated -tentative |
                  sed -n 's/.* inet6 \\([^/]*\\).*/\\1/p' | tail -n 1
                """);
        ddclient("ddclient", "use=web\nweb=http://" + WanLab.INET4 + "/");
        ddclient("ddclient6", "use=cmd\ncmd=" + stableAddress);
        inadyn();
    }

    /** What runs, by its name. */
    Map<String, Process> running() {
        return running;
    }

    @Override
    public void close() {
        running.values().forEach(Process::destroy);
    }

    private void ddclient(String name, String use) throws IOException {
        Path config = secretly(name + ".conf", """
                daemon=%d
                min-error-interval=30
                syslog=no
                %s
                protocol=nsupdate
                server=%s
                login=%s
                password=%s
                zone=%s
                ttl=60
                %s.%s
                """.formatted(
                        DDCLIENT_SECONDS,
                        use,
                        WanLab.INET4,
                        Peers.require("nsupdate"),
                        key,
                        LabClient.ZONE,
                        name,
                        LabClient.ZONE));
        run(
                name,
                Peers.require("ddclient").toString(),
                "-foreground",
                "-file",
                config.toString(),
                "-cache",
                folder.resolve(name + ".cache").toString(),
                "-pid",
                folder.resolve(name + ".pid").toString());
    }

    private void inadyn() throws IOException {
        Path publish = script("publish", """
                case $INADYN_IP in *:*) type=AAAA ;; *) type=A ;; esac
                nsupdate -k %s <<END
                server %s
                zone %s.
                update delete $INADYN_HOSTNAME. $type
                update add $INADYN_HOSTNAME. 60 $type $INADYN_IP
                send
                END
                """.formatted(key, WanLab.INET4, LabClient.ZONE));
        Path config = secretly(
                "inadyn.conf",
                "period = " + INADYN_SECONDS + "\nverify-address = false\nallow-ipv6 = true\n"
                        + custom("inadyn", "checkip-server = " + WanLab.INET4 + "\ncheckip-ssl = false")
                        + custom("inadyn6", "checkip-command = \"" + stableAddress + "\""));
        run(
                "inadyn",
                Peers.require("inadyn").toString(),
                "-n",
                "--no-pidfile",
                "--cache-dir=" + folder,
                "-e",
                publish.toString(),
                "-f",
                config.toString());
    }

    private static String custom(String name, String check) {
        return """
                custom %1$s {
                  ssl = false
                  hostname = %1$s.%2$s
                  %3$s
                  ddns-server = %4$s
                  ddns-path = "/"
                  ddns-response = "."
                }
                """.formatted(name, LabClient.ZONE, check, WanLab.INET4);
    }

    private void run(String name, String... command) throws IOException {
        List<String> whole = new ArrayList<>(lab.atHome());
        whole.addAll(List.of(command));
        running.put(
                name,
                new ProcessBuilder(whole)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(name + ".log").toFile())
                        .start());
    }

    private Path script(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private Path secretly(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
