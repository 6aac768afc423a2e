package io.github.ddnskit;

import io.github.ddnskit.internal.OrderedSet;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the addresses of one family at one name shall be.
 *
 * <p>There are three answers, not two: <em>no address here</em> ({@link Remove}) and <em>leave it alone</em>
 * ({@link Keep}) must never look alike. Immutable and thread-safe.
 */
public sealed interface Goal {

    /**
     * The RRset shall hold exactly these addresses.
     *
     * @param addresses one or more addresses of one family, in the order in which they were given
     */
    record Publish(Set<InetAddress> addresses) implements Goal {
        /**
         * Checks the components.
         *
         * @param addresses one or more addresses of one family, in the order in which they were given
         * @throws IllegalArgumentException if there is no address, or if the families differ
         */
        public Publish {
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException("nothing to publish: give an address, or use Goal.remove()");
            }
            addresses = OrderedSet.copyOf(addresses);
            if (addresses.size() > 1
                    && addresses.stream().map(AddressFamily::of).distinct().count() > 1) {
                throw new IllegalArgumentException(
                        "one goal is for one family, but there are both in " + IpLiteral.format(addresses));
            }
        }

        /** {@return the family of the addresses} */
        public AddressFamily family() {
            return AddressFamily.of(addresses.iterator().next());
        }

        @Override
        public String toString() {
            return "publish " + IpLiteral.format(addresses);
        }
    }

    /** The RRset shall not exist. */
    record Remove() implements Goal {
        @Override
        public String toString() {
            return "remove";
        }
    }

    /** The RRset shall stay as it is, whatever it is. */
    record Keep() implements Goal {
        @Override
        public String toString() {
            return "keep";
        }
    }

    /**
     * The RRset shall hold exactly these addresses.
     *
     * @param addresses one or more addresses of one family
     * @return the goal
     * @throws IllegalArgumentException if there is no address, or if the families differ
     */
    static Goal publish(Collection<? extends InetAddress> addresses) {
        return new Publish(OrderedSet.copyOf(addresses));
    }

    /**
     * The RRset shall hold exactly these addresses.
     *
     * @param addresses one or more address literals of one family, such as {@code 192.0.2.1}
     * @return the goal
     * @throws IllegalArgumentException if there is no address, one is not an address, or the families differ
     */
    static Goal publish(String... addresses) {
        return publish(List.of(addresses).stream().map(IpLiteral::parse).collect(Collectors.toList()));
    }

    /** {@return the goal that the RRset does not exist} */
    static Goal remove() {
        return new Remove();
    }

    /** {@return the goal that the RRset stays as it is} */
    static Goal keep() {
        return new Keep();
    }
}
