package io.github.ddnskit.state;

import io.github.ddnskit.spi.StateStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Remembers in a small text file, which only its owner may read. Thread-safe; one process at a time.
 *
 * <p>Each save writes a new file beside it, flushes it to the disk, and moves it over the old one: whatever happens, the
 * file is the old state or the new one, whole. A file that is damaged all the same is set aside as
 * {@code NAME.damaged}, with a number if there is one already, and never trusted.
 */
public final class FileStateStore implements StateStore {

    private final Path file;
    private final Path folder;
    private final Map<RecordKey, RecordState> states = new TreeMap<>(StateText.ORDER);
    private boolean loaded;

    private FileStateStore(Path file, Path folder) {
        this.file = file;
        this.folder = folder;
    }

    /**
     * A store in this file. Nothing is read or written yet.
     *
     * @param file the file; its folder is made when the first state is saved
     * @return the store
     * @throws IllegalArgumentException if it is the root of a file system
     */
    public static FileStateStore at(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        if (folder == null) {
            throw new IllegalArgumentException(file + " is not a file");
        }
        return new FileStateStore(absolute, folder);
    }

    @Override
    public synchronized Map<RecordKey, RecordState> load() throws IOException {
        states.clear();
        loaded = true;
        try {
            states.putAll(StateText.read(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (NoSuchFileException firstStart) {
            return Map.of();
        } catch (StateText.NewerVersionException e) {
            loaded = false;
            throw new IOException("the state file " + file + " " + e.getMessage(), e);
        } catch (CharacterCodingException | StateText.MalformedException e) {
            throw new DamagedStateException("the state file " + file + " is damaged ("
                    + (e instanceof CharacterCodingException ? "it is not UTF-8" : e.getMessage())
                    + "); it is now " + setAside());
        }
        return Map.copyOf(states);
    }

    @Override
    public synchronized void save(Map<RecordKey, RecordState> changes) throws IOException {
        if (!loaded) {
            load();
        }
        Map<RecordKey, RecordState> next = new TreeMap<>(StateText.ORDER);
        next.putAll(states);
        next.putAll(changes);
        writeUninterrupted(StateText.write(next));
        states.putAll(changes);
    }

    /** {@return where the state is} */
    @Override
    public String toString() {
        return "FileStateStore[" + file + "]";
    }

    /** An interrupt ends requests, and not the writing down of what came of them; it is kept for later. */
    private void writeUninterrupted(String text) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    write(text);
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted = true;
                    Thread.interrupted(); // or the next try would end likewise
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void write(String text) throws IOException {
        Files.createDirectories(folder);
        boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Path fresh = folder.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the file system of " + file + " cannot replace a file in one step", e);
        }
        if (posix) {
            // Opening a folder works on POSIX only; elsewhere the move is as durable as the system makes it.
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private Path setAside() throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        for (int n = 2; Files.exists(aside); n++) {
            aside = file.resolveSibling(file.getFileName() + ".damaged." + n);
        }
        return Files.move(file, aside);
    }
}
