package io.github.ddnskit.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Field;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The settings forms of every type on the class path can be drawn in Japanese, whichever modules are there. */
class TranslationsTest {

    private static final String JAPANESE = "META-INF/ddnskit/texts_ja.tsv";

    private final Catalog catalog = Catalog.load();

    @Test
    void everyTextHasAJapaneseOneInItsOwnModule() throws IOException {
        Map<String, Set<String>> missing = demanded();
        assertThat(missing).as("the modules with types").hasSizeGreaterThan(1);
        for (URL file : files()) {
            missing.forEach((module, texts) -> {
                if (file.toString().contains(module)) {
                    texts.removeAll(translations(file).keySet());
                }
            });
        }
        missing.values().removeIf(Set::isEmpty);
        assertThat(missing).as("add these to %s", JAPANESE).isEmpty();
    }

    @Test
    void aTextHasTheSameTranslationEverywhere() throws IOException {
        Map<String, String> all = new HashMap<>();
        for (URL file : files()) {
            translations(file)
                    .forEach((english, japanese) -> assertThat(all.merge(english, japanese, (a, b) -> a))
                            .as("the translation of \"%s\"", english)
                            .isEqualTo(japanese));
        }
    }

    /**
     * What people read in a form, by the place of the module that it comes from. The name of a provider is the same in
     * every language, unless its module translates it.
     */
    private Map<String, Set<String>> demanded() {
        Map<String, Set<String>> texts = new TreeMap<>();
        for (Descriptor source : catalog.sources()) {
            Object factory = catalog.source(source.id()).orElseThrow();
            Set<String> ofModule = texts.computeIfAbsent(module(factory), module -> new TreeSet<>());
            ofModule.add(source.displayName());
            source.fields().forEach(field -> add(field, ofModule));
        }
        for (Descriptor updater : catalog.updaters()) {
            Object factory = catalog.updater(updater.id()).orElseThrow();
            Set<String> ofModule = texts.computeIfAbsent(module(factory), module -> new TreeSet<>());
            updater.fields().forEach(field -> add(field, ofModule));
            if (!updater.notes().isEmpty()) {
                ofModule.add(updater.notes());
            }
            if (updater.ended() != null) {
                ofModule.add(updater.ended());
            }
        }
        return texts;
    }

    private static void add(Field field, Set<String> texts) {
        texts.add(field.label());
        texts.add(field.help());
        field.fields().forEach(inner -> add(inner, texts));
    }

    /** The jar or folder of classes that the factory was loaded from. */
    private static String module(Object factory) {
        return factory.getClass()
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();
    }

    private static Iterable<URL> files() throws IOException {
        return Collections.list(TranslationsTest.class.getClassLoader().getResources(JAPANESE));
    }

    private static Map<String, String> translations(URL file) {
        Map<String, String> texts = new HashMap<>();
        try (InputStream in = file.openStream()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] columns = line.split("\t", -1);
                assertThat(columns).as("%s: %s", file, line).hasSize(2).doesNotContain("");
                assertThat(texts.put(columns[0], columns[1]))
                        .as("%s says it twice: %s", file, line)
                        .isNull();
            });
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
        return texts;
    }
}
