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
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Remembers in a small text file, which only its owner may read. Thread-safe; one process at a time.
 *
 * <p>A save writes a new file beside it, flushes it to the disk, and moves it over the old one; where there is much to
 * remember, most saves only append what is new, and flush it. Whatever happens, the file is the old state or the new one,
 * whole. A file that is damaged all the same is set aside as
 * {@code NAME.damaged}, with a number if there is one already, and never trusted.
 */
public final class FileStateStore implements StateStore {

    /** A file that is shorter is written anew each time. */
    private static final int LONG = 64 * 1024;

    private static final long UNKNOWN = -1;

    private final Path file;
    private final Path folder;
    private final int longFrom;
    private Map<RecordKey, RecordState> states = new HashMap<>();
    private boolean loaded;
    private long lengthWhenWritten;
    private long lengthNow = UNKNOWN;

    private FileStateStore(Path file, Path folder, int longFrom) {
        this.file = file;
        this.folder = folder;
        this.longFrom = longFrom;
    }

    /**
     * A store in this file. Nothing is read or written yet.
     *
     * @param file the file; its folder is made when the first state is saved
     * @return the store
     * @throws IllegalArgumentException if it is the root of a file system
     */
    public static FileStateStore at(Path file) {
        return at(file, LONG);
    }

    /** A store in this file, which is appended to from some length on. */
    static FileStateStore at(Path file, int longFrom) {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        if (folder == null) {
            throw new IllegalArgumentException(file + " is not a file");
        }
        return new FileStateStore(absolute, folder, longFrom);
    }

    @Override
    public synchronized Map<RecordKey, RecordState> load() throws IOException {
        states = new HashMap<>();
        loaded = true;
        try {
            states = StateText.read(Files.readString(file, StandardCharsets.UTF_8));
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
        return new HashMap<>(states); // a Map.copyOf of many takes several times as long
    }

    @Override
    public synchronized void save(Map<RecordKey, RecordState> changes) throws IOException {
        if (!loaded) {
            load();
        }
        writeUninterrupted(changes);
        states.putAll(changes);
    }

    /** {@return where the state is} */
    @Override
    public String toString() {
        return "FileStateStore[" + file + "]";
    }

    /** An interrupt ends requests, and not the writing down of what came of them; it is kept for later. */
    private void writeUninterrupted(Map<RecordKey, RecordState> changes) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    if (!append(changes)) {
                        Map<RecordKey, RecordState> next = new TreeMap<>(StateText.ORDER);
                        next.putAll(states);
                        next.putAll(changes);
                        write(StateText.write(next));
                    }
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

    /** Appends to a long file of this store, until it has grown to twice its length; false if it is to be written anew. */
    private boolean append(Map<RecordKey, RecordState> changes) throws IOException {
        if (lengthNow == UNKNOWN || lengthWhenWritten < longFrom) {
            return false;
        }
        String text = StateText.block(changes);
        if (lengthNow + text.length() > 2 * lengthWhenWritten) {
            return false;
        }
        long length = lengthNow;
        lengthNow = UNKNOWN; // unless it ends well: what a failure left behind has no end, and counts for nothing
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.size() != length) {
                return false;
            }
            try {
                writeAndFlush(channel.position(length), text);
            } catch (IOException e) {
                cutBack(length);
                throw e;
            }
        } catch (NoSuchFileException e) {
            return false;
        }
        lengthNow = length + text.length();
        return true;
    }

    private void cutBack(long length) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        } catch (IOException e) {
            // Then it stays: without its end it counts for nothing, and the next save writes the file anew.
        }
    }

    private static void writeAndFlush(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
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
            writeAndFlush(channel, text);
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
        lengthWhenWritten = text.length();
        lengthNow = text.length();
    }

    private Path setAside() throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        for (int n = 2; Files.exists(aside); n++) {
            aside = file.resolveSibling(file.getFileName() + ".damaged." + n);
        }
        return Files.move(file, aside);
    }
}
