package io.github.ddnskit.rfc2136;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.rfc2136.internal.Destination;
import io.github.ddnskit.rfc2136.internal.Destinations;
import io.github.ddnskit.rfc2136.internal.Dispatch;
import io.github.ddnskit.rfc2136.internal.UpdateMessage;
import io.github.ddnskit.rfc2136.transport.Deadline;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sends transactions to name servers (RFC 2136), signed with TSIG (RFC 8945), GSS-TSIG (RFC 3645) or SIG(0) (RFC 2931). Thread-safe;
 * between transactions it holds nothing but idle connections, which close by themselves, and a key that was negotiated.
 *
 * <p>If there is a key, only a reply that the server signed with it counts, and anything else is passed over. A request whose
 * reply is lost is sent again, with another ID and signature; where it is not clear then whether it was carried out, the
 * zone is read back, so that neither a success nor a failure is reported that is none.
 */
public final class DnsUpdateClient implements AutoCloseable {

    private final Destinations destinations;
    private final @Nullable Hostname zone;

    private DnsUpdateClient(Destinations destinations, @Nullable Hostname zone) {
        this.destinations = destinations;
        this.zone = zone;
    }

    /** {@return a builder, of which nothing must be given} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Sends a transaction.
     *
     * @param transaction what to require and to change
     * @return what became of it
     * @throws InterruptedException if the thread was interrupted; it may or may not have been carried out
     */
    public TransactionResult send(DnsTransaction transaction) throws InterruptedException {
        List<String> names = Stream.concat(
                        transaction.changes().stream().map(Change::name),
                        transaction.prerequisites().stream().map(Prerequisite::name))
                .distinct()
                .toList();
        String first = names.get(0).replaceFirst("(?<=.)\\.$", "");
        String subject = names.size() == 1 ? first : first + " and what belongs to it";
        Deadline deadline = destinations.deadline();
        String apex = transaction.zone().orElse(zone == null ? null : zone.ascii());
        Dispatch given = destinations.given();
        if (apex != null && given != null) {
            return given.send(UpdateMessage.of(transaction, apex), subject, true, deadline);
        }
        Hostname within; // or at the apex
        try {
            within = Hostname.of(apex == null ? first : apex);
        } catch (IllegalArgumentException e) {
            return new TransactionResult.Failed(Outcome.failed(
                    FailureReason.UNSUPPORTED,
                    Retry.never(),
                    apex == null
                            ? "the zone of " + first + " is not known: name it"
                            : "the server of " + apex + " is not known: name it"));
        }
        Destination to = destinations.of(within, apex == null ? null : within, deadline);
        if (to instanceof Destination.Servers servers) {
            return servers.dispatch()
                    .send(UpdateMessage.of(transaction, servers.zone().ascii()), subject, true, deadline);
        }
        return new TransactionResult.Failed(((Destination.Nowhere) to).failure());
    }

    /** Closes the connections, if there are any. */
    @Override
    public void close() {
        destinations.close();
    }

    Destinations destinations() {
        return destinations;
    }

    @Nullable
    Hostname hostnameOfZone() {
        return zone;
    }

    /** Collects what a client needs. Not thread-safe. */
    public static final class Builder extends DnsClientBuilder<Builder> {

        private Builder() {}

        /**
         * Makes the client. Nothing is sent yet.
         *
         * @return a new client
         * @throws IllegalArgumentException if the secret of the key cannot be read or is not Base64, or two settings
         *     contradict each other; the message says what would be right
         */
        public DnsUpdateClient build() {
            return new DnsUpdateClient(destinations(null), zoneGiven());
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
