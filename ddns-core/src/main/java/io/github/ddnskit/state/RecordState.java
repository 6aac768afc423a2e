package io.github.ddnskit.state;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.internal.OrderedSet;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the addresses of one family at one name. Immutable and thread-safe.
 *
 * <p>An attempt is written before a request is sent, and all of them are cleared when one is confirmed. While there are any,
 * DNS may still hold what was confirmed, or what any of them has sent since, and nobody can tell which; so a state never
 * claims more than is true, whenever the power fails.
 *
 * @param target where the records live ({@link io.github.ddnskit.spi.UpdaterIdentity#target()})
 * @param confirmed what the provider confirmed last, or null if nothing yet
 * @param attempts what was sent since and not confirmed, the last one last, each once (an empty set is a removal)
 * @param sentAt when the last request was sent, or null if none was
 * @param failures how many attempts in a row have failed
 * @param notBefore nothing may be sent before this instant, or null
 * @param halt why nothing may be sent at all, or null
 */
public record RecordState(
        String target,
        @Nullable Confirmed confirmed,
        List<Set<InetAddress>> attempts,
        @Nullable Instant sentAt,
        int failures,
        @Nullable Instant notBefore,
        @Nullable Halt halt) {

    /** Whoever has had more addresses while no server answered is not remembered with all of them. */
    private static final int MOST_ATTEMPTS = 8;

    /**
     * What the provider confirmed.
     *
     * @param addresses what the RRset holds; empty if it was removed
     * @param options the options it was published with, as {@link io.github.ddnskit.RecordOptions#toString()} has them
     * @param at when it was confirmed
     */
    public record Confirmed(Set<InetAddress> addresses, String options, Instant at) {
        /**
         * Copies the addresses.
         *
         * @param addresses what the RRset holds; empty if it was removed
         * @param options the options it was published with, as {@link io.github.ddnskit.RecordOptions#toString()} has them
         * @param at when it was confirmed
         */
        public Confirmed {
            addresses = OrderedSet.copyOf(addresses);
        }
    }

    /**
     * A refusal that stands until the configuration changes.
     *
     * @param seal the {@linkplain io.github.ddnskit.spi.UpdaterIdentity#seal() seal} of the configuration refused
     * @param reason what kind of refusal
     * @param detail the refusal in words
     */
    public record Halt(String seal, FailureReason reason, String detail) {}

    /**
     * Copies the addresses.
     *
     * @param target where the records live ({@link io.github.ddnskit.spi.UpdaterIdentity#target()})
     * @param confirmed what the provider confirmed last, or null if nothing yet
     * @param attempts what was sent since and not confirmed, the last one last, each once (an empty set is a removal)
     * @param sentAt when the last request was sent, or null if none was
     * @param failures how many attempts in a row have failed
     * @param notBefore nothing may be sent before this instant, or null
     * @param halt why nothing may be sent at all, or null
     */
    public RecordState {
        attempts = attempts.isEmpty()
                ? List.of()
                : attempts.stream().<Set<InetAddress>>map(OrderedSet::copyOf).toList();
    }

    /** {@return what was sent last, if it is not confirmed; empty for a removal, null if nothing was} */
    public @Nullable Set<InetAddress> attempted() {
        return attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
    }

    private List<Set<InetAddress>> attemptsAnd(Set<InetAddress> addresses) {
        List<Set<InetAddress>> all = new ArrayList<>(attempts);
        all.remove(addresses);
        all.add(addresses);
        return all.subList(Math.max(0, all.size() - MOST_ATTEMPTS), all.size());
    }

    /**
     * The state before anything was sent.
     *
     * @param target where the records will live
     * @return the state
     */
    public static RecordState unknown(String target) {
        return new RecordState(target, null, List.of(), null, 0, null, null);
    }

    /**
     * The state when a request is about to be sent.
     *
     * @param addresses what is asked for; empty for a removal
     * @param now the time
     * @return the state to save before sending
     */
    public RecordState attempting(Set<InetAddress> addresses, Instant now) {
        return new RecordState(target, confirmed, attemptsAnd(addresses), now, failures, notBefore, halt);
    }

    /**
     * The state when the provider confirmed.
     *
     * @param addresses what the RRset holds; empty if it was removed
     * @param options the options it was published with
     * @param now the time
     * @return the state to save before announcing it
     */
    public RecordState confirmed(Set<InetAddress> addresses, String options, Instant now) {
        return new RecordState(target, new Confirmed(addresses, options, now), List.of(), sentAt, 0, null, null);
    }

    /**
     * The state after a failure. What was confirmed stays, and so does what was attempted: it may have been carried out.
     *
     * @param notBefore when the next attempt may be made
     * @return the state
     */
    public RecordState failed(Instant notBefore) {
        return new RecordState(target, confirmed, attempts, sentAt, failures + 1, notBefore, halt);
    }

    /**
     * The state after a refusal that stands.
     *
     * @param halt why nothing may be sent
     * @return the state
     */
    public RecordState halted(Halt halt) {
        return new RecordState(target, confirmed, attempts, sentAt, failures + 1, notBefore, halt);
    }

    /**
     * The state when the provider wants to be left alone.
     *
     * @param notBefore when the next attempt may be made
     * @return the state
     */
    public RecordState notBefore(Instant notBefore) {
        return new RecordState(target, confirmed, attempts, sentAt, failures, notBefore, halt);
    }

    /**
     * The state as if another request had been sent for it.
     *
     * @param at when that was sent, or null
     * @return the state with the later of both times
     */
    public RecordState sentLater(@Nullable Instant at) {
        return at == null || (sentAt != null && sentAt.isAfter(at))
                ? this
                : new RecordState(target, confirmed, attempts, at, failures, notBefore, halt);
    }

    /** {@return the state when DNS does not show what was confirmed: it is to be sent again} */
    public RecordState inDoubt() {
        return new RecordState(
                target,
                confirmed,
                confirmed == null ? attempts : attemptsAnd(confirmed.addresses()),
                sentAt,
                failures,
                notBefore,
                halt);
    }

    /** {@return the state once a refusal no longer stands; a {@code notBefore} stays} */
    public RecordState resumed() {
        return new RecordState(target, confirmed, attempts, sentAt, 0, notBefore, null);
    }
}
