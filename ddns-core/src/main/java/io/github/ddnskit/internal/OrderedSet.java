package io.github.ddnskit.internal;

import io.github.ddnskit.AddressFamily;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Copies sets that keep their order; most of them hold one address, and there may be a hundred thousand of those. */
public final class OrderedSet {

    private static final Set<AddressFamily> IPV4 = Set.of(AddressFamily.IPV4);
    private static final Set<AddressFamily> IPV6 = Set.of(AddressFamily.IPV6);
    private static final Set<AddressFamily> BOTH = Collections.unmodifiableSet(EnumSet.allOf(AddressFamily.class));

    private OrderedSet() {}

    /**
     * Copies.
     *
     * @param <T> of what
     * @param elements the elements
     * @return an immutable set that lists them in the same order
     */
    public static <T> Set<T> copyOf(Collection<? extends T> elements) {
        if (elements.size() == 1 && elements instanceof HashSet) {
            return Set.of(elements.iterator().next()); // Set.copyOf would hash it first, and fill an array
        }
        return elements.size() < 2 ? Set.copyOf(elements) : Collections.unmodifiableSet(new LinkedHashSet<>(elements));
    }

    /**
     * Copies families.
     *
     * @param families the families
     * @return an immutable set that lists IPv4 first, in each run of the program
     */
    public static Set<AddressFamily> copyOfFamilies(Set<AddressFamily> families) {
        if (!families.contains(AddressFamily.IPV6)) {
            return families.isEmpty() ? Set.of() : IPV4;
        }
        return families.contains(AddressFamily.IPV4) ? BOTH : IPV6;
    }
}
