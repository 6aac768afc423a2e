package io.github.ddnskit.ip;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.spi.Query;
import java.net.InetAddress;
import java.util.Set;

/** What holds for every address that somebody on the network answered. */
final class Answered {

    /** No other network reaches a device at one of these; private and shared ones are left to the client to judge. */
    private static final Set<AddressClass> NEVER =
            Set.of(AddressClass.NOT_AN_ADDRESS, AddressClass.MULTICAST, AddressClass.LOOPBACK, AddressClass.LINK_LOCAL);

    private Answered() {}

    /** Whether a device can be reached at this address from another network, be it a private one. */
    static boolean isAnAddress(InetAddress address) {
        return !NEVER.contains(SpecialAddresses.classify(address));
    }

    /** Refuses what is not of the family asked for, or no address of a device. */
    static void require(InetAddress address, AddressFamily family) throws UnbelievableException {
        if (AddressFamily.of(address) != family) {
            throw new UnbelievableException("with " + IpLiteral.format(address) + ", which is not " + family);
        }
        if (!isAnAddress(address)) {
            throw new UnbelievableException(
                    "with " + IpLiteral.format(address) + ", which is no address of a device in a network");
        }
    }

    /** Why a query cannot be asked from the address it wants, or empty if it can. */
    static String wrongBindAddress(Query query) {
        InetAddress local = query.bindAddress();
        return local == null || AddressFamily.of(local) == query.family()
                ? ""
                : "an " + query.family() + " address cannot be asked for from " + IpLiteral.format(local);
    }
}
