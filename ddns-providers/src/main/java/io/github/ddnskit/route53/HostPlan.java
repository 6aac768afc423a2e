package io.github.ddnskit.route53;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Update;
import io.github.ddnskit.ip.IpLiteral;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides which changes lead from what a zone holds to what a host shall be.
 *
 * <p>Each set is replaced by deleting exactly what was seen and creating what shall be, so that Route 53 refuses the batch
 * if anybody else wrote meanwhile.
 */
final class HostPlan {

    private static final String MX_PREFERENCE = "10";

    private final Update update;
    private final Map<String, List<RecordSet>> present;
    private final Duration defaultTtl;

    HostPlan(Update update, Map<String, List<RecordSet>> present, Duration defaultTtl) {
        this.update = update;
        this.present = present;
        this.defaultTtl = defaultTtl;
    }

    /** The names that hold the addresses. */
    static List<String> addressNames(Update update) {
        String host = update.host().ascii();
        return update.options().wildcard() ? List.of(host, "*." + host) : List.of(host);
    }

    /** What has to change for a family, or nothing if all is as it shall be. */
    List<Change> addresses(AddressFamily family) throws Route53Exception {
        Goal goal = update.goal(family);
        List<Change> changes = new ArrayList<>();
        for (String name : addressNames(update)) {
            if (goal instanceof Goal.Publish publish) {
                refuseAlias(name);
                List<String> values =
                        publish.addresses().stream().map(IpLiteral::format).toList();
                changes.addAll(replace(
                        name,
                        family.recordType(),
                        values,
                        records -> records.addresses(family).equals(Optional.of(publish.addresses()))));
            } else if (goal instanceof Goal.Remove) {
                changes.addAll(replace(name, family.recordType(), List.of(), records -> false));
            }
        }
        return changes;
    }

    /** What has to change for the mail exchanger, if one is wanted. */
    List<Change> mailExchanger() throws Route53Exception {
        Hostname exchanger = update.options().mailExchanger();
        if (exchanger == null) {
            return List.of();
        }
        String value = MX_PREFERENCE + " " + exchanger + ".";
        return replace(
                update.host().ascii(),
                "MX",
                List.of(value),
                records -> records.values().size() == 1
                        && sameExchange(records.values().get(0), value));
    }

    /** Adds the owner record to the first records, and takes it away with the last; refuses a name that is not the owner's. */
    List<Change> owned(OwnerRecord owner, List<Change> changes) throws Route53Exception {
        Hostname host = update.host();
        String name = OwnerRecord.name(host);
        RecordSet mark = plain(name, OwnerRecord.TYPE);
        if (mark != null && !owner.matches(mark)) {
            throw conflict("the owner record " + name + " says that " + host + " is somebody else's");
        }
        if (mark == null && hasRecords()) {
            throw conflict(host + " has records and no owner record: remove them, or add the TXT record " + name
                    + " with the value " + owner.value());
        }
        List<Change> all = new ArrayList<>(changes);
        if (mark == null && staysInUse()) {
            all.add(Change.create(
                    RecordSet.of(name, OwnerRecord.TYPE, defaultTtl.toSeconds(), List.of(owner.value()))));
        } else if (mark != null && !staysInUse()) {
            all.add(Change.delete(mark));
        }
        return all;
    }

    private boolean hasRecords() {
        boolean addresses = addressNames(update).stream()
                .anyMatch(name ->
                        !sets(name, "A").isEmpty() || !sets(name, "AAAA").isEmpty());
        return addresses
                || (update.options().mailExchanger() != null
                        && !sets(update.host().ascii(), "MX").isEmpty());
    }

    private boolean staysInUse() {
        for (AddressFamily family : AddressFamily.values()) {
            boolean kept = update.goal(family) instanceof Goal.Keep
                    && addressNames(update).stream()
                            .anyMatch(name -> !sets(name, family.recordType()).isEmpty());
            if (kept || update.goal(family) instanceof Goal.Publish) {
                return true;
            }
        }
        return false;
    }

    private List<Change> replace(String name, String type, List<String> values, Predicate<RecordSet> isRight)
            throws Route53Exception {
        RecordSet old = plain(name, type);
        List<Change> changes = new ArrayList<>();
        if (old != null) {
            if (!values.isEmpty() && isRight.test(old) && old.ttl() == ttl(old)) {
                return List.of();
            }
            changes.add(Change.delete(old));
        }
        if (!values.isEmpty()) {
            changes.add(Change.create(RecordSet.of(name, type, ttl(old), values)));
        }
        return changes;
    }

    /** What the update says, or else what the user set by hand, or else the default. */
    private long ttl(@Nullable RecordSet old) {
        Duration wanted = update.options().ttl();
        return wanted != null ? wanted.toSeconds() : old != null ? old.ttl() : defaultTtl.toSeconds();
    }

    private @Nullable RecordSet plain(String name, String type) throws Route53Exception {
        List<RecordSet> sets = sets(name, type);
        for (RecordSet set : sets) {
            if (!set.isPlain()) {
                throw conflict("the " + type + " records of " + name + " are a routing policy (" + set.routing()
                        + "), which is never overwritten: remove it in Route 53, or publish another name");
            }
        }
        return sets.isEmpty() ? null : sets.get(0);
    }

    private void refuseAlias(String name) throws Route53Exception {
        if (!sets(name, "CNAME").isEmpty()) {
            throw conflict("there is a CNAME record at " + name + ": remove it, or publish another name");
        }
    }

    private List<RecordSet> sets(String name, String type) {
        return present.getOrDefault(name, List.of()).stream()
                .filter(set -> set.type().equals(type))
                .toList();
    }

    private static boolean sameExchange(String a, String b) {
        return RecordSet.plainName(a.strip().replaceAll("\\s+", " ")).equals(RecordSet.plainName(b));
    }

    private static Route53Exception conflict(String detail) {
        return new Route53Exception(Outcome.failed(FailureReason.CONFLICT, Retry.backoff(), detail));
    }
}
