package io.github.ddnskit.dyndns2;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Update;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Finds what a service cannot do, before anything is sent. Thread-safe. */
final class Refusals {

    private final Dialect dialect;
    private final @Nullable Hostname zone;
    private final boolean otherMayBeDeleted;
    private final AtomicReference<@Nullable Hostname> onlyHost = new AtomicReference<>();

    Refusals(Dialect dialect, @Nullable Hostname zone, boolean otherMayBeDeleted) {
        this.dialect = dialect;
        this.zone = zone;
        this.otherMayBeDeleted = otherMayBeDeleted;
    }

    /** The goals that cannot be reached, by family; a goal that is to keep needs nothing to be done. */
    Map<AddressFamily, Outcome.Failed> of(Update update) {
        Map<AddressFamily, Outcome.Failed> refused = new EnumMap<>(AddressFamily.class);
        Outcome.Failed whole = whole(update);
        for (AddressFamily family : AddressFamily.values()) {
            if (!(update.goal(family) instanceof Goal.Keep)) {
                Optional.ofNullable(whole)
                        .or(() -> Optional.ofNullable(goal(update, family)))
                        .ifPresent(failure -> refused.put(family, failure));
            }
        }
        for (AddressFamily family : AddressFamily.values()) {
            AddressFamily other = other(family);
            boolean sent = !(update.goal(family) instanceof Goal.Keep) && !refused.containsKey(family);
            boolean otherUnsaid = update.goal(other) instanceof Goal.Keep || refused.containsKey(other);
            if (sent && otherUnsaid) {
                Outcome.Failed failure = alone(family, other);
                if (failure != null) {
                    refused.put(family, failure);
                }
            }
        }
        return refused;
    }

    private Outcome.@Nullable Failed whole(Update update) {
        Outcome.Failed stranger = stranger(update);
        if (stranger != null) {
            return stranger;
        }
        Set<Role> roles = dialect.request().roles();
        RecordOptions options = update.options();
        if (options.ttl() != null && !roles.contains(Role.TTL)) {
            return never("does not let a client choose the TTL: leave it out");
        }
        if (options.wildcard() && !roles.contains(Role.WILDCARD)) {
            return never("does not take a wildcard with an update: leave it out, or set it on the provider's pages");
        }
        if (options.mailExchanger() != null && !roles.contains(Role.MX)) {
            return never("does not take a mail exchanger with an update: leave it out");
        }
        Hostname parent = parent();
        if (roles.contains(Role.LABEL)
                && (parent == null
                        || !update.host().isWithin(parent)
                        || update.host().equals(parent))) {
            return Outcome.failed(
                    FailureReason.UNKNOWN_HOST,
                    Retry.never(),
                    dialect.service().name() + " has names below " + parent + " only, and " + update.host()
                            + " is not one");
        }
        return null;
    }

    /** Where the credentials are those of one name: why another than the first one cannot be updated with them. */
    private Outcome.@Nullable Failed stranger(Update update) {
        boolean sends = !(update.ipv4() instanceof Goal.Keep && update.ipv6() instanceof Goal.Keep);
        if (dialect.namesHost() || !sends || onlyHost.compareAndSet(null, update.host())) {
            return null;
        }
        Hostname first = onlyHost.get();
        return first == null || first.equals(update.host())
                ? null
                : never("credentials are those of one name, which is " + first + ": give " + update.host()
                        + " an updater of its own");
    }

    private Outcome.@Nullable Failed goal(Update update, AddressFamily family) {
        if (!dialect.families().style().families().contains(family)) {
            return never("does not publish " + family + " addresses: leave that family out");
        }
        if (update.goal(family) instanceof Goal.Publish publish
                && publish.addresses().size() > 1) {
            return backoff("takes one " + family + " address for a name, not "
                    + publish.addresses().size());
        }
        if (update.goal(family) instanceof Goal.Remove && !canRemove(update, family)) {
            return backoff("cannot delete the " + family + " address of a name: delete it on the provider's pages");
        }
        return null;
    }

    private boolean canRemove(Update update, AddressFamily family) {
        Families families = dialect.families();
        Goal other = update.goal(other(family));
        return families.removing(family) != null
                || (families.unnamed(family) == OtherFamily.REMOVED && other instanceof Goal.Publish)
                || (!families.removeBoth().isEmpty() && other instanceof Goal.Remove);
    }

    /** Why a family cannot be sent without the other, which is to stay as it is. */
    private Outcome.@Nullable Failed alone(AddressFamily family, AddressFamily other) {
        if (dialect.families().style().families().size() == 1) {
            return null;
        }
        return switch (dialect.families().unnamed(other)) {
            case KEPT -> null;
            case REQUIRED ->
                backoff("takes no " + family + " address without an " + other + " address, and none is known");
            case REMOVED ->
                otherMayBeDeleted
                        ? null
                        : backoff("deletes the " + other + " address of a name when it is told an " + family
                                + " address alone: publish both, or permit the deletion for this updater");
        };
    }

    @Nullable
    Hostname parent() {
        String suffix = dialect.request().suffix();
        return suffix.isEmpty() ? zone : Hostname.of(suffix);
    }

    static AddressFamily other(AddressFamily family) {
        return family == AddressFamily.IPV4 ? AddressFamily.IPV6 : AddressFamily.IPV4;
    }

    private Outcome.Failed never(String what) {
        return Outcome.failed(
                FailureReason.UNSUPPORTED, Retry.never(), dialect.service().name() + " " + what);
    }

    private Outcome.Failed backoff(String what) {
        return Outcome.failed(
                FailureReason.UNSUPPORTED, Retry.backoff(), dialect.service().name() + " " + what);
    }
}
