package io.github.ddnskit.catalog;

import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The factories of one kind, by id. Tables of factories are read when they are needed first: most programs need a few types
 * that stand alone, and a table is long. Thread-safe.
 */
final class Factories<F> {

    private final Function<F, String> id;
    private final SortedMap<String, F> alone;
    private final Supplier<Stream<F>> tables;
    private @Nullable SortedMap<String, F> all;

    Factories(Function<F, String> id, Stream<F> alone, Supplier<Stream<F>> tables) {
        this.id = id;
        this.alone = byId(alone);
        this.tables = tables;
    }

    Optional<F> find(String id) {
        F found = alone.get(id);
        return Optional.ofNullable(found == null ? all().get(id) : found);
    }

    /** All of them, ordered by id. */
    Collection<F> list() {
        return all().values();
    }

    private synchronized SortedMap<String, F> all() {
        if (all == null) {
            all = byId(Stream.concat(alone.values().stream(), tables.get()));
        }
        return all;
    }

    private SortedMap<String, F> byId(Stream<F> factories) {
        SortedMap<String, F> found = new TreeMap<>();
        for (F factory : factories.toList()) {
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
