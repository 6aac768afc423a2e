package io.github.ddnskit.simulation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A disk with one folder. It keeps what was flushed; when the power fails, anything else may be there, not be there, or be
 * there in part. Each call of it is a moment at which the process may die, or the disk refuse.
 */
final class Disk {

    /** What is wrong with the disk. */
    enum Trouble {
        NONE,
        FULL,
        READ_ONLY,
        UNREADABLE
    }

    /** The contents of a file: as programs see them, and as far as they were flushed. */
    static final class Contents {
        private byte[] seen = {};
        private byte[] flushed = {};
    }

    private final DiskFileSystem files = new DiskFileSystem(this);
    private final SplittableRandom random;
    private final boolean flushes;
    private Map<String, Contents> seen = new HashMap<>();
    private Map<String, Contents> flushed = new HashMap<>();
    private Runnable boundary = () -> {};
    private Trouble trouble = Trouble.NONE;

    /**
     * Creates an empty disk.
     *
     * @param flushes false for one that says it has flushed and has not
     */
    Disk(SplittableRandom random, boolean flushes) {
        this.random = random;
        this.flushes = flushes;
    }

    Path path(String name) {
        return files.getPath("/" + name);
    }

    /** Sets what is called at each operation. */
    void boundary(Runnable boundary) {
        this.boundary = boundary;
    }

    void trouble(Trouble trouble) {
        this.trouble = trouble;
    }

    Trouble trouble() {
        return trouble;
    }

    /** The power fails. */
    void losePower() {
        if (random.nextBoolean()) {
            flushed = new HashMap<>(seen); // it was written already, although nobody had asked for it
        }
        seen = new HashMap<>(flushed);
        for (Contents contents : seen.values()) {
            if (!Arrays.equals(contents.seen, contents.flushed)) {
                contents.flushed = Arrays.copyOf(contents.seen, random.nextInt(contents.seen.length + 1));
            }
            contents.seen = contents.flushed;
        }
    }

    /** Cuts a file off; false if there is none. */
    boolean damage(String name) {
        Contents contents = seen.get(name);
        if (contents == null || contents.seen.length == 0) {
            return false;
        }
        contents.seen = Arrays.copyOf(contents.seen, random.nextInt(contents.seen.length));
        contents.flushed = contents.seen;
        return true;
    }

    String text(String name) {
        Contents contents = seen.get(name);
        return contents == null ? "" : new String(contents.seen, StandardCharsets.UTF_8);
    }

    @Nullable
    Contents find(String name) {
        return seen.get(name);
    }

    Contents create(String name) throws IOException {
        write();
        Contents contents = new Contents();
        seen.put(name, contents);
        return contents;
    }

    byte[] read(Contents contents) throws IOException {
        boundary.run();
        if (trouble == Trouble.UNREADABLE) {
            throw new IOException("input/output error");
        }
        return contents.seen;
    }

    void append(Contents contents, byte[] bytes) throws IOException {
        boundary.run();
        boolean whole = trouble == Trouble.NONE;
        int length = whole ? bytes.length : random.nextInt(bytes.length + 1);
        int before = contents.seen.length;
        contents.seen = Arrays.copyOf(contents.seen, before + length);
        System.arraycopy(bytes, 0, contents.seen, before, length);
        if (!whole) {
            throw new IOException("no space left on device");
        }
    }

    void flush(Contents contents) throws IOException {
        write();
        if (flushes) {
            contents.flushed = contents.seen;
        }
    }

    void flushFolder() {
        boundary.run();
        if (flushes) {
            flushed = new HashMap<>(seen);
        }
    }

    void move(String from, String to) throws IOException {
        write();
        Contents contents = seen.remove(from);
        if (contents == null) {
            throw new NoSuchFileException(from);
        }
        seen.put(to, contents);
    }

    void delete(String name) throws IOException {
        if (seen.containsKey(name)) {
            write();
        }
        if (seen.remove(name) == null) {
            throw new NoSuchFileException(name);
        }
    }

    private void write() throws IOException {
        boundary.run();
        if (trouble == Trouble.READ_ONLY) {
            throw new IOException("read-only file system");
        }
    }
}
