package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.Hostname;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * Update leases (RFC 9664): what is published lapses unless it is sent again in time, so that a device that vanishes does not
 * leave its name on an address that somebody else gets next. Asks for a lease with each update, and remembers what was granted.
 * A server that knows no leases grants none, and nothing is sent again for it, although section 4.2 would have it sent: what is
 * published there stays. Thread-safe.
 */
public final class Leases {

    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMinutes(30); // the least that section 4.2 recommends to ask for
    private static final int OPTION = 2; // RFC 9664 section 4
    private static final int PAYLOAD = 1232;
    private static final int EARLIEST_PERCENT = 80; // of the lease (section 5.2)
    private static final int SPREAD_PERCENT = 5; // lest many clients come at once

    private final Duration wanted;
    private final SecureRandom random = new SecureRandom();
    private final Map<Name, Optional<Duration>> refreshes = new ConcurrentHashMap<>();
    private volatile boolean isRefused;

    private Leases(Duration wanted) {
        this.wanted = wanted;
    }

    /**
     * Leases that are asked for.
     *
     * @param wanted how long: whole seconds, from half a minute to 2^31-1 seconds
     * @return the leases
     * @throws IllegalArgumentException if it is out of range or not in whole seconds
     */
    public static Leases of(Duration wanted) {
        if (!wanted.truncatedTo(ChronoUnit.SECONDS).equals(wanted)
                || wanted.compareTo(SHORTEST) < 0
                || wanted.compareTo(Duration.ofSeconds(Integer.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("a lease is 30 to 2147483647 whole seconds, not " + wanted);
        }
        return new Leases(wanted);
    }

    /**
     * When a name is to be sent again.
     *
     * @param host the name
     * @return after what time; null if its server grants no leases
     */
    public @Nullable Duration refreshEvery(Hostname host) {
        if (isRefused) {
            return null;
        }
        Optional<Duration> known = refreshes.get(Names.of(host));
        // After a restart it is not known what was granted. It may be less than was asked for, but hardly less than
        // this.
        return known == null
                ? share(wanted.compareTo(SHORT) < 0 ? wanted : SHORT, EARLIEST_PERCENT)
                : known.orElse(null);
    }

    boolean isRefused() {
        return isRefused;
    }

    /** The server calls the option malformed, and takes updates without it. */
    void refused() {
        isRefused = true;
    }

    Message asking(Message update) {
        byte[] lease = ByteBuffer.allocate(Integer.BYTES)
                .putInt((int) wanted.toSeconds())
                .array();
        Message asking = update.clone();
        asking.addRecord(
                new OPTRecord(PAYLOAD, 0, 0, 0, List.of(new GenericEDNSOption(OPTION, lease))), Section.ADDITIONAL);
        return asking;
    }

    void note(Message update, Message reply) {
        List<Record> changes = update.getSection(Section.UPDATE);
        if (!changes.isEmpty()) {
            int percent = EARLIEST_PERCENT + random.nextInt(SPREAD_PERCENT + 1);
            refreshes.put(changes.get(0).getName(), granted(reply).map(lease -> share(lease, percent)));
        }
    }

    private static Optional<Duration> granted(Message reply) {
        OPTRecord opt = reply.getOPT();
        if (opt == null) {
            return Optional.empty();
        }
        for (EDNSOption option : opt.getOptions(OPTION)) {
            ByteBuffer wire = ByteBuffer.wrap(option.toWire());
            int header = 2 * Short.BYTES;
            if (wire.limit() >= header + Integer.BYTES && wire.getInt(header) != 0) {
                return Optional.of(Duration.ofSeconds(Integer.toUnsignedLong(wire.getInt(header))));
            }
        }
        return Optional.empty();
    }

    private static Duration share(Duration lease, int percent) {
        return lease.multipliedBy(percent).dividedBy(100);
    }
}
