package io.github.ddnskit.event;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.internal.OrderedSet;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.ip.Warning;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.SourceId;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/**
 * Something that happened. Each event is a record, whose {@code toString} is a sentence without any secret. Immutable and
 * thread-safe.
 */
public sealed interface DdnsEvent {

    /** {@return when it happened} */
    Instant at();

    /**
     * The address of the device is known, and was not or was another before.
     *
     * @param at when
     * @param family the family
     * @param addresses the addresses that will be published
     * @param source where they were found
     */
    record AddressFound(Instant at, AddressFamily family, Set<InetAddress> addresses, SourceId source)
            implements DdnsEvent {
        /**
         * Copies the addresses.
         *
         * @param at when
         * @param family the family
         * @param addresses the addresses that will be published
         * @param source where they were found
         */
        public AddressFound {
            addresses = OrderedSet.copyOf(addresses);
        }

        @Override
        public String toString() {
            return "the " + family + " address is " + IpLiteral.format(addresses) + " (" + source + ")";
        }
    }

    /**
     * The device has no address of this family any more, or has none to begin with.
     *
     * @param at when
     * @param family the family
     * @param reason how the source knows
     */
    record AddressAbsent(Instant at, AddressFamily family, String reason) implements DdnsEvent {
        @Override
        public String toString() {
            return "there is no " + family + " address: " + reason;
        }
    }

    /**
     * Nobody could tell the address, or what they told may not be published. DNS stays as it is.
     *
     * @param at when
     * @param family the family
     * @param cause why
     */
    record DetectionFailed(Instant at, AddressFamily family, String cause) implements DdnsEvent {
        @Override
        public String toString() {
            return "the " + family + " address is not known: " + cause;
        }
    }

    /**
     * The network is odd in a way that it was not before.
     *
     * @param at when
     * @param family the family
     * @param warning what it is, and how that is known
     */
    record NetworkWarning(Instant at, AddressFamily family, Warning warning) implements DdnsEvent {
        @Override
        public String toString() {
            return family + ": " + warning;
        }
    }

    /**
     * The provider confirmed what a record holds.
     *
     * @param at when
     * @param host the name
     * @param family the family
     * @param target where the record lives ({@link io.github.ddnskit.spi.UpdaterIdentity#target()})
     * @param addresses what the RRset holds; empty if it was removed
     * @param changed whether the provider said that it made a change
     */
    record RecordConfirmed(
            Instant at, Hostname host, AddressFamily family, String target, Set<InetAddress> addresses, boolean changed)
            implements DdnsEvent {
        /**
         * Copies the addresses.
         *
         * @param at when
         * @param host the name
         * @param family the family
         * @param target where the record lives ({@link io.github.ddnskit.spi.UpdaterIdentity#target()})
         * @param addresses what the RRset holds; empty if it was removed
         * @param changed whether the provider said that it made a change
         */
        public RecordConfirmed {
            addresses = OrderedSet.copyOf(addresses);
        }

        @Override
        public String toString() {
            String record = host + " " + family.recordType();
            return addresses.isEmpty()
                    ? record + (changed ? " is removed" : " was not there")
                    : record + (changed ? " is now " : " was already ") + IpLiteral.format(addresses);
        }
    }

    /**
     * DNS shows what the provider confirmed. Only where the client {@linkplain io.github.ddnskit.policy.Verification looks}.
     *
     * @param at when
     * @param host the name
     * @param family the family
     * @param addresses what the RRset holds; empty if there is none
     * @param after how long after the provider confirmed it
     */
    record RecordVisible(Instant at, Hostname host, AddressFamily family, Set<InetAddress> addresses, Duration after)
            implements DdnsEvent {
        @Override
        public String toString() {
            return host + " " + family.recordType() + " is seen in DNS "
                    + (addresses.isEmpty() ? "no more" : "as " + IpLiteral.format(addresses)) + ", "
                    + after.toMillis() + " ms after it was confirmed";
        }
    }

    /**
     * DNS does not show what the provider confirmed, although it had time enough. The client goes on looking.
     *
     * @param at when
     * @param host the name
     * @param family the family
     * @param addresses what was confirmed; empty if it was removed
     * @param shown what DNS shows instead
     */
    record RecordNotVisible(
            Instant at, Hostname host, AddressFamily family, Set<InetAddress> addresses, Observation shown)
            implements DdnsEvent {
        @Override
        public String toString() {
            return host + " " + family.recordType() + " is not in DNS as it was confirmed ("
                    + (addresses.isEmpty() ? "removed" : IpLiteral.format(addresses)) + "): " + shown;
        }
    }

    /**
     * DNS showed what the provider confirmed, and shows something else now: somebody changed it, or a name server has not
     * got it any more.
     *
     * @param at when
     * @param host the name
     * @param family the family
     * @param addresses what was confirmed; empty if it was removed
     * @param shown what DNS shows now, and where
     * @param since when that was seen for the first time
     */
    record RecordChangedElsewhere(
            Instant at,
            Hostname host,
            AddressFamily family,
            Set<InetAddress> addresses,
            Observation shown,
            Instant since)
            implements DdnsEvent {
        @Override
        public String toString() {
            return host + " " + family.recordType() + " was changed elsewhere: it was "
                    + (addresses.isEmpty() ? "removed" : IpLiteral.format(addresses)) + ", and since "
                    + since.truncatedTo(ChronoUnit.SECONDS) + " it is " + shown;
        }
    }

    /**
     * An attempt failed, and there will be another one.
     *
     * @param at when
     * @param host the name
     * @param family the family
     * @param target where the record lives ({@link io.github.ddnskit.spi.UpdaterIdentity#target()})
     * @param failure why
     * @param nextAttempt the earliest time of the next attempt
     */
    record UpdateFailed(
            Instant at, Hostname host, AddressFamily family, String target, Outcome.Failed failure, Instant nextAttempt)
            implements DdnsEvent {
        @Override
        public String toString() {
            return host + " " + family.recordType() + " was not updated (" + failure.reason() + "), next attempt "
                    + nextAttempt.truncatedTo(ChronoUnit.SECONDS) + ": " + failure.detail();
        }
    }

    /**
     * An attempt failed, and there will be no other until the configuration changes or the host is resumed.
     *
     * @param at when
     * @param host the name
     * @param family the family
     * @param target where the record lives ({@link io.github.ddnskit.spi.UpdaterIdentity#target()})
     * @param failure why
     */
    record UpdateHalted(Instant at, Hostname host, AddressFamily family, String target, Outcome.Failed failure)
            implements DdnsEvent {
        @Override
        public String toString() {
            return host + " " + family.recordType() + " is halted until its configuration changes (" + failure.reason()
                    + "): " + failure.detail();
        }
    }

    /**
     * The stored state could not be written, or was damaged. The client goes on with what it has in memory.
     *
     * @param at when
     * @param detail what is wrong, and what was done about it
     */
    record StateTrouble(Instant at, String detail) implements DdnsEvent {
        @Override
        public String toString() {
            return "state: " + detail;
        }
    }
}
