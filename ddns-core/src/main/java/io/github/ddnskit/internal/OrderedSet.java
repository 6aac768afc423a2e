package io.github.ddnskit.internal;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** Copies sets that keep their order; most of them hold one address, and there may be a hundred thousand of those. */
public final class OrderedSet {

    private OrderedSet() {}

    /**
     * Copies.
     *
     * @param <T> of what
     * @param elements the elements
     * @return an immutable set that lists them in the same order
     */
    public static <T> Set<T> copyOf(Collection<? extends T> elements) {
        return elements.size() < 2 ? Set.copyOf(elements) : Collections.unmodifiableSet(new LinkedHashSet<>(elements));
    }
}
