package io.github.ddnskit.spi;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.internal.OrderedSet;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.SpecialAddresses;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a provider can do, and how it wants to be treated. Immutable and thread-safe.
 *
 * @param families the families it publishes
 * @param batchSize how many names one {@link DnsUpdater#updateAll} takes, at least 1
 * @param minimumInterval the least time between two requests for one name; zero if there is none
 * @param refreshEvery how often an unchanged name must be sent again so that it does not lapse, or null for never
 * @param refreshForbidden whether an unchanged name must not be sent again, even if the user wishes so
 * @param familiesIndependent whether one family can be updated without a say about the other; if not, the client sends both
 * @param closedNetworks whether it publishes {@link AddressClass#CLOSED_NETWORK} addresses, if the user allows them
 */
public record Capabilities(
        Set<AddressFamily> families,
        int batchSize,
        Duration minimumInterval,
        @Nullable Duration refreshEvery,
        boolean refreshForbidden,
        boolean familiesIndependent,
        boolean closedNetworks) {

    private static final Capabilities STANDARD =
            new Capabilities(EnumSet.allOf(AddressFamily.class), 1, Duration.ZERO, null, false, true, false);

    /**
     * Checks the components.
     *
     * @param families the families it publishes
     * @param batchSize how many names one {@link DnsUpdater#updateAll} takes, at least 1
     * @param minimumInterval the least time between two requests for one name; zero if there is none
     * @param refreshEvery how often an unchanged name must be sent again so that it does not lapse, or null for never
     * @param refreshForbidden whether an unchanged name must not be sent again, even if the user wishes so
     * @param familiesIndependent whether one family can be updated without a say about the other; if not, the client
     *     sends both
     * @param closedNetworks whether it publishes {@link AddressClass#CLOSED_NETWORK} addresses, if the user allows them
     * @throws IllegalArgumentException if a number or duration is out of range or no family is left
     */
    public Capabilities {
        families = OrderedSet.copyOfFamilies(families);
        if (families.isEmpty()) {
            throw new IllegalArgumentException("an updater publishes at least one family");
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("a batch holds at least 1 name, not " + batchSize);
        }
        if (minimumInterval.isNegative()) {
            throw new IllegalArgumentException("the minimum interval must not be negative: " + minimumInterval);
        }
        if (refreshEvery != null && (refreshEvery.isNegative() || refreshEvery.isZero())) {
            throw new IllegalArgumentException("the refresh interval must be positive: " + refreshEvery);
        }
        if (refreshEvery != null && refreshForbidden) {
            throw new IllegalArgumentException("a refresh is either needed or forbidden");
        }
    }

    /** {@return both families, one name at a time, as often as needed, no refresh} */
    public static Capabilities standard() {
        return STANDARD;
    }

    /**
     * The same, for these families only.
     *
     * @param families the families the provider publishes
     * @return a copy with them
     * @throws IllegalArgumentException if there is none
     */
    public Capabilities withFamilies(Set<AddressFamily> families) {
        return new Capabilities(
                families,
                batchSize,
                minimumInterval,
                refreshEvery,
                refreshForbidden,
                familiesIndependent,
                closedNetworks);
    }

    /**
     * The same, with another batch size.
     *
     * @param batchSize how many names one request takes, at least 1
     * @return a copy with it
     * @throws IllegalArgumentException if it is less than 1
     */
    public Capabilities withBatchSize(int batchSize) {
        return new Capabilities(
                families,
                batchSize,
                minimumInterval,
                refreshEvery,
                refreshForbidden,
                familiesIndependent,
                closedNetworks);
    }

    /**
     * The same, with a minimum interval.
     *
     * @param minimumInterval the least time between two requests for one name
     * @return a copy with it
     * @throws IllegalArgumentException if it is negative
     */
    public Capabilities withMinimumInterval(Duration minimumInterval) {
        return new Capabilities(
                families,
                batchSize,
                minimumInterval,
                refreshEvery,
                refreshForbidden,
                familiesIndependent,
                closedNetworks);
    }

    /**
     * The same, with a refresh.
     *
     * @param refreshEvery how often an unchanged name must be sent again
     * @return a copy with it
     * @throws IllegalArgumentException if it is not positive
     */
    public Capabilities withRefreshEvery(Duration refreshEvery) {
        return new Capabilities(
                families,
                batchSize,
                minimumInterval,
                refreshEvery,
                refreshForbidden,
                familiesIndependent,
                closedNetworks);
    }

    /** {@return the same, for a provider that forbids sending an unchanged name again} */
    public Capabilities withRefreshForbidden() {
        return new Capabilities(
                families, batchSize, minimumInterval, refreshEvery, true, familiesIndependent, closedNetworks);
    }

    /** {@return the same, for a provider that has to be told both families at once} */
    public Capabilities withFamiliesTogether() {
        return new Capabilities(
                families, batchSize, minimumInterval, refreshEvery, refreshForbidden, false, closedNetworks);
    }

    /** {@return the same, for a provider whose names are meant for a network that is closed towards the Internet} */
    public Capabilities withClosedNetworks() {
        return new Capabilities(
                families, batchSize, minimumInterval, refreshEvery, refreshForbidden, familiesIndependent, true);
    }

    /**
     * Whether an address may be published here, once the client holds it for publishable.
     *
     * @param address an address of a class that the user allows
     * @return false for an address of a closed network, unless the provider serves those
     */
    public boolean admits(InetAddress address) {
        return closedNetworks || SpecialAddresses.classify(address) != AddressClass.CLOSED_NETWORK;
    }
}
