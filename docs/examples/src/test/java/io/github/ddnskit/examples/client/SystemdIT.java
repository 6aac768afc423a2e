package io.github.ddnskit.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.Peers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ddns run} tells systemd, at a real socket of its kind. */
class SystemdIT {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeEach
    void needsTheProgramThatSpeaksToSystemd() {
        Peers.require("systemd-notify");
    }

    @Test
    void tellsItsWholeLife() throws Exception {
        Files.writeString(folder.resolve("address.txt"), "203.0.113.1\n");
        try (PeerServer bind = Named.start();
                NotifySocket systemd =
                        NotifySocket.called("ddnskit-" + ProcessHandle.current().pid() + folder)) {
            Path file = DdnsJarIT.config(folder, bind.address(), "home.example.test");
            // a JVM leaves SIGHUP ignored where it was ignored before, as it is in a build behind nohup
            List<String> unit =
                    List.of("env", "--default-signal=HUP", "NOTIFY_SOCKET=" + systemd.name(), "WATCHDOG_USEC=1000000");
            try (DdnsProcess ddns = DdnsProcess.startBehind(unit, List.of(), "run", "--config", file.toString())) {
                systemd.await(message -> message.startsWith("MAINPID=" + ddns.pid() + "|READY=1|STATUS="));
                systemd.await("WATCHDOG=1|STATUS=up, 1 record is up to date"::equals);
                systemd.await("WATCHDOG=1|STATUS=up, 1 record is up to date"::equals);
                ddns.hangUp();
                String reloading = systemd.await(message -> message.startsWith("RELOADING=1|"));
                assertThat(Long.parseLong(reloading.replace("RELOADING=1|MONOTONIC_USEC=", "")))
                        .isPositive()
                        .isLessThanOrEqualTo(System.nanoTime() / 1000);
                systemd.await(message -> message.contains("READY=1|STATUS="));
                systemd.await("WATCHDOG=1|STATUS=up, 1 record is up to date"::equals);
                ddns.terminate();
                systemd.await("STOPPING=1"::equals);
                assertThat(ddns.exitCode()).isZero();
                assertThat(ddns.everything()).noneMatch(line -> line.contains("systemd"));
            }
        }
    }

    @Test
    void saysWhatIsWrongInOneLine() throws Exception {
        try (NotifySocket systemd = NotifySocket.at(folder.resolve("notify"))) {
            StringWriter err = new StringWriter();
            ServiceManager manager =
                    ServiceManager.of(Map.of("NOTIFY_SOCKET", systemd.name()), new PrintWriter(err, true));
            manager.alive("0 records are up to date; the provider says:\nREADY=1\tor not");
            assertThat(systemd.await(message -> message.startsWith("STATUS=")))
                    .isEqualTo("STATUS=0 records are up to date; the provider says: READY=1 or not");
            assertThat(err.toString()).isEmpty();
        }
    }

    @Test
    void saysOnceThatNobodyListens() {
        StringWriter err = new StringWriter();
        ServiceManager manager = ServiceManager.of(
                Map.of("NOTIFY_SOCKET", folder.resolve("nothing").toString()), new PrintWriter(err, true));
        manager.ready("");
        manager.stopping();
        assertThat(err.toString().lines())
                .containsExactly(
                        "ddns: systemd is not told how this program is, since it needs systemd-notify: it fails");
    }

    @Test
    void theWatchdogIsThatOfThisProgramOnly() {
        PrintWriter err = new PrintWriter(new StringWriter());
        String self = Long.toString(ProcessHandle.current().pid());
        assertThat(ServiceManager.of(Map.of("WATCHDOG_USEC", "3000000"), err).watchdog())
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(ServiceManager.of(Map.of("WATCHDOG_USEC", "3000000", "WATCHDOG_PID", self), err)
                        .watchdog())
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(ServiceManager.of(Map.of("WATCHDOG_USEC", "3000000", "WATCHDOG_PID", "1"), err)
                        .watchdog())
                .isNull();
        assertThat(ServiceManager.of(Map.of("WATCHDOG_USEC", "soon"), err).watchdog())
                .isNull();
        assertThat(ServiceManager.of(Map.of(), err).listens()).isFalse();
    }
}
