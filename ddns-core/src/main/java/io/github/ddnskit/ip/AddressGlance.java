package io.github.ddnskit.ip;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A glance at what Linux shows of the addresses of all interfaces, which costs less than listing them. The files stay open.
 * Thread-safe.
 */
final class AddressGlance implements AutoCloseable {

    /** IPv6 addresses with their flags, and the routes to IPv4 addresses, the machine's own among them. */
    private static final List<String> FILES = List.of("/proc/net/if_inet6", "/proc/net/fib_trie");

    /** A router may have a million routes, and then it is no glance. */
    private static final int LONGEST = 32 * 1024;

    private final List<Page> pages;

    AddressGlance() {
        this(FILES);
    }

    AddressGlance(List<String> files) {
        pages = files.stream().map(Page::new).toList();
    }

    /** Whether everything is as it was when this was last called; false where that cannot be told. */
    synchronized boolean isAsBefore() {
        boolean same = true;
        for (Page page : pages) {
            same &= page.isAsBefore();
        }
        return same;
    }

    @Override
    public synchronized void close() {
        pages.forEach(Page::close);
    }

    private static final class Page {

        private final String name;
        private byte[] shown = {};
        private byte[] spare = {};
        private int length = -1;
        private @Nullable RandomAccessFile file;
        private boolean unusable;

        Page(String name) {
            this.name = name;
        }

        boolean isAsBefore() {
            if (unusable) {
                return false;
            }
            try {
                RandomAccessFile from = file;
                if (from == null) {
                    from = new RandomAccessFile(name, "r");
                    file = from;
                    shown = new byte[LONGEST];
                    spare = new byte[LONGEST];
                }
                byte[] now = spare;
                int read = read(from, now);
                boolean same = Arrays.equals(now, 0, read, shown, 0, Math.max(0, length)) && length >= 0;
                spare = shown;
                shown = now;
                length = read;
                if (read == LONGEST) {
                    close();
                }
                return same && !unusable;
            } catch (IOException e) { // no Linux, or no such file there
                close();
                return false;
            }
        }

        private static int read(RandomAccessFile file, byte[] into) throws IOException {
            file.seek(0);
            int read = 0;
            for (int more = 0; more >= 0 && read < LONGEST; more = file.read(into, read, LONGEST - read)) {
                read += more;
            }
            return read;
        }

        void close() {
            unusable = true;
            try {
                if (file != null) {
                    file.close();
                }
            } catch (IOException e) {
                // it was only read
            }
        }
    }
}
