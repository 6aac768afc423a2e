package io.github.ddnskit;

import io.github.ddnskit.internal.OrderedSet;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.util.Set;

/**
 * What became of the records of one family at one name.
 *
 * <p>A success is only what the provider confirmed; a reply that cannot be authenticated is a {@link Failed}.
 * Immutable and thread-safe.
 */
public sealed interface Outcome {

    /**
     * The provider confirmed a change.
     *
     * @param addresses what the RRset holds now; empty when it was removed
     */
    record Published(Set<InetAddress> addresses) implements Outcome {
        /**
         * Copies the addresses.
         *
         * @param addresses what the RRset holds now; empty when it was removed
         */
        public Published {
            addresses = OrderedSet.copyOf(addresses);
        }

        @Override
        public String toString() {
            return addresses.isEmpty() ? "removed" : "published " + IpLiteral.format(addresses);
        }
    }

    /**
     * The provider confirmed that it was so already.
     *
     * @param addresses what the RRset holds; empty when there is none
     */
    record Unchanged(Set<InetAddress> addresses) implements Outcome {
        /**
         * Copies the addresses.
         *
         * @param addresses what the RRset holds; empty when there is none
         */
        public Unchanged {
            addresses = OrderedSet.copyOf(addresses);
        }

        @Override
        public String toString() {
            return addresses.isEmpty() ? "unchanged, none" : "unchanged " + IpLiteral.format(addresses);
        }
    }

    /** The goal was to leave the records alone, and they were left alone. */
    record Kept() implements Outcome {
        @Override
        public String toString() {
            return "kept";
        }
    }

    /**
     * The goal was not reached, or nobody can tell whether it was.
     *
     * @param reason what kind of failure
     * @param retry when to come back
     * @param detail one sentence that a person can act on; holds no secret
     * @param isAccountWide whether {@link Retry.NotBefore} or {@link Retry.Never} holds for all hosts of the updater
     */
    record Failed(FailureReason reason, Retry retry, String detail, boolean isAccountWide) implements Outcome {
        /** {@return the same, as something that the provider says to the account and not about one host} */
        public Failed accountWide() {
            return new Failed(reason, retry, detail, true);
        }

        @Override
        public String toString() {
            return "failed (" + reason + ", retry " + retry + "): " + detail;
        }
    }

    /**
     * The outcome of a goal that the provider confirmed.
     *
     * @param goal the goal
     * @return {@link Published} with its addresses (none for {@link Goal.Remove}), or {@link Kept}
     */
    static Outcome reached(Goal goal) {
        if (goal instanceof Goal.Publish publish) {
            return new Published(publish.addresses());
        }
        return goal instanceof Goal.Remove ? new Published(Set.of()) : kept();
    }

    /** {@return the outcome of {@link Goal.Keep}} */
    static Outcome kept() {
        return new Kept();
    }

    /**
     * A failure of one host.
     *
     * @param reason what kind of failure
     * @param retry when to come back
     * @param detail one sentence that a person can act on; must hold no secret
     * @return the outcome
     */
    static Failed failed(FailureReason reason, Retry retry, String detail) {
        return new Failed(reason, retry, detail, false);
    }
}
