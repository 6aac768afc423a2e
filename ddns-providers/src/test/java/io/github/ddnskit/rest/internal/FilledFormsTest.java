package io.github.ddnskit.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.Secret;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Settings;
import io.github.ddnskit.spi.UpdaterFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every settings form makes an updater, whether all is filled in or only what is required. */
class FilledFormsTest {

    private static final String CANARY = "c4n4ry-in-clear";

    static Stream<UpdaterFactory> factories() {
        return ServiceLoader.load(UpdaterFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(RestFactory.class::isInstance);
    }

    @ParameterizedTest
    @MethodSource("factories")
    void makesAnUpdaterFromAFilledForm(UpdaterFactory factory) {
        for (boolean all : new boolean[] {false, true}) {
            try (DnsUpdater updater = factory.create(filled(factory, all))) {
                assertThat(updater.identity().secrets()).isNotEmpty();
                assertThat(updater + " " + updater.identity()).doesNotContain(CANARY);
            }
        }
    }

    private static Settings filled(UpdaterFactory factory, boolean all) {
        Map<String, Object> values = new HashMap<>();
        for (Field field : factory.descriptor().fields()) {
            if (all || field.required()) {
                values.put(field.name(), value(field));
            }
        }
        return Settings.of(values);
    }

    private static Object value(Field field) {
        return switch (field.kind()) {
            case SECRET -> Secret.of(CANARY);
            case FLAG -> false;
            case NUMBER -> 60L;
            case CHOICE -> field.choices().get(0);
            case TEXT -> field.name().equals("endpoint") ? "https://dns.example.org" : "example.org";
            default -> throw new AssertionError("no sample for " + field);
        };
    }
}
