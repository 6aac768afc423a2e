package io.github.ddnskit.spi;

import io.github.ddnskit.internal.OrderedSet;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.ip.Warning;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a source answered. <em>The device has none</em> ({@link Absent}) and <em>could not ask</em> ({@link Unknown})
 * never look alike: only the first may ever lead to a removal. Immutable and thread-safe.
 */
public sealed interface Observation {

    /**
     * The device has these addresses, and all of them are meant to be published.
     *
     * @param addresses one or more, of the family asked for, the preferred first
     * @param provenance where they come from
     */
    record Found(Set<InetAddress> addresses, Provenance provenance) implements Observation {
        /**
         * Checks the components.
         *
         * @param addresses one or more, of the family asked for, the preferred first
         * @param provenance where they come from
         * @throws IllegalArgumentException if there is no address
         */
        public Found {
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException("found nothing: answer Absent or Unknown");
            }
            addresses = OrderedSet.copyOf(addresses);
        }

        @Override
        public String toString() {
            return IpLiteral.format(addresses) + " (" + provenance + ")";
        }
    }

    /**
     * The device has no address of this family; the source is sure.
     *
     * @param reason how it knows, in words
     */
    record Absent(String reason) implements Observation {
        @Override
        public String toString() {
            return "absent: " + reason;
        }
    }

    /**
     * The source could not ask, or does not believe the answer.
     *
     * @param cause what went wrong, in words; holds no secret
     * @param retryAfter how long the source wants to be left alone, or null if it does not say
     * @param suspicion what may be odd about the network, by what came instead of an answer, or null
     */
    record Unknown(String cause, @Nullable Duration retryAfter, Warning.@Nullable Kind suspicion)
            implements Observation {
        /**
         * Suspects nothing.
         *
         * @param cause what went wrong, in words; holds no secret
         * @param retryAfter how long the source wants to be left alone, or null if it does not say
         */
        public Unknown(String cause, @Nullable Duration retryAfter) {
            this(cause, retryAfter, null);
        }

        /**
         * The same, with a suspicion.
         *
         * @param suspicion what may be odd about the network
         * @return a copy with it
         */
        public Unknown suspecting(Warning.Kind suspicion) {
            return new Unknown(cause, retryAfter, suspicion);
        }

        @Override
        public String toString() {
            return "unknown: " + cause;
        }
    }

    /**
     * The device has these addresses.
     *
     * @param addresses one or more, of the family asked for, the preferred first
     * @param provenance where they come from
     * @return the observation
     * @throws IllegalArgumentException if there is no address
     */
    static Observation found(Collection<? extends InetAddress> addresses, Provenance provenance) {
        return new Found(OrderedSet.copyOf(addresses), provenance);
    }

    /**
     * The device has no address of this family.
     *
     * @param reason how the source knows, in words
     * @return the observation
     */
    static Observation absent(String reason) {
        return new Absent(reason);
    }

    /**
     * The source could not ask.
     *
     * @param cause what went wrong, in words; must hold no secret
     * @return the observation
     */
    static Observation unknown(String cause) {
        return new Unknown(cause, null);
    }
}
