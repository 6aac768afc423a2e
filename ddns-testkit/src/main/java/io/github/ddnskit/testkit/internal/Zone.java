package io.github.ddnskit.testkit.internal;

import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIGRecord;

/**
 * A zone that is served: what it holds now and what changed lately, and who may do what with it. Thread-safe: a reader
 * sees one snapshot, changes are made one after the other.
 */
public final class Zone {

    private final Rules rules;
    private final Clock clock;
    private final Journal journal = new Journal();
    private final Leases leases = new Leases();
    private volatile ZoneData data;
    private volatile Consumer<Zone> onChange = zone -> {};

    public Zone(ZoneData data, Rules rules, Clock clock) {
        this.data = data;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * Who may do what.
     *
     * @param keys the names of the keys that may update it
     * @param principals the principals of Kerberos who may update it
     * @param unsignedUpdates whether anybody may
     * @param signedTransfers whether a transfer must be signed with one of the keys
     * @param clients who sees it; if empty, all who see no other zone of its name
     * @param whoami the name at which clients find their own address, or null
     * @param leases for how long what is added may be leased; null if it is not
     */
    public record Rules(
            Set<Name> keys,
            Set<String> principals,
            boolean unsignedUpdates,
            boolean signedTransfers,
            Set<InetAddress> clients,
            @Nullable Name whoami,
            LeaseOption.@Nullable Limits leases) {

        public Rules {
            keys = Set.copyOf(keys);
            principals = Set.copyOf(principals);
            clients = Set.copyOf(clients);
        }

        /** Without a name that tells who asks, and without leases. */
        public Rules(
                Set<Name> keys,
                Set<String> principals,
                boolean unsignedUpdates,
                boolean signedTransfers,
                Set<InetAddress> clients) {
            this(keys, principals, unsignedUpdates, signedTransfers, clients, null, null);
        }

        boolean mayUpdate(TsigGate.Verdict verdict) {
            return unsignedUpdates || isKnown(verdict);
        }

        boolean mayTransfer(TsigGate.Verdict verdict) {
            return !signedTransfers || isKnown(verdict);
        }

        private boolean isKnown(TsigGate.Verdict verdict) {
            TSIGRecord tsig = verdict.tsig();
            return verdict.authenticated()
                    && tsig != null
                    && (keys.contains(tsig.getName())
                            || verdict.principal().filter(principals::contains).isPresent());
        }
    }

    public Name apex() {
        return data.apex();
    }

    public Rules rules() {
        return rules;
    }

    /** {@return what it holds now, without what was leased until now} */
    public ZoneData data() {
        if (leases.isDue(clock)) {
            expire();
        }
        return data;
    }

    /** Whom to tell, on the thread that made it, when it has changed. */
    void onChange(Consumer<Zone> listener) {
        onChange = onChange.andThen(listener);
    }

    /**
     * Processes an update.
     *
     * @param lease for how long what it adds shall stay, or null for good
     * @return the code for the reply
     */
    int update(UpdateProcessor processor, Request request, boolean permitted, @Nullable LeaseOption lease) {
        data(); // what has ended is no prerequisite any more
        boolean changed;
        UpdateProcessor.Result result;
        synchronized (this) {
            result = processor.process(data, request, permitted);
            changed = become(result.zone(), result.touched());
            if (result.rcode() == Rcode.NOERROR) {
                leases.note(request.records(Section.UPDATE), lease, clock.instant());
            }
        }
        if (changed) {
            onChange.accept(this);
        }
        return result.rcode();
    }

    /** Removes what was leased and not refreshed, as an update would. */
    private void expire() {
        boolean changed;
        synchronized (this) {
            ZoneEdit edit = new ZoneEdit(data, Set.of());
            leases.ended(clock.instant()).forEach(edit::delete);
            changed = become(edit.finish(clock), edit.touched());
        }
        if (changed) {
            onChange.accept(this);
        }
    }

    /** What changed since a serial, the oldest first; null if nobody knows any more. */
    synchronized @Nullable List<Journal.Change> changesSince(long serial) {
        return journal.since(serial);
    }

    private boolean become(ZoneData after, Set<Name> touched) {
        ZoneData before = data;
        if (after == before) {
            return false;
        }
        journal.add(before, after, touched);
        data = after;
        return true;
    }
}
