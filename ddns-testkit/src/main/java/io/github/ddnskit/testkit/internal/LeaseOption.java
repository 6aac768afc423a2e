package io.github.ddnskit.testkit.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Type;

/**
 * The EDNS option of an update with a lease, and of the reply to it (RFC 9664 section 4). Immutable.
 *
 * @param lease for how long
 * @param keyLease the same for KEY records, if they have a lease of their own
 */
public record LeaseOption(Duration lease, Optional<Duration> keyLease) {

    static final int CODE = 2;

    /** The option of a request; none if it has none. */
    static Optional<LeaseOption> of(Request request) {
        return options(request).stream().findFirst().map(option -> read(data(option)));
    }

    /** Whether a request has the option with a length that it cannot have. */
    static boolean isMalformed(Request request) {
        return options(request).stream()
                .map(LeaseOption::data)
                .anyMatch(data -> data.limit() != 4 && data.limit() != 8);
    }

    EDNSOption option() {
        ByteBuffer data = ByteBuffer.allocate(keyLease.isPresent() ? 8 : 4);
        data.putInt((int) lease.toSeconds());
        keyLease.ifPresent(duration -> data.putInt((int) duration.toSeconds()));
        return new GenericEDNSOption(CODE, data.array());
    }

    /** For how long a record of a type is leased. */
    Duration of(int type) {
        return type == Type.KEY ? keyLease.orElse(lease) : lease;
    }

    /** What a server that has limits grants. */
    LeaseOption within(Limits limits) {
        return new LeaseOption(limits.clamp(lease), keyLease.map(limits::clamp));
    }

    /** The shortest and the longest lease that a server grants. */
    public record Limits(Duration least, Duration most) {
        private Duration clamp(Duration wanted) {
            return wanted.compareTo(least) < 0 ? least : wanted.compareTo(most) > 0 ? most : wanted;
        }
    }

    private static List<EDNSOption> options(Request request) {
        @Nullable OPTRecord opt = request.opt();
        return opt == null ? List.of() : opt.getOptions(CODE);
    }

    private static LeaseOption read(ByteBuffer data) {
        Duration lease = seconds(data);
        return new LeaseOption(lease, data.hasRemaining() ? Optional.of(seconds(data)) : Optional.empty());
    }

    private static Duration seconds(ByteBuffer data) {
        return Duration.ofSeconds(Integer.toUnsignedLong(data.getInt()));
    }

    /** What follows code and length. */
    private static ByteBuffer data(EDNSOption option) {
        byte[] wire = option.toWire();
        return ByteBuffer.wrap(wire, 2 * Short.BYTES, wire.length - 2 * Short.BYTES)
                .slice();
    }
}
