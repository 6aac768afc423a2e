package io.github.ddnskit.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.peers.Peers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A disk of a few pages in a mount namespace of its own, which a test fills up or takes the pen from. */
final class StateDisk implements AutoCloseable {

    private static final String MOUNT = "mount -t tmpfs -o size=64k,mode=700 none \"$1\" && echo mounted && exec cat";

    private final Path folder;
    private final Process holder;

    private StateDisk(Path folder, Process holder) {
        this.folder = folder;
        this.holder = holder;
    }

    /** Mounts one over a folder; nobody sees it who is not {@link #within}. */
    static StateDisk over(Path folder) throws IOException {
        Peers.require("root".equals(System.getProperty("user.name")), "it runs as root, to mount a small disk");
        Process holder = new ProcessBuilder(
                        Peers.require("unshare").toString(), "-m", "sh", "-c", MOUNT, "sh", folder.toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader said = holder.inputReader(StandardCharsets.UTF_8);
        Peers.require("mounted".equals(said.readLine()), "this machine lets root mount a small disk");
        return new StateDisk(folder, holder);
    }

    /** How a program is started that sees the disk. */
    List<String> within() {
        return List.of(Peers.require("nsenter").toString(), "-t", Long.toString(holder.pid()), "-m", "--");
    }

    /** A file on the disk, for one who stands outside. */
    Path file(String name) {
        return Path.of("/proc/" + holder.pid() + "/root" + folder.resolve(name));
    }

    /** Leaves not one byte of space. */
    void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(file("filler"))) {
            while (true) {
                out.write(new byte[512]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    /** Makes room again. */
    void empty() throws IOException {
        Files.delete(file("filler"));
    }

    /** Lets nobody open a file to write it from now on. A disk with files that are open cannot be mounted anew. */
    void protect() throws Exception {
        mounting("mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\"");
    }

    /** Lets everybody write again. */
    void release() throws Exception {
        mounting("umount --lazy \"$1\"");
    }

    @Override
    public void close() {
        holder.destroyForcibly();
    }

    private void mounting(String script) throws Exception {
        List<String> command = new ArrayList<>(within());
        command.addAll(List.of("sh", "-c", script, "sh", folder.toString()));
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
