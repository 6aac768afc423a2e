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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The settings forms of every type on the class path can be drawn in Japanese. */
class TranslationsTest {

    private static final String JAPANESE = "META-INF/ddnskit/texts_ja.tsv";

    private final Catalog catalog = Catalog.load();

    @Test
    void everyTextHasAJapaneseOne() throws IOException {
        Set<String> missing = demanded();
        missing.removeAll(japanese().keySet());
        assertThat(missing).as("add these to %s of their module", JAPANESE).isEmpty();
    }

    @Test
    void noTranslationIsLeftOfATextThatIsGone() throws IOException {
        Set<String> left = new TreeSet<>(japanese().keySet());
        left.removeAll(demanded());
        types().map(Descriptor::displayName).forEach(left::remove);
        assertThat(left).as("remove these from %s of their module", JAPANESE).isEmpty();
    }

    /** What people read in a form. The name of a provider is the same in every language unless somebody gives another. */
    private Set<String> demanded() {
        Set<String> texts = new TreeSet<>();
        catalog.sources().forEach(source -> texts.add(source.displayName()));
        types().forEach(type -> {
            if (type.ended() != null) {
                texts.add(type.ended());
            }
            type.fields().forEach(field -> add(field, texts));
        });
        return texts;
    }

    private Stream<Descriptor> types() {
        return Stream.concat(catalog.sources().stream(), catalog.updaters().stream());
    }

    private static void add(Field field, Set<String> texts) {
        texts.add(field.label());
        texts.add(field.help());
        field.fields().forEach(inner -> add(inner, texts));
    }

    /** All translations, each of which must be the same wherever it stands. */
    private static Map<String, String> japanese() throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (URL file : Collections.list(TranslationsTest.class.getClassLoader().getResources(JAPANESE))) {
            try (InputStream in = file.openStream()) {
                new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .forEach(line -> {
                            String[] columns = line.split("\t", -1);
                            assertThat(columns)
                                    .as("%s: %s", file, line)
                                    .hasSize(2)
                                    .doesNotContain("");
                            String other = texts.put(columns[0], columns[1]);
                            assertThat(columns[1])
                                    .as("the translation of \"%s\"", columns[0])
                                    .isEqualTo(other == null ? columns[1] : other);
                        });
            }
        }
        return texts;
    }
}
