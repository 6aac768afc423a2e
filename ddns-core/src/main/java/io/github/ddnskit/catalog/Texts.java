package io.github.ddnskit.catalog;

import io.github.ddnskit.spi.Descriptor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What stands for each English text in another language, as {@link Catalog#in} explains. The files are in {@code META-INF}
 * because that is no package: a resource there can be read out of every module. Immutable and thread-safe.
 */
public final class Texts {

    private static final String FILE = "META-INF/ddnskit/texts_%s.tsv";

    private final ClassLoader loader;
    private final Map<String, String> translations;

    private Texts(ClassLoader loader, Map<String, String> translations) {
        this.loader = loader;
        this.translations = Map.copyOf(translations);
    }

    /**
     * Reads the texts of a language, through the class loader of the current thread.
     *
     * @param locale the language, and the country if translations differ by country
     * @return the texts of all modules
     * @throws UncheckedIOException if a file that is there cannot be read
     */
    public static Texts load(Locale locale) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return english(loader == null ? ClassLoader.getSystemClassLoader() : loader)
                .in(locale);
    }

    /**
     * Translates a text.
     *
     * @param english the text in English
     * @return the same in the language, or the English one if there is no translation
     */
    public String text(String english) {
        return translations.getOrDefault(english, english);
    }

    /**
     * Translates a sentence with places for values.
     *
     * @param english the sentence in English; {@code {0}} to {@code {9}} stand for the values
     * @param values the values, which are not translated
     * @return the sentence in the language, with the values in their places
     */
    public String text(String english, List<String> values) {
        return fill(text(english), values);
    }

    /**
     * Puts values into a sentence; braces in the values mean nothing.
     *
     * @param sentence with {@code {0}} to {@code {9}} where the values belong
     * @param values the values
     * @return the sentence with the values in their places
     */
    public static String fill(String sentence, List<String> values) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < sentence.length(); at++) {
            if (sentence.charAt(at) == '{') {
                text.append(values.get(sentence.charAt(at + 1) - '0'));
                at += 2;
            } else {
                text.append(sentence.charAt(at));
            }
        }
        return text.toString();
    }

    static Texts english(ClassLoader loader) {
        return new Texts(loader, Map.of());
    }

    Texts in(Locale locale) {
        Map<String, String> found = new HashMap<>();
        try {
            add(locale.toLanguageTag(), found);
            add(locale.getLanguage(), found);
        } catch (IOException e) {
            throw new UncheckedIOException("the translations to " + locale.toLanguageTag() + " cannot be read", e);
        }
        return new Texts(loader, found);
    }

    Descriptor translate(Descriptor english) {
        return translations.isEmpty() ? english : english.withTexts(this::text);
    }

    private void add(String language, Map<String, String> found) throws IOException {
        for (URL file : Collections.list(loader.getResources(FILE.formatted(language)))) {
            URLConnection connection = file.openConnection();
            connection.setUseCaches(false); // a cache would keep the jar open
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    int tab = line.indexOf('\t');
                    if (tab > 0) {
                        found.putIfAbsent(line.substring(0, tab), line.substring(tab + 1));
                    }
                }
            }
        }
    }
}
