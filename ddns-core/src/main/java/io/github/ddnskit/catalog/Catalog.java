package io.github.ddnskit.catalog;

import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.IpSourceFactory;
import io.github.ddnskit.spi.UpdaterFactory;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The types that a configuration file can name: ours and those of anyone else on the class path or module path.
 *
 * <p>Only programs that are configured need it; a program that constructs its own sources and updaters pays nothing for
 * it. Immutable and thread-safe.
 */
public final class Catalog {

    private final SortedMap<String, UpdaterFactory> updaters;
    private final SortedMap<String, IpSourceFactory> sources;

    private Catalog(SortedMap<String, UpdaterFactory> updaters, SortedMap<String, IpSourceFactory> sources) {
        this.updaters = updaters;
        this.sources = sources;
    }

    /**
     * Finds the factories with {@link ServiceLoader}, through the class loader of the current thread.
     *
     * @return the catalogue
     * @throws IllegalStateException if two factories of one kind claim the same id
     * @throws java.util.ServiceConfigurationError if a factory that is named cannot be loaded
     */
    public static Catalog load() {
        return new Catalog(
                byId(
                        ServiceLoader.load(UpdaterFactory.class),
                        factory -> factory.descriptor().id()),
                byId(
                        ServiceLoader.load(IpSourceFactory.class),
                        factory -> factory.descriptor().id()));
    }

    /** {@return the types of updaters, ordered by id} */
    public List<Descriptor> updaters() {
        return updaters.values().stream().map(UpdaterFactory::descriptor).toList();
    }

    /** {@return the types of address sources, ordered by id} */
    public List<Descriptor> sources() {
        return sources.values().stream().map(IpSourceFactory::descriptor).toList();
    }

    /**
     * Finds the factory of a type of updater.
     *
     * @param id the type
     * @return its factory, if there is one
     */
    public Optional<UpdaterFactory> updater(String id) {
        return Optional.ofNullable(updaters.get(id));
    }

    /**
     * Finds the factory of a type of address source.
     *
     * @param id the type
     * @return its factory, if there is one
     */
    public Optional<IpSourceFactory> source(String id) {
        return Optional.ofNullable(sources.get(id));
    }

    private static <F> SortedMap<String, F> byId(Iterable<F> factories, Function<F, String> id) {
        SortedMap<String, F> found = new TreeMap<>();
        for (F factory : factories) {
            F other = found.putIfAbsent(id.apply(factory), factory);
            if (other != null) {
                throw new IllegalStateException("two factories are called \"" + id.apply(factory) + "\": "
                        + other.getClass().getName() + " and "
                        + factory.getClass().getName());
            }
        }
        return found;
    }
}
