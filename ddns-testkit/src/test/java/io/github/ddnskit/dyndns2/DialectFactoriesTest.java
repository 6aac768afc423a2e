package io.github.ddnskit.dyndns2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.Secret;
import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Settings;
import io.github.ddnskit.spi.UpdaterFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every row can be named in a configuration. */
class DialectFactoriesTest {

    private final Catalog catalog = Catalog.load();

    @Test
    void everyServiceIsInTheCatalogAndMakesAnUpdaterOfWhatItsFormAsksFor() {
        for (Dialect row : Dialect.catalog()) {
            UpdaterFactory factory = catalog.updater(row.id()).orElseThrow();
            Descriptor descriptor = factory.descriptor();
            Map<String, Object> values = new HashMap<>();
            for (Field field : descriptor.fields()) {
                if (field.required()) {
                    values.put(field.name(), field.kind() == Field.Kind.SECRET ? Secret.of("secret") : "example.org");
                }
                if (field.kind() == Field.Kind.FLAG) {
                    values.put(field.name(), true);
                }
            }
            assertThat(values).as(row.id()).isNotEmpty();
            if (row.service().isAlive()) {
                assertThat(descriptor.ended()).as(row.id()).isNull();
                try (DnsUpdater updater = factory.create(Settings.of(values))) {
                    assertThat(updater.identity().target()).isEqualTo("dyndns2:" + row.id());
                }
            } else {
                assertThat(descriptor.ended()).as(row.id()).startsWith("Ended ");
                assertThatThrownBy(() -> factory.create(Settings.of(values))).hasMessageContaining("has ended");
            }
        }
    }

    @Test
    void aServiceOfTheUsersOwnIsDescribedInAFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("own.json");
        Files.writeString(
                file, "{\"id\": \"own\", \"url\": \"https://dns.example.net/nic/update\", \"families\": \"list\"}");
        UpdaterFactory factory = catalog.updater("dyndns2").orElseThrow();
        Map<String, Object> values = Map.of("dialect", file, "username", "user", "password", Secret.of("password"));
        try (DnsUpdater updater = factory.create(Settings.of(values))) {
            assertThat(updater.identity().target()).isEqualTo("dyndns2:own");
        }
        Files.writeString(file, "{\"id\": \"own\", \"url\": \"https://dns.example.net/\", \"familys\": \"list\"}");
        assertThatThrownBy(() -> factory.create(Settings.of(values)))
                .hasMessageContaining("$ (own).familys: is not known here; allowed: ");
        for (String wrong : List.of("{", "[]", "{\"id\": \"own\"}", "{\"id\": \"own\", \"families\": \"both\"}")) {
            Files.writeString(file, wrong);
            assertThatThrownBy(() -> factory.create(Settings.of(values)))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("$");
        }
    }
}
