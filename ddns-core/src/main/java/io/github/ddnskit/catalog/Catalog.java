package io.github.ddnskit.catalog;

import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.IpSourceFactory;
import io.github.ddnskit.spi.UpdaterFactories;
import io.github.ddnskit.spi.UpdaterFactory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The types that a configuration file can name: ours and those of anyone else on the class path or module path.
 *
 * <p>Only programs that are configured need it; a program that constructs its own sources and updaters pays nothing for
 * it. Immutable and thread-safe.
 */
public final class Catalog {

    private final Factories<UpdaterFactory> updaters;
    private final Factories<IpSourceFactory> sources;
    private final Texts texts;

    private Catalog(Factories<UpdaterFactory> updaters, Factories<IpSourceFactory> sources, Texts texts) {
        this.updaters = updaters;
        this.sources = sources;
        this.texts = texts;
    }

    /**
     * Finds the factories with {@link ServiceLoader}, through the class loader of the current thread. What {@link
     * UpdaterFactories} hold is read when it is needed first.
     *
     * @return the catalogue, in English
     * @throws IllegalStateException if two factories of one kind claim the same id; if one of them is of a table, then when
     *     the table is read
     * @throws java.util.ServiceConfigurationError if a factory that is named cannot be loaded
     */
    public static Catalog load() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return load(loader == null ? ClassLoader.getSystemClassLoader() : loader);
    }

    private static Catalog load(ClassLoader loader) {
        List<UpdaterFactories> tables = all(UpdaterFactories.class, loader).toList();
        return new Catalog(
                new Factories<>(
                        factory -> factory.descriptor().id(),
                        all(UpdaterFactory.class, loader),
                        () -> tables.stream().flatMap(table -> table.factories().stream())),
                new Factories<>(
                        factory -> factory.descriptor().id(), all(IpSourceFactory.class, loader), Stream::empty),
                Texts.english(loader));
    }

    /**
     * The same catalogue in another language. The translations stand in UTF-8 files {@code
     * META-INF/ddnskit/texts_LANGUAGE.tsv} on the class path or module path, such as {@code texts_ja.tsv}: an English
     * text, a tab, and the same in that language; lines without a tab are comments. A text that has no translation stays
     * English.
     *
     * @param locale the language, and the country if translations differ by country
     * @return the catalogue, with the same factories
     * @throws java.io.UncheckedIOException if a file that is there cannot be read
     */
    public Catalog in(Locale locale) {
        return new Catalog(updaters, sources, texts.in(locale));
    }

    /** {@return the types of updaters, ordered by id} */
    public List<Descriptor> updaters() {
        return updaters.list().stream()
                .map(factory -> texts.translate(factory.descriptor()))
                .toList();
    }

    /** {@return the types of address sources, ordered by id} */
    public List<Descriptor> sources() {
        return sources.list().stream()
                .map(factory -> texts.translate(factory.descriptor()))
                .toList();
    }

    /**
     * Finds the factory of a type of updater.
     *
     * @param id the type
     * @return its factory, if there is one
     */
    public Optional<UpdaterFactory> updater(String id) {
        return updaters.find(id);
    }

    /**
     * Finds the factory of a type of address source.
     *
     * @param id the type
     * @return its factory, if there is one
     */
    public Optional<IpSourceFactory> source(String id) {
        return sources.find(id);
    }

    private static <S> Stream<S> all(Class<S> service, ClassLoader loader) {
        return StreamSupport.stream(ServiceLoader.load(service, loader).spliterator(), false);
    }
}
