package io.github.ddnskit.ip;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.spi.ChangeSignal;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives the addresses that the application declares, and signals each declaration, so that the client follows at once.
 * Thread-safe.
 *
 * <p>A family of which nothing was declared yet is unknown, and so leaves DNS as it is.
 */
public final class DeclaredIpSource implements IpSource, ChangeSignal {

    private static final SourceId ID = new SourceId("declared", "");
    private static final Provenance BY_THE_APPLICATION = Provenance.ofThisDevice(ID, Vantage.DECLARED);
    private static final Observation NONE = Observation.absent("the application declared that there is none");

    // Two fields and no maps: a program that keeps the names of many devices has one of these for each.
    private volatile @Nullable Observation ipv4;
    private volatile @Nullable Observation ipv6;
    private volatile List<Runnable> hints = List.of();

    private DeclaredIpSource() {}

    /** {@return a source of which nothing is declared yet} */
    public static DeclaredIpSource create() {
        return new DeclaredIpSource();
    }

    /**
     * Declares the addresses of one family, in place of those declared before.
     *
     * @param addresses one or more address literals of one family
     * @throws IllegalArgumentException if there is none, one is not an address, or the families differ
     */
    public void declare(String... addresses) {
        declare(List.of(addresses).stream().map(IpLiteral::parse).toList());
    }

    /**
     * Declares the addresses of one family, in place of those declared before.
     *
     * @param addresses one or more addresses of one family
     * @throws IllegalArgumentException if there is none, or the families differ
     */
    public void declare(List<InetAddress> addresses) {
        Set<AddressFamily> families = EnumSet.noneOf(AddressFamily.class);
        for (InetAddress address : addresses) {
            families.add(AddressFamily.of(address));
        }
        if (families.size() != 1) {
            throw new IllegalArgumentException(
                    "declare one or more addresses of one family, not [" + IpLiteral.format(addresses) + "]");
        }
        set(families.iterator().next(), Observation.found(addresses, BY_THE_APPLICATION));
    }

    /**
     * Declares that the device has no address of a family.
     *
     * @param family the family
     */
    public void declareAbsent(AddressFamily family) {
        set(family, NONE);
    }

    /**
     * What was declared last.
     *
     * @param family the family
     * @return the addresses, that there are none, or that nothing was declared yet
     */
    public Observation declared(AddressFamily family) {
        Observation declared = family == AddressFamily.IPV4 ? ipv4 : ipv6;
        return declared == null ? Observation.unknown("no " + family + " address was declared yet") : declared;
    }

    private void set(AddressFamily family, Observation observation) {
        if (family == AddressFamily.IPV4) {
            ipv4 = observation;
        } else {
            ipv6 = observation;
        }
        hints.forEach(Runnable::run);
    }

    @Override
    public synchronized void subscribe(Runnable hint) {
        List<Runnable> more = new ArrayList<>(hints);
        more.add(hint);
        hints = List.copyOf(more);
    }

    @Override
    public SourceId id() {
        return ID;
    }

    @Override
    public Vantage vantage() {
        return Vantage.DECLARED;
    }

    @Override
    public Observation observe(Query query) {
        return declared(query.family());
    }

    /** Ends the signal. */
    @Override
    public synchronized void close() {
        hints = List.of();
    }
}
