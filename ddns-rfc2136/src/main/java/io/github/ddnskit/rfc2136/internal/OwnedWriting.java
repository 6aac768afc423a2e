package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.rfc2136.OwnerMark;
import io.github.ddnskit.rfc2136.ResourceRecord;
import io.github.ddnskit.rfc2136.TransactionResult;
import io.github.ddnskit.rfc2136.TransactionResult.Applied;
import io.github.ddnskit.rfc2136.TransactionResult.PrerequisiteNotMet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Writes names that are free or carry our mark, as RFC 4703 section 5.3 has it: first as if the name was ours (5.3.2) or
 * free (5.3.1), whichever is likelier, then the other. The prerequisites settle whatever a lost reply leaves open: a name that
 * the first copy of a request has marked is ours when the second comes.
 *
 * @param ttl the time to live unless an update says otherwise
 * @param mark what our names carry
 * @param takesOver whether names that carry another's mark are taken over
 */
public record OwnedWriting(Duration ttl, OwnerMark mark, boolean takesOver) implements Writing {

    /** What a request takes a name for. */
    private enum Claim {
        OURS,
        FREE,
        MARKED
    }

    @Override
    public UpdateReport write(Task task) throws InterruptedException {
        List<String> names = new ArrayList<>(List.of(task.update().host().ascii()));
        if (task.update().options().wildcard()) {
            names.add("*." + task.update().host());
        }
        for (String name : names) {
            Optional<Outcome.Failed> failure =
                    UpdateMessage.publishes(task.update()) ? publish(task, name) : remove(task, name);
            if (failure.isPresent()) {
                return UpdateReport.failed(task.update(), failure.get());
            }
        }
        return UpdateReport.published(task.update());
    }

    private Optional<Outcome.Failed> publish(Task task, String name) throws InterruptedException {
        List<Claim> claims = new ArrayList<>(
                isKnown(task) ? List.of(Claim.OURS, Claim.FREE, Claim.OURS) : List.of(Claim.FREE, Claim.OURS));
        if (takesOver) {
            claims.add(Claim.MARKED);
        }
        for (Claim claim : claims) {
            TransactionResult result = send(task, claimed(task, name, claim));
            if (!(result instanceof PrerequisiteNotMet not) || isAlias(not)) {
                return Dispatch.failure(result, attempt(task));
            }
        }
        return Optional.of(others(name, " and was left alone: choose another name, or delete its records"));
    }

    /** The addresses, and the mark once no address is left. */
    private Optional<Outcome.Failed> remove(Task task, String name) throws InterruptedException {
        UpdateMessage message = begun(task);
        requireOurs(message, name);
        Name owner = ZoneText.parseName(name);
        message.addresses(owner, task.update(), 0);
        if (isHost(task, name)) {
            message.mailExchanger(task.update(), 0);
        }
        if (removesBoth(task.update())) {
            deleteMark(message, name);
        }
        TransactionResult result = send(task, message);
        if (result instanceof PrerequisiteNotMet) {
            return isHost(task, name) ? notOurs(task) : Optional.empty();
        }
        if (result instanceof Applied && !removesBoth(task.update())) {
            UpdateMessage last = begun(task);
            requireOurs(last, name);
            for (AddressFamily family : AddressFamily.values()) {
                last.requireNoRrset(owner, Type.value(family.recordType()));
            }
            deleteMark(last, name);
            TransactionResult unmarked = send(task, last);
            return unmarked instanceof PrerequisiteNotMet
                    ? Optional.empty() // it still has the other family
                    : Dispatch.failure(unmarked, attempt(task));
        }
        return Dispatch.failure(result, attempt(task));
    }

    /** A name that is not ours holds nothing of ours; what it holds is a reason to speak up. */
    private Optional<Outcome.Failed> notOurs(Task task) throws InterruptedException {
        for (AddressFamily family : AddressFamily.values()) {
            if (task.update().goal(family) instanceof Goal.Remove) {
                Reader.Seen seen =
                        Reader.read(task.update().host(), family, task.dispatch(), attempt(task), task.deadline());
                if (!Set.of().equals(seen.addresses())) {
                    return Optional.of(Optional.ofNullable(seen.failure())
                            .orElseGet(() -> others(task.update().host().ascii(), ", so nothing was removed")));
                }
            }
        }
        return Optional.empty();
    }

    private UpdateMessage claimed(Task task, String name, Claim claim) {
        UpdateMessage message = begun(task);
        Record ours = marked(name, DClass.IN);
        Name owner = ZoneText.parseName(name);
        long seconds = UpdateMessage.ttl(task.update(), ttl);
        switch (claim) {
            case OURS -> requireOurs(message, name);
            case FREE -> {
                message.requireNotInUse(owner);
                if (!ours.getName().equals(owner)) {
                    message.requireNotInUse(ours.getName());
                }
            }
            case MARKED -> message.requireRrset(ours.getName(), ours.getType());
        }
        message.addresses(owner, task.update(), seconds);
        if (isHost(task, name)) {
            message.mailExchanger(task.update(), seconds);
        }
        message.deleteRrset(ours.getName(), ours.getType());
        ResourceRecord record = mark.record(name, Duration.ofSeconds(seconds));
        message.add(ZoneText.record(record.name(), seconds, record.type(), record.rdata()));
        return message;
    }

    private void requireOurs(UpdateMessage message, String name) {
        message.requireRecord(marked(name, DClass.IN));
    }

    private void deleteMark(UpdateMessage message, String name) {
        Record ours = marked(name, DClass.NONE);
        message.deleteRecord(ours);
    }

    private Record marked(String name, int dclass) {
        ResourceRecord record = mark.record(name, Duration.ZERO);
        return ZoneText.valueOf(record.name(), record.type(), record.rdata(), dclass);
    }

    private TransactionResult send(Task task, UpdateMessage message) throws InterruptedException {
        return task.dispatch().send(message.message(), task.update().host().ascii(), false, task.deadline());
    }

    private Outcome.Failed others(String name, String what) {
        return Failures.failed(
                FailureReason.CONFLICT,
                name + " is in use and does not carry our mark ("
                        + marked(name, DClass.IN).getName().toString(true) + " "
                        + Type.string(marked(name, DClass.IN).getType()) + "): it belongs to somebody else" + what);
    }

    private Attempt attempt(Task task) {
        return task.dispatch().attempt(task.update().host().ascii(), task.zone().ascii());
    }

    private static UpdateMessage begun(Task task) {
        return new UpdateMessage(Names.of(task.zone()));
    }

    /** An alias is none of the things that a name can be taken for. */
    private static boolean isAlias(PrerequisiteNotMet not) {
        return not.code().equals("YXRRSET");
    }

    private static boolean isHost(Task task, String name) {
        return name.equals(task.update().host().ascii());
    }

    private static boolean removesBoth(Update update) {
        return update.ipv4() instanceof Goal.Remove && update.ipv6() instanceof Goal.Remove;
    }

    private static boolean isKnown(Task task) {
        return task.known(AddressFamily.IPV4).confirmed() != null
                || task.known(AddressFamily.IPV6).confirmed() != null;
    }
}
