package io.github.ddnskit.rfc2136;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.spi.Observation;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one name server serves for a name. Immutable and thread-safe.
 *
 * @param name the server as it was given, or as the NS record has it
 * @param address where it was asked, such as {@code 192.0.2.1:53}; the same as the name if that does not resolve
 * @param standing what it is to the name
 * @param detail the standing in words
 * @param soa the zone's own record at this server, or null if the server did not say
 * @param ipv4 the A records
 * @param ipv6 the AAAA records
 * @param alias where the name points with a CNAME record, or null
 * @param cut the name from which on others serve, if the standing is {@link Standing#DELEGATED}; null otherwise
 * @param wildcard whether the name itself does not exist, and is answered for by a wildcard (RFC 4592)
 */
public record ServerView(
        String name,
        String address,
        Standing standing,
        String detail,
        @Nullable Soa soa,
        Records ipv4,
        Records ipv6,
        @Nullable String alias,
        @Nullable String cut,
        boolean wildcard) {

    /**
     * The records of one family.
     *
     * @param observation found, absent (the server is sure), or unknown
     * @param ttl how long a cache may keep the answer, also that there is none (RFC 2308); null if it is unknown
     */
    public record Records(Observation observation, @Nullable Duration ttl) {

        /** {@return the addresses; empty if there are none, or that is unknown} */
        public Set<InetAddress> addresses() {
            return observation instanceof Observation.Found found ? found.addresses() : Set.of();
        }

        boolean differFrom(Records other) {
            return isKnown() && other.isKnown() && !addresses().equals(other.addresses());
        }

        boolean isKnown() {
            return !(observation instanceof Observation.Unknown);
        }
    }

    /**
     * What the SOA record says (RFC 1035 section 3.3.13).
     *
     * @param serial the version of the zone, from 0 to 2<sup>32</sup> - 1
     * @param refresh how long a secondary may go without asking for news
     */
    public record Soa(long serial, Duration refresh) {}

    /**
     * The records of one family.
     *
     * @param family the family
     * @return its records
     */
    public Records of(AddressFamily family) {
        return family == AddressFamily.IPV4 ? ipv4 : ipv6;
    }

    boolean differsFrom(ServerView other) {
        return ipv4.differFrom(other.ipv4) || ipv6.differFrom(other.ipv6);
    }

    /** {@return name and address, or one of them if they are the same} */
    public String label() {
        return address.equals(name) || address.equals(name + ":53") ? name : name + " (" + address + ")";
    }
}
