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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Gives the addresses that the application declares, and signals each declaration, so that the client follows at once.
 * Thread-safe.
 *
 * <p>A family of which nothing was declared yet is unknown, and so leaves DNS as it is.
 */
public final class DeclaredIpSource implements IpSource, ChangeSignal {

    private final Map<AddressFamily, Observation> declared = new ConcurrentHashMap<>();
    private final List<Runnable> hints = new CopyOnWriteArrayList<>();

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
        List<AddressFamily> families =
                addresses.stream().map(AddressFamily::of).distinct().toList();
        if (families.size() != 1) {
            throw new IllegalArgumentException(
                    "declare one or more addresses of one family, not [" + IpLiteral.format(addresses) + "]");
        }
        declared.put(families.get(0), Observation.found(addresses, Provenance.ofThisDevice(id(), vantage())));
        hints.forEach(Runnable::run);
    }

    /**
     * Declares that the device has no address of a family.
     *
     * @param family the family
     */
    public void declareAbsent(AddressFamily family) {
        declared.put(family, Observation.absent("the application declared that there is none"));
        hints.forEach(Runnable::run);
    }

    @Override
    public void subscribe(Runnable hint) {
        hints.add(hint);
    }

    @Override
    public SourceId id() {
        return new SourceId("declared", "");
    }

    @Override
    public Vantage vantage() {
        return Vantage.DECLARED;
    }

    @Override
    public Observation observe(Query query) {
        return declared.getOrDefault(
                query.family(), Observation.unknown("no " + query.family() + " address was declared yet"));
    }

    /** Ends the signal. */
    @Override
    public void close() {
        hints.clear();
    }
}
