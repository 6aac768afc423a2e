package io.github.ddnskit.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.peers.Peers;
import io.github.ddnskit.peers.Tool;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package for Debian, installed into a folder and started from there by the line of its unit. */
class DebianPackageIT {

    private static final Path DEB = Path.of("target", "ddns.deb");
    private static final Path UNIT = Path.of("src", "deb", "ddns.service");

    /** What {@code systemd-analyze security} calls OK begins below 5, and a service without any precaution has 9.6. */
    private static final String MOST_EXPOSED = "20";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path root;

    @BeforeEach
    void needsThePackage() {
        Peers.require("dpkg");
        Peers.require(System.getProperty("user.name").equals("root"), "root installs it");
        Peers.require("systemd-notify");
    }

    @Test
    void startsByTheLineOfItsUnitAndKeepsTheConfigurationWhenItIsInstalledAgain() throws Exception {
        install();
        Path config = root.resolve("etc/ddns/ddns.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(config)))
                .isEqualTo("rw-------");
        assertThat(root.resolve("usr/share/doc/ddns/THIRD-PARTY.txt"))
                .content()
                .contains("okhttp", "dnsjava", "picocli");
        assertThat(root.resolve("usr/bin/ddns")).isExecutable();
        try (FakeAuthoritativeServer dns = FakeAuthoritativeServer.zone("example.test")
                        .key(DdnsJarIT.KEY)
                        .start();
                NotifySocket systemd = NotifySocket.called(
                        "ddnskit-deb-" + ProcessHandle.current().pid())) {
            Files.createDirectories(root.resolve("var/lib/ddns"));
            Files.writeString(config.resolveSibling("address.txt"), "203.0.113.1\n");
            DdnsJarIT.config(Objects.requireNonNull(config.getParent()), dns.server(), "home.example.test");
            String mine = Files.readString(config);
            install();
            assertThat(config).hasContent(mine);
            Process ddns = start(systemd);
            try {
                systemd.await(message -> message.contains("READY=1"));
                systemd.await("WATCHDOG=1|STATUS=up, 1 record is up to date"::equals);
                assertThat(dns.addresses("home.example.test")).containsExactly("203.0.113.1");
                ddns.destroy();
                systemd.await("STOPPING=1"::equals);
                assertThat(ddns.waitFor(120, TimeUnit.SECONDS)).isTrue();
                assertThat(ddns.exitValue()).isZero();
            } finally {
                ddns.destroyForcibly();
            }
        }
    }

    @Test
    void theUnitIsWhatSystemdUnderstandsAndAllowsLittle() {
        Tool verify = Tool.run("systemd-analyze", "verify", "--man=no", "--recursive-errors=no", UNIT.toString());
        assertThat(verify.stderr().lines())
                .noneMatch(line -> line.contains("Unknown") || line.contains("Failed to parse"));
        Tool security = Tool.run(
                "systemd-analyze",
                "security",
                "--offline=yes",
                "--no-pager",
                "--threshold=" + MOST_EXPOSED,
                UNIT.toString());
        assertThat(security.exitCode()).as(security.stdout()).isZero();
    }

    /** Installs it as dpkg does, with a database of its own and scripts that know that this is not the system. */
    private void install() throws IOException {
        Path admin = root.resolve("var/lib/dpkg");
        for (String folder : List.of("info", "updates", "triggers", "parts")) {
            Files.createDirectories(admin.resolve(folder));
        }
        for (String file : List.of("status", "available")) {
            if (Files.notExists(admin.resolve(file))) {
                Files.createFile(admin.resolve(file));
            }
        }
        Tool dpkg = Tool.run(
                "dpkg",
                "--root=" + root,
                "--force-depends",
                "--force-script-chrootless",
                "--force-confdef",
                "--install",
                DEB.toAbsolutePath().toString());
        assertThat(dpkg.exitCode()).as(dpkg.stderr()).isZero();
    }

    private Process start(NotifySocket systemd) throws IOException {
        String exec;
        try (var lines = Files.lines(root.resolve("usr/lib/systemd/system/ddns.service"))) {
            exec = lines.filter(line -> line.startsWith("ExecStart="))
                    .map(line -> line.replace("ExecStart=", ""))
                    .findFirst()
                    .orElseThrow();
        }
        List<String> command = new ArrayList<>(Arrays.asList(exec.split(" ", -1)));
        assertThat(command.get(0)).isEqualTo("/usr/bin/java");
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.replaceAll(
                word -> word.startsWith("/usr/lib/ddns/") || word.startsWith("/etc/ddns/") ? root + word : word);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("NOTIFY_SOCKET", systemd.name());
        builder.environment().put("WATCHDOG_USEC", "1000000");
        return builder.start();
    }
}
