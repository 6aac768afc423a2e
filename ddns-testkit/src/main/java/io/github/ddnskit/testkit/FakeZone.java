package io.github.ddnskit.testkit;

import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.testkit.internal.LeaseOption;
import io.github.ddnskit.testkit.internal.Zone;
import io.github.ddnskit.testkit.internal.ZoneReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * Describes one zone of a {@link FakeAuthoritativeServer} before that is started: what is in it, and who may do what.
 *
 * <pre>{@code
 * FakeAuthoritativeServer.serving(
 *         FakeZone.of("example.test").key(ADMIN).record("sub.example.test NS ns.sub.example.test"),
 *         FakeZone.of("sub.example.test").allowUnsigned())
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class FakeZone {

    private final ZoneReader reader;
    private final List<TsigKey> keys = new ArrayList<>();
    private final Set<InetAddress> clients = new HashSet<>();
    private final Set<String> principals = new HashSet<>();
    private boolean unsignedUpdates;
    private boolean signedTransfers;
    private @Nullable Name whoami;
    private LeaseOption.@Nullable Limits leases;

    private FakeZone(String name) {
        this.reader = new ZoneReader(name);
    }

    /**
     * Begins to describe a zone.
     *
     * @param name its name, such as {@code example.test}
     * @return the zone, which nobody may update yet
     * @throws IllegalArgumentException if that is not a domain name
     */
    public static FakeZone of(String name) {
        return new FakeZone(name);
    }

    /**
     * Adds a key. Whoever signs with it may update everything in the zone; may be called again for more keys.
     *
     * @param key the key, which may belong to other zones too
     * @return this
     * @throws IllegalArgumentException if there is a key of that name
     */
    public FakeZone key(TsigKey key) {
        if (keys.stream().anyMatch(present -> present.name().equals(key.name()))) {
            throw new IllegalArgumentException("there are two keys " + key.name());
        }
        keys.add(key);
        return this;
    }

    /**
     * Lets a principal of Kerberos update everything in the zone, who signs with GSS-TSIG; may be called again for more. The
     * server needs a {@linkplain FakeAuthoritativeServerBuilder#gss principal} of its own.
     *
     * @param name such as {@code nas$@EXAMPLE.TEST}
     * @return this
     */
    public FakeZone principal(String name) {
        principals.add(name);
        return this;
    }

    /**
     * Lets everybody update without a signature. Without this, and without a key, every update is refused.
     *
     * @return this
     */
    public FakeZone allowUnsigned() {
        this.unsignedUpdates = true;
        return this;
    }

    /**
     * Refuses transfers that are not signed with a key of the zone. Without this, everybody may have the whole zone.
     *
     * @return this
     */
    public FakeZone signedTransfersOnly() {
        this.signedTransfers = true;
        return this;
    }

    /**
     * Adds records to the zone. What has no SOA or NS gets one, an NS with an address of 127.0.0.1.
     *
     * @param lines lines of a zone file, such as {@code www.example.test 300 IN A 192.0.2.1}; every name in them is absolute,
     *     with a final dot or without; a TTL that is missing is 300 s
     * @return this
     * @throws IllegalArgumentException if they cannot be read, or are not in the zone
     */
    public FakeZone record(String lines) {
        reader.lines(lines);
        return this;
    }

    /**
     * Adds the records of a zone file (RFC 1035 section 5), as {@link #record} does, but names without a final dot are
     * relative to the zone.
     *
     * @param file the file, read now; {@code $INCLUDE} is refused
     * @return this
     * @throws IllegalArgumentException if it cannot be understood, or has records that are not in the zone
     * @throws UncheckedIOException if it cannot be read
     */
    public FakeZone zoneFile(Path file) {
        reader.file(file);
        return this;
    }

    /**
     * Shows this zone to some clients only, as a view does: they see it in the place of one of the same name for everybody,
     * if there is one. Clients of a test can come from any address of 127.0.0.0/8.
     *
     * @param clients addresses, such as {@code 127.0.0.2}
     * @return this
     * @throws IllegalArgumentException if one is not an address
     */
    public FakeZone seenBy(String... clients) {
        for (String client : clients) {
            this.clients.add(IpLiteral.parse(client));
        }
        return this;
    }

    /**
     * Answers at a name with the address of whoever asks: in an A or AAAA record of TTL 0, or as text in a TXT record.
     *
     * @param name a name in the zone; records that it has are not shown
     * @return this
     * @throws IllegalArgumentException if the name is not in the zone
     */
    public FakeZone whoami(String name) {
        Name parsed = ZoneReader.name(name);
        if (!parsed.subdomain(reader.apex())) {
            throw new IllegalArgumentException(name + " is not in the zone " + reader.apex());
        }
        this.whoami = parsed;
        return this;
    }

    List<TsigKey> keys() {
        return keys;
    }

    /**
     * Grants leases to updates that ask for one (RFC 9664): as long as they ask for, within these limits. What they add is
     * removed when its lease ends by the clock of the server, unless it was added again with another. Without this, leases
     * are not known, and what is added stays.
     *
     * @param least the shortest that is granted
     * @param most the longest that is granted
     * @return this
     * @throws IllegalArgumentException if the longest is shorter than the shortest, or one is not in whole seconds from 1 to
     *     2<sup>31</sup> - 1
     */
    public FakeZone leases(Duration least, Duration most) {
        if (!isLease(least) || !isLease(most) || least.compareTo(most) > 0) {
            throw new IllegalArgumentException("no leases from " + least + " to " + most);
        }
        this.leases = new LeaseOption.Limits(least, most);
        return this;
    }

    private static boolean isLease(Duration duration) {
        return duration.toNanosPart() == 0 && duration.toSeconds() >= 1 && duration.toSeconds() <= Integer.MAX_VALUE;
    }

    Zone zone(Clock clock) {
        Set<Name> names = keys.stream().map(key -> ZoneReader.name(key.name())).collect(Collectors.toSet());
        return new Zone(
                reader.zone(),
                new Zone.Rules(names, principals, unsignedUpdates, signedTransfers, clients, whoami, leases),
                clock);
    }
}
