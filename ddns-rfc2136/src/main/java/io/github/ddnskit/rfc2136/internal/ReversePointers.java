package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.ReverseFailure;
import io.github.ddnskit.rfc2136.transport.Deadline;
import io.github.ddnskit.state.RecordState;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.Type;

/**
 * Keeps the PTR records of a host's addresses (RFC 1035 section 3.5, RFC 3596 section 2.5): one for each address that it has,
 * in place of what was there, and none of ours for one that it has no longer. What goes wrong with them is told, and fails
 * nothing. Thread-safe.
 */
public final class ReversePointers implements Writing {

    private static final System.Logger LOG = System.getLogger(ReversePointers.class.getName());

    private final Writing writing;
    private final Destinations destinations;
    private final @Nullable Hostname zone;
    private final Duration ttl;
    private final Consumer<ReverseFailure> failures;

    /**
     * PTR records that follow what is written.
     *
     * @param writing writes the addresses
     * @param destinations where the reverse zones are
     * @param zone the reverse zone, whose addresses alone are kept; null for all, and their zones are looked for
     * @param ttl the time to live unless an update says otherwise
     * @param failures is told what goes wrong
     */
    public ReversePointers(
            Writing writing,
            Destinations destinations,
            @Nullable Hostname zone,
            Duration ttl,
            Consumer<ReverseFailure> failures) {
        this.writing = writing;
        this.destinations = destinations;
        this.zone = zone;
        this.ttl = ttl;
        this.failures = failures;
    }

    @Override
    public UpdateReport write(Task task) throws InterruptedException {
        Map<AddressFamily, Set<InetAddress>> before = before(task);
        UpdateReport report = writing.write(task);
        follow(task.update(), report, before);
        return report;
    }

    /**
     * Tells the log.
     *
     * @param failure what went wrong
     */
    public static void log(ReverseFailure failure) {
        LOG.log(
                System.Logger.Level.WARNING,
                "the PTR record of {0} for {1} is not right: {2}",
                IpLiteral.format(failure.address()),
                failure.host(),
                failure.failure().detail());
    }

    /** What a host may hold before it is updated. */
    private Map<AddressFamily, Set<InetAddress>> before(Task task) throws InterruptedException {
        Map<AddressFamily, Set<InetAddress>> before = new EnumMap<>(AddressFamily.class);
        Hostname host = task.update().host();
        for (AddressFamily family : AddressFamily.values()) {
            if (task.update().goal(family) instanceof Goal.Keep || host.isWildcard()) {
                continue;
            }
            RecordState state = task.known(family);
            Set<InetAddress> addresses = new LinkedHashSet<>();
            Optional.ofNullable(state.confirmed()).ifPresent(confirmed -> addresses.addAll(confirmed.addresses()));
            state.attempts().forEach(addresses::addAll);
            if (state.confirmed() == null && state.attempted() == null) {
                Dispatch forward = task.dispatch();
                Attempt attempt = forward.attempt(host.ascii(), task.zone().ascii());
                Reader.Seen seen = Reader.read(host, family, forward, attempt, task.deadline());
                Optional.ofNullable(seen.addresses()).ifPresent(addresses::addAll);
            }
            before.put(family, addresses);
        }
        return before;
    }

    /** Nothing follows a family that failed. */
    private void follow(Update update, UpdateReport report, Map<AddressFamily, Set<InetAddress>> before)
            throws InterruptedException {
        for (Map.Entry<AddressFamily, Set<InetAddress>> each : before.entrySet()) {
            if (report.outcome(each.getKey()) instanceof Outcome.Failed) {
                continue;
            }
            Goal goal = update.goal(each.getKey());
            Set<InetAddress> now = goal instanceof Goal.Publish publish ? publish.addresses() : Set.of();
            for (InetAddress address : each.getValue()) {
                if (!now.contains(address)) {
                    send(update, address, false);
                }
            }
            for (InetAddress address : now) {
                send(update, address, true);
            }
        }
    }

    private void send(Update update, InetAddress address, boolean points) throws InterruptedException {
        Name pointer = ReverseMap.fromAddress(address);
        Hostname name = Hostname.of(pointer.toString());
        if (zone != null && !name.isWithin(zone)) {
            return;
        }
        Deadline deadline = destinations.deadline();
        Destination to = destinations.of(name, zone, deadline);
        if (to instanceof Destination.Servers servers) {
            tell(update, address, send(update, pointer, points, servers, deadline));
        } else if (to instanceof Destination.Nowhere nowhere) {
            tell(update, address, Optional.of(nowhere.failure()));
        }
    }

    private Optional<Outcome.Failed> send(
            Update update, Name pointer, boolean points, Destination.Servers to, Deadline deadline)
            throws InterruptedException {
        UpdateMessage message = new UpdateMessage(Names.of(to.zone()));
        Name host = Names.of(update.host());
        if (points) {
            message.deleteRrset(pointer, Type.PTR);
            message.add(new PTRRecord(pointer, DClass.IN, UpdateMessage.ttl(update, ttl), host));
        } else {
            message.deleteRecord(new PTRRecord(pointer, DClass.NONE, 0, host));
        }
        String subject = Names.text(pointer);
        return Dispatch.failure(
                to.dispatch().send(message.message(), subject, false, deadline),
                to.dispatch().attempt(subject, to.zone().ascii()));
    }

    private void tell(Update update, InetAddress address, Optional<Outcome.Failed> failure) {
        failure.ifPresent(why -> failures.accept(new ReverseFailure(update.host(), address, why)));
    }
}
