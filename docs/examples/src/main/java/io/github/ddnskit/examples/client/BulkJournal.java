package io.github.ddnskit.examples.client;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Remembers, in a file beside that of the names, which lines have been published, so that a run can be resumed. */
final class BulkJournal {

    private final Path file;
    private final Set<String> done = new HashSet<>();

    /** The journal of a file of names, with what it holds from earlier runs. */
    BulkJournal(Path names) throws IOException {
        file = names.resolveSibling(names.getFileName() + ".journal");
        if (Files.exists(file)) {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            // what was not ended with a newline was being written when the power went
            text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(done::add);
        }
    }

    boolean holds(String line) {
        return done.contains(line);
    }

    void add(Collection<String> lines) throws IOException {
        boolean torn = Files.exists(file)
                && Files.size(file) > 0
                && !Files.readString(file).endsWith("\n");
        try (BufferedWriter out = Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(torn ? "\n" : "");
            for (String line : lines) {
                out.write(line);
                out.write('\n');
            }
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(false);
        }
    }

    /** Everything is published: nothing need be remembered. */
    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
