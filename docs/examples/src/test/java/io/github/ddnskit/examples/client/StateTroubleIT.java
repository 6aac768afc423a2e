package io.github.ddnskit.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.state.FileStateStore;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code ddns run} whose state file cannot be written, or cannot be believed: DNS is right all the same. */
class StateTroubleIT {

    private static final String HOST = "home.example.test";
    private static final RecordKey RECORD = new RecordKey(Hostname.of(HOST), AddressFamily.IPV4);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** What becomes of the disk. */
    private enum Trouble {
        IT_IS_FULL {
            @Override
            void begin(StateDisk disk) throws Exception {
                disk.fill();
            }

            @Override
            void end(StateDisk disk) throws Exception {
                disk.empty();
            }
        },
        IT_IS_READ_ONLY {
            @Override
            void begin(StateDisk disk) throws Exception {
                disk.protect();
            }

            @Override
            void end(StateDisk disk) throws Exception {
                disk.release();
            }
        };

        abstract void begin(StateDisk disk) throws Exception;

        abstract void end(StateDisk disk) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void publishesOnAndLosesNothingThatWasOnTheDisk(Trouble trouble) throws Exception {
        Path address = Files.writeString(folder.resolve("address.txt"), "203.0.113.1\n");
        Path mount = Files.createDirectory(folder.resolve("disk"));
        try (PeerServer bind = Named.start();
                StateDisk disk = StateDisk.over(mount)) {
            Path config = DdnsJarIT.config(folder, bind.address(), HOST);
            Files.writeString(config, Files.readString(config).replace("\"ddns.state\"", "\"disk/ddns.state\""));
            Path state = disk.file("ddns.state");
            try (DdnsProcess ddns = start(disk, config)) {
                ddns.await(line -> line.endsWith(HOST + " A is now 203.0.113.1"));
                trouble.begin(disk);
                DdnsProcess.replace(address, "203.0.113.2\n");
                ddns.awaitAll(List.of(
                        line -> line.contains("state: it cannot be saved and is kept in memory only"),
                        line -> line.endsWith(HOST + " A is now 203.0.113.2")));
                assertThat(bind.data(HOST, "A")).containsExactly("203.0.113.2");
                ddns.kill();
                ddns.exitCode();
            }
            assertThat(confirmed(state)).as("the old state, whole").isEqualTo("203.0.113.1");
            try (DdnsProcess ddns = start(disk, config)) { // which does not know that it is done already
                ddns.await(line -> line.endsWith(" 203.0.113.2") && line.contains(HOST + " A "));
                trouble.end(disk);
                DdnsProcess.replace(address, "203.0.113.3\n");
                ddns.await(line -> line.endsWith(HOST + " A is now 203.0.113.3"));
                assertThat(confirmed(state)).isEqualTo("203.0.113.3");
                ddns.terminate();
                assertThat(ddns.exitCode()).isZero();
            }
        }
    }

    @Test
    void setsAStateAsideThatItCannotBelieve() throws Exception {
        Path address = Files.writeString(folder.resolve("address.txt"), "203.0.113.1\n");
        try (PeerServer bind = Named.start()) {
            Path config = DdnsJarIT.config(folder, bind.address(), HOST);
            Path state = folder.resolve("ddns.state");
            try (DdnsProcess ddns = DdnsProcess.start(List.of(), "once", "--config", config.toString())) {
                assertThat(ddns.exitCode()).isZero();
            }
            String damaged = Files.readString(state).replace("203.0.113.1", "203.0.113.9");
            Files.writeString(state, damaged);
            DdnsProcess.replace(address, "203.0.113.9\n");
            try (DdnsProcess ddns = DdnsProcess.start(List.of(), "run", "--config", config.toString())) {
                ddns.awaitAll(List.of(
                        line -> line.contains("state: the state file " + state + " is damaged")
                                && line.endsWith("it is now " + state + ".damaged"),
                        line -> line.endsWith(HOST + " A is now 203.0.113.9")));
                ddns.terminate();
                assertThat(ddns.exitCode()).isZero();
            }
            assertThat(bind.data(HOST, "A")).containsExactly("203.0.113.9");
            assertThat(confirmed(state)).isEqualTo("203.0.113.9");
            assertThat(folder.resolve("ddns.state.damaged")).hasContent(damaged);
        }
    }

    private static DdnsProcess start(StateDisk disk, Path config) throws Exception {
        return DdnsProcess.startBehind(disk.within(), List.of(), "run", "--config", config.toString());
    }

    private static String confirmed(Path state) throws Exception {
        RecordState found =
                Objects.requireNonNull(FileStateStore.at(state).load().get(RECORD));
        return IpLiteral.format(Objects.requireNonNull(found.confirmed()).addresses());
    }
}
