package io.github.ddnskit.ip;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Puts a fixed interface identifier behind the prefix that another source finds: for a host whose identifier does not
 * change, this one or another one in the same network. Thread-safe if the other source is.
 *
 * <p>Of IPv4 it says nothing: an address behind NAT has no prefix that another host shares. Nobody checks that the host is
 * there, or that it has the address.
 */
public final class SuffixIpSource implements IpSource {

    /** The length of prefix that hosts share unless told otherwise (RFC 4291 section 2.5.4). */
    public static final int USUAL_PREFIX = 64;

    private final IpSource source;
    private final int prefixLength;
    private final InterfaceIdentifier identifier;

    private SuffixIpSource(IpSource source, int prefixLength, InterfaceIdentifier identifier) {
        this.source = source;
        this.prefixLength = prefixLength;
        this.identifier = identifier;
    }

    /**
     * A source of the address in the same /64.
     *
     * @param source finds an address in the network; closed with this source
     * @param identifier as {@link InterfaceIdentifier#parse} reads it, such as {@code ::1:2:3:4} or
     *     {@code eui64 of 00:11:22:33:44:55}
     * @return the source
     * @throws IllegalArgumentException if it is not an identifier, or longer than 64 bits
     */
    public static SuffixIpSource of(IpSource source, String identifier) {
        return of(source, USUAL_PREFIX, InterfaceIdentifier.parse(identifier));
    }

    /**
     * A source of the address behind a prefix of any length.
     *
     * @param source finds an address behind the prefix; closed with this source
     * @param prefixLength how many first bits of it are the prefix, such as 56 if the identifier begins with the number of
     *     a subnet
     * @param identifier what follows the prefix
     * @return the source
     * @throws IllegalArgumentException if the prefix would cover bits of the identifier
     */
    public static SuffixIpSource of(IpSource source, int prefixLength, InterfaceIdentifier identifier) {
        identifier.requireRoomBehind(prefixLength);
        return new SuffixIpSource(source, prefixLength, identifier);
    }

    @Override
    public SourceId id() {
        return new SourceId("suffix", identifier + "/" + prefixLength + " of " + source.id());
    }

    @Override
    public Vantage vantage() {
        return source.vantage();
    }

    @Override
    public Set<AddressFamily> families() {
        return Set.of(AddressFamily.IPV6);
    }

    @Override
    public Observation observe(Query query) throws InterruptedException {
        if (query.family() != AddressFamily.IPV6) {
            return Observation.unknown("a suffix makes IPv6 addresses only");
        }
        Observation observation = source.observe(query);
        if (!(observation instanceof Observation.Found found)) {
            return observation;
        }
        Set<InetAddress> composed = new LinkedHashSet<>();
        for (InetAddress address : found.addresses()) {
            if (address instanceof Inet6Address) {
                composed.add(identifier.behind(address, prefixLength));
            }
        }
        Provenance from = found.provenance();
        return composed.isEmpty()
                ? Observation.unknown(source.id() + " found no ipv6 address")
                : Observation.found(
                        composed, new Provenance(id(), from.vantage(), from.operator(), from.authenticated()));
    }

    @Override
    public void close() {
        source.close();
    }
}
