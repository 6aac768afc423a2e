package io.github.ddnskit.examples.extending;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.config.DdnsConfig;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtendingTest {

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
}
