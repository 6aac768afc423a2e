package io.github.ddnskit.testkit.contract;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Secret;
import io.github.ddnskit.spi.DnsUpdater;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * An updater and the service that it updates, as {@link DnsUpdaterContract} needs them: a fake, or a real one on loopback.
 * Each test gets a new one and closes it.
 */
public interface DnsUpdaterFixture extends AutoCloseable {

    /** {@return the updater, ready to update {@link #host()}; the contract closes it} */
    DnsUpdater updater();

    /** {@return a name that the updater may update, and that has no addresses yet} */
    Hostname host();

    /**
     * A name that the service does not know or refuses, or that the updater refuses once it has updated {@link #host()},
     * because its credentials are those of one name.
     *
     * @return the name
     */
    Hostname strangeHost();

    /**
     * What the service publishes.
     *
     * @param host the name
     * @param family the family
     * @return the addresses, none if there are none
     */
    Set<InetAddress> addresses(Hostname host, AddressFamily family);

    /** {@return how many requests the service has received that asked it to change something} */
    int changes();

    /** Makes the service reject the updater's credentials from now on. */
    void rejectCredentials();

    /** Makes the service fail in a way that passes, from now on. */
    void breakDown();

    /**
     * Makes the service take requests and answer none, from now on. Where that can be done, the updater should be one that
     * gives up within seconds: a test waits for that.
     *
     * @return whether that can be done; if not, it is not tested that the updater gives up, and heeds an interrupt
     */
    default boolean fallSilent() {
        return false;
    }

    /** {@return the secrets that the updater was given; they must come up nowhere} */
    List<Secret> secrets();

    /** {@return whether the updater can remove an address} */
    default boolean removes() {
        return true;
    }

    /** {@return whether the updater can be told about one family alone} */
    default boolean keeps() {
        return updater().capabilities().familiesIndependent();
    }

    /** {@return whether a rejection of the credentials stops the updater for good; false where anybody could forge one} */
    default boolean rejectionsStand() {
        return true;
    }

    /** {@return whether an update of what is published already sends no change, or else only asks again for the same} */
    default boolean looksFirst() {
        return true;
    }

    /** Ends the service. */
    @Override
    void close();
}
