package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.rfc2136.transport.Deadline;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** Asks the primary server what a name holds. */
final class Reader {

    private Reader() {}

    /**
     * The addresses of a name, or why they are not known: one of the two.
     *
     * @param addresses what it holds, or null
     * @param failure why that is not known, or null
     */
    record Seen(@Nullable Set<InetAddress> addresses, Outcome.@Nullable Failed failure) {}

    static Seen read(Hostname host, AddressFamily family, Dispatch dispatch, Attempt attempt, Deadline deadline)
            throws InterruptedException {
        DnsServer server = dispatch.server();
        String at = server.address().toString();
        Provenance provenance = new Provenance(
                new SourceId("authoritative", at),
                Vantage.REFLEXIVE,
                at,
                server.signing() != null && !server.leavesDoubt());
        Duration patience = deadline.remaining();
        Message reply;
        try {
            reply = server.ask(AddressAnswer.question(host, family), deadline);
        } catch (IOException e) {
            return new Seen(null, Failures.of(e, attempt, patience));
        }
        if (reply.getRcode() != Rcode.NOERROR && reply.getRcode() != Rcode.NXDOMAIN) {
            return new Seen(
                    null,
                    Failures.inReply(reply, attempt, server.clock().instant()).orElseThrow());
        }
        Observation seen = AddressAnswer.read(reply, host, family, provenance);
        if (seen instanceof Observation.Found found) {
            return new Seen(found.addresses(), null);
        }
        return seen instanceof Observation.Unknown unknown
                ? new Seen(null, Failures.failed(FailureReason.CONFLICT, unknown.cause()))
                : new Seen(Set.of(), null);
    }
}
