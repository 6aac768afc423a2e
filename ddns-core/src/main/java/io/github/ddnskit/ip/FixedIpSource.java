package io.github.ddnskit.ip;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** Always gives the same addresses; a family that is not among them is absent. Immutable and thread-safe. */
public final class FixedIpSource implements IpSource {

    private final List<InetAddress> addresses;

    private FixedIpSource(List<InetAddress> addresses) {
        this.addresses = addresses;
    }

    /**
     * A source of these addresses.
     *
     * @param addresses one or more address literals of either family
     * @return the source
     * @throws IllegalArgumentException if there is none, or one is not an address
     */
    public static FixedIpSource of(String... addresses) {
        if (addresses.length == 0) {
            throw new IllegalArgumentException("a fixed source needs an address");
        }
        return new FixedIpSource(Arrays.stream(addresses).map(IpLiteral::parse).toList());
    }

    @Override
    public SourceId id() {
        return new SourceId("fixed", "");
    }

    @Override
    public Vantage vantage() {
        return Vantage.DECLARED;
    }

    @Override
    public Observation observe(Query query) {
        List<InetAddress> wanted = addresses.stream()
                .filter(address -> AddressFamily.of(address) == query.family())
                .toList();
        return wanted.isEmpty()
                ? Observation.absent("no " + query.family() + " address is among the fixed ones")
                : Observation.found(wanted, Provenance.ofThisDevice(id(), vantage()));
    }
}
