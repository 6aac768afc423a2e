package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.TransactionResult;
import io.github.ddnskit.rfc2136.TransactionResult.Applied;
import io.github.ddnskit.rfc2136.TransactionResult.PrerequisiteNotMet;
import io.github.ddnskit.state.RecordState;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Writes only if the addresses are still those that were confirmed last, or none if nothing was confirmed (compare and set,
 * RFC 2136 sections 2.4.2 and 2.4.3). A request of ours of which nobody knows whether it was carried out may have left its
 * own addresses behind: then the zone is read first, and the request is conditional on what it held.
 *
 * @param ttl the time to live unless an update says otherwise
 */
public record ConditionalWriting(Duration ttl) implements Writing {

    @Override
    public UpdateReport write(Task task) throws InterruptedException {
        Map<AddressFamily, Outcome> outcomes = new EnumMap<>(AddressFamily.class);
        Map<AddressFamily, Set<InetAddress>> expected = new EnumMap<>(AddressFamily.class);
        Task left = task;
        for (AddressFamily family : AddressFamily.values()) {
            if (task.update().goal(family) instanceof Goal.Keep) {
                outcomes.put(family, Outcome.kept());
                continue;
            }
            RecordState state = task.known(family);
            if (state.attempts().isEmpty()) {
                expected.put(family, confirmed(state));
                continue;
            }
            Reader.Seen seen = read(task, family);
            Set<InetAddress> held = seen.addresses();
            if (held != null
                    && (held.equals(confirmed(state)) || state.attempts().contains(held))) {
                expected.put(family, held);
            } else {
                outcomes.put(family, instead(task, family, seen));
                left = left.without(family);
            }
        }
        outcomes.putAll(write(left, expected));
        return new UpdateReport(outcome(outcomes, AddressFamily.IPV4), outcome(outcomes, AddressFamily.IPV6));
    }

    private Map<AddressFamily, Outcome> write(Task task, Map<AddressFamily, Set<InetAddress>> expected)
            throws InterruptedException {
        Map<AddressFamily, Outcome> outcomes = new EnumMap<>(AddressFamily.class);
        if (expected.isEmpty()) {
            return outcomes;
        }
        TransactionResult result = send(task, expected);
        if (result instanceof PrerequisiteNotMet && expected.size() > 1) { // one of them must not hold up the other
            for (AddressFamily family : AddressFamily.values()) {
                outcomes.putAll(write(task.only(family), Map.of(family, expected.get(family))));
            }
            return outcomes;
        }
        for (AddressFamily family : expected.keySet()) {
            if (result instanceof Applied) {
                outcomes.put(family, Outcome.reached(task.update().goal(family)));
            } else if (result instanceof PrerequisiteNotMet) {
                outcomes.put(family, instead(task, family, read(task, family)));
            } else {
                outcomes.put(family, Dispatch.failure(result, attempt(task)).orElseThrow());
            }
        }
        return outcomes;
    }

    private TransactionResult send(Task task, Map<AddressFamily, Set<InetAddress>> expected)
            throws InterruptedException {
        UpdateMessage message = new UpdateMessage(Names.of(task.zone()));
        Name host = Names.of(task.update().host());
        expected.forEach((family, addresses) -> {
            if (addresses.isEmpty()) {
                message.requireNoRrset(host, Type.value(family.recordType()));
            }
            addresses.forEach(address -> message.requireRecord(UpdateMessage.address(host, DClass.IN, 0, address)));
        });
        message.update(task.update(), UpdateMessage.ttl(task.update(), ttl));
        return task.dispatch().send(message.message(), task.update().host().ascii(), true, task.deadline());
    }

    /** What to say when a name does not hold what it should have. */
    private Outcome instead(Task task, AddressFamily family, Reader.Seen seen) {
        Set<InetAddress> held = seen.addresses();
        if (held == null) {
            return Optional.ofNullable(seen.failure()).orElseThrow();
        }
        Goal goal = task.update().goal(family);
        Set<InetAddress> wanted = goal instanceof Goal.Publish publish ? publish.addresses() : Set.of();
        if (held.equals(wanted)) {
            return new Outcome.Unchanged(wanted);
        }
        RecordState state = task.known(family);
        String ours = state.confirmed() == null
                ? "which we did not write"
                : "and not what we left there: " + words(confirmed(state));
        return Failures.failed(
                FailureReason.CONFLICT,
                task.update().host() + " " + family.recordType() + " holds " + words(held) + " now, " + ours
                        + "; nothing was changed: find out who else writes it, or let one of you have another name");
    }

    private Reader.Seen read(Task task, AddressFamily family) throws InterruptedException {
        return Reader.read(task.update().host(), family, task.dispatch(), attempt(task), task.deadline());
    }

    private Attempt attempt(Task task) {
        return task.dispatch().attempt(task.update().host().ascii(), task.zone().ascii());
    }

    private static Set<InetAddress> confirmed(RecordState state) {
        RecordState.Confirmed confirmed = state.confirmed();
        return confirmed == null ? Set.of() : confirmed.addresses();
    }

    private static Outcome outcome(Map<AddressFamily, Outcome> outcomes, AddressFamily family) {
        return Optional.ofNullable(outcomes.get(family)).orElseThrow();
    }

    private static String words(Set<InetAddress> addresses) {
        return addresses.isEmpty() ? "nothing" : IpLiteral.format(addresses);
    }
}
