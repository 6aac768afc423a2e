package io.github.ddnskit.examples.extending;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.config.DdnsConfig;
import io.github.ddnskit.examples.guide.CodeBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtendingTest {

    private static final Path SOURCES = Path.of("src/test/java/io/github/ddnskit/examples/extending");

    /** What the page shows is what is tested here. */
    @Test
    void thePageShowsTheseClasses() throws Exception {
        String sources;
        try (Stream<Path> files = Files.list(SOURCES)) {
            sources = files.map(ExtendingTest::read).collect(Collectors.joining());
        }
        List<CodeBlock> classes = CodeBlock.of(Path.of("..", "guide", "extending.md"))
                .filter(block -> block.language().equals("java"))
                .toList();
        assertThat(classes).hasSize(4).allSatisfy(block -> assertThat(sources).contains(block.text()));
    }

    @Test
    void aFileRegistersTheType(@TempDir Path folder) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(
                services.resolve("io.github.ddnskit.spi.UpdaterFactory"), InventoryFactory.class.getName() + "\n");
        FutureTask<Integer> reading = new FutureTask<>(() -> {
            try (DdnsConfig config = DdnsConfig.parse("""
                    { "sources": [ {"type": "interface"} ],
                      "updaters": { "own": {"type": "inventory", "token": "secret"} },
                      "hosts": [ {"name": "home.example.org", "updater": "own"} ] }
                    """, folder, Catalog.load())) {
                return config.hosts().size();
            }
        });
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Thread thread = new Thread(reading, "with another class path");
            thread.setContextClassLoader(loader);
            thread.start();
            assertThat(reading.get()).isEqualTo(1);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
