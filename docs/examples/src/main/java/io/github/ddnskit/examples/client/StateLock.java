package io.github.ddnskit.examples.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a state file to one program at a time: two of them would each forget what the other did. The lock is on
 * {@code NAME.lock} beside it, and ends with the program, however that ends.
 */
final class StateLock implements AutoCloseable {

    private final @Nullable FileChannel channel;

    private StateLock(@Nullable FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock. Without a state file there is nothing to lock, and where files cannot be written or locked the program
     * does without.
     *
     * @param state the state file
     * @return the lock
     * @throws Main.FailedException if another program has it, or it is a folder
     */
    static StateLock of(Optional<Path> state) throws Main.FailedException {
        return new StateLock(state.isPresent() ? locked(state.get()) : null);
    }

    private static @Nullable FileChannel locked(Path state) throws Main.FailedException {
        if (Files.isDirectory(state)) {
            throw new Main.FailedException(
                    "the state file " + state + " is a directory: name a file, such as " + state.resolve("ddns.state"));
        }
        Path file = state.resolveSibling(state.getFileName() + ".lock");
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return channel;
            }
            channel.close();
        } catch (IOException cannotBeLockedHere) {
            return null;
        }
        throw new Main.FailedException("the state file " + state
                + " is in use by another ddns: end that one, or give this one another \"state\"");
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException inThisProgram) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // it ends with the program
        }
    }
}
