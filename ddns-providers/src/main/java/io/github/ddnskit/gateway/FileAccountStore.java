package io.github.ddnskit.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps accounts in a JSON file, which only its owner may read, and in memory. Thread-safe, and safe for several processes
 * at once: a change takes a lock on {@code NAME.lock}, reads the file, writes a new one beside it, flushes it to the disk,
 * and moves it over the old one. What another process has changed is noticed within a second; a file that cannot be read
 * changes nothing, and is said in the log once.
 */
public final class FileAccountStore implements AccountStore {

    private static final System.Logger LOG = System.getLogger(FileAccountStore.class.getName());
    private static final long LOOK_AGAIN_NANOS = 1_000_000_000;

    private final Path file;
    private final Path folder;
    private volatile Loaded loaded = new Loaded(AccountTable.EMPTY, null);
    private volatile long looked;
    private final AtomicBoolean looking = new AtomicBoolean();
    private @Nullable Version complained;

    /** What tells one content of the file from another without reading it: every change makes a new file. */
    private record Version(@Nullable Object key, long modified, long size) {}

    private record Loaded(AccountTable table, @Nullable Version version) {}

    private FileAccountStore(Path file, Path folder) {
        this.file = file;
        this.folder = folder;
    }

    /**
     * A store in this file, which is read now. A file that is not there holds no accounts.
     *
     * @param file the file; its folder is made with the first account
     * @return the store
     * @throws IOException if it cannot be read, or is not what a store writes; the message says where
     */
    public static FileAccountStore at(Path file) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        if (folder == null) {
            throw new IOException(file + " is not a file");
        }
        FileAccountStore store = new FileAccountStore(absolute, folder);
        store.loaded = store.read();
        store.looked = System.nanoTime();
        return store;
    }

    @Override
    public Optional<Account> find(String name) {
        return current().find(name);
    }

    @Override
    public Optional<Account> holder(String tokenId) {
        return current().holder(tokenId);
    }

    @Override
    public List<Account> all() {
        return current().all();
    }

    @Override
    public synchronized void change(String name, UnaryOperator<Optional<Account>> change) throws IOException {
        Files.createDirectories(folder);
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(
                        lockFile, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), ownerOnly());
                FileLock lock = channel.lock()) {
            if (!lock.isValid()) {
                throw new IOException("the lock " + lockFile + " is not valid");
            }
            AccountTable before = read().table();
            AccountTable after = before.with(name, change.apply(before.find(name)));
            write(AccountJson.write(after.all()));
            loaded = new Loaded(after, version());
            looked = System.nanoTime();
        }
    }

    /** {@return where the accounts are} */
    @Override
    public String toString() {
        return "FileAccountStore[" + file + "]";
    }

    /** What is in memory, once a second after a look whether it is still what is in the file. */
    private AccountTable current() {
        if (System.nanoTime() - looked > LOOK_AGAIN_NANOS && looking.compareAndSet(false, true)) {
            try {
                look();
            } finally {
                looking.set(false);
            }
        }
        return loaded.table(); // the others do not wait for the one that reads
    }

    private synchronized void look() {
        if (System.nanoTime() - looked <= LOOK_AGAIN_NANOS) {
            return;
        }
        Version found = null;
        try {
            found = version();
            if (!Objects.equals(found, loaded.version())) {
                loaded = read();
                complained = null;
            }
        } catch (IOException e) {
            if (complained == null || !complained.equals(found)) {
                LOG.log(System.Logger.Level.WARNING, "the accounts stay as they were: {0}", e.getMessage());
                complained = found;
            }
        }
        looked = System.nanoTime();
    }

    private Loaded read() throws IOException {
        try {
            Version version = version(); // before the content: what comes after it is read the next time
            return new Loaded(
                    version == null ? AccountTable.EMPTY : AccountJson.readAll(Files.readAllBytes(file)), version);
        } catch (NoSuchFileException e) {
            return new Loaded(AccountTable.EMPTY, null);
        } catch (IOException e) {
            throw new IOException("the file of accounts " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private @Nullable Version version() throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Version(
                    attributes.fileKey(), attributes.lastModifiedTime().toMillis(), attributes.size());
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private void write(byte[] bytes) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the file system of " + file + " cannot replace a file in one step", e);
        }
        if (ownerOnly().length > 0) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private FileAttribute<?>[] ownerOnly() throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
