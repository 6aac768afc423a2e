package io.github.ddnskit.gateway;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Set;

/**
 * Something that happened at a gateway. Each event is a record, whose {@code toString} is a sentence without any secret.
 * Immutable and thread-safe.
 */
public sealed interface GatewayEvent {

    /** {@return when it happened} */
    Instant at();

    /**
     * DNS confirmed an update.
     *
     * @param at when
     * @param host the name
     * @param account whose
     * @param source where the request came from
     * @param addresses what the name holds now; empty if they were removed
     * @param isChanged whether it held something else before, as far as the gateway remembers
     */
    record Updated(
            Instant at,
            Hostname host,
            String account,
            InetAddress source,
            Set<InetAddress> addresses,
            boolean isChanged)
            implements GatewayEvent {
        /**
         * Copies the addresses.
         *
         * @param at when
         * @param host the name
         * @param account whose
         * @param source where the request came from
         * @param addresses what the name holds now
         * @param isChanged whether it held something else before
         */
        public Updated {
            addresses = Set.copyOf(addresses);
        }

        @Override
        public String toString() {
            return host + (isChanged ? " is now " : " is still ")
                    + (addresses.isEmpty() ? "without address" : IpLiteral.format(addresses)) + ", says " + account
                    + " from " + IpLiteral.format(source);
        }
    }

    /**
     * DNS did not confirm an update.
     *
     * @param at when
     * @param host the name
     * @param account whose
     * @param source where the request came from
     * @param detail what went wrong, in one sentence
     */
    record Failed(Instant at, Hostname host, String account, InetAddress source, String detail)
            implements GatewayEvent {
        @Override
        public String toString() {
            return host + " was not updated for " + account + ": " + detail;
        }
    }

    /**
     * A request was turned away.
     *
     * @param at when
     * @param source where it came from
     * @param account whose it was; empty unless its credentials were right
     * @param code what was answered, such as {@code badauth}, or the HTTP status
     * @param detail why, in one sentence
     */
    record Refused(Instant at, InetAddress source, String account, String code, String detail) implements GatewayEvent {
        @Override
        public String toString() {
            return IpLiteral.format(source) + (account.isEmpty() ? "" : " (" + account + ")") + " was told " + code
                    + ": " + detail;
        }
    }

    /**
     * After too many wrong passwords nothing that comes from there is verified for some time.
     *
     * @param at when
     * @param who a network or an account
     * @param until when it is over
     */
    record LockedOut(Instant at, String who, Instant until) implements GatewayEvent {
        @Override
        public String toString() {
            return who + " is locked out until " + until;
        }
    }

    /**
     * A name was not refreshed for long, and lapses soon.
     *
     * @param at when
     * @param host the name
     * @param refreshed when it was refreshed last
     * @param lapses when it is removed
     */
    record Lapsing(Instant at, Hostname host, Instant refreshed, Instant lapses) implements GatewayEvent {
        @Override
        public String toString() {
            return host + " was not refreshed since " + refreshed + ", and is removed at " + lapses;
        }
    }

    /**
     * A name was not refreshed for too long; its addresses were removed.
     *
     * @param at when
     * @param host the name
     * @param refreshed when it was refreshed last
     */
    record Lapsed(Instant at, Hostname host, Instant refreshed) implements GatewayEvent {
        @Override
        public String toString() {
            return host + " was not refreshed since " + refreshed + ", and has no address any more";
        }
    }

    /**
     * Something of the gateway's own does not work: a store, an updater that throws.
     *
     * @param at when
     * @param detail what, in one sentence
     */
    record Trouble(Instant at, String detail) implements GatewayEvent {
        @Override
        public String toString() {
            return detail;
        }
    }
}
