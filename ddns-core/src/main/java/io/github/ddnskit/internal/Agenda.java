package io.github.ddnskit.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts of a lane are to be looked at: those of which something has changed, and those whose time has come. The
 * others cost nothing. Thread-safe.
 */
final class Agenda {

    private final TreeSet<Slot> alarms =
            new TreeSet<>(Comparator.comparing((Slot slot) -> slot.alarm == null ? Instant.MAX : slot.alarm)
                    .thenComparing(Slot::name));
    private List<Slot> listed = new ArrayList<>();

    /** Has a host looked at in the next run. */
    synchronized void add(Slot slot) {
        if (!slot.listed) {
            slot.listed = true;
            listed.add(slot);
        }
    }

    /** Has hosts looked at in the next run. */
    synchronized void addAll(Collection<Slot> slots) {
        slots.forEach(this::add);
    }

    /** Has a host looked at when its time has come, or never if that is null, in place of what was said before. */
    synchronized void at(Slot slot, @Nullable Instant instant) {
        if (slot.alarm != null) {
            alarms.remove(slot);
        }
        slot.alarm = instant;
        if (instant != null) {
            alarms.add(slot);
        }
    }

    /** Takes the hosts to be looked at now. */
    synchronized List<Slot> take(Instant now) {
        while (!alarms.isEmpty()) {
            Slot first = alarms.first();
            if (first.alarm != null && first.alarm.isAfter(now)) {
                break;
            }
            at(first, null);
            add(first);
        }
        List<Slot> taken = listed;
        listed = new ArrayList<>();
        taken.forEach(slot -> slot.listed = false);
        return taken;
    }

    /** When the next host is to be looked at, or null if that is not known yet. */
    synchronized @Nullable Instant next() {
        return alarms.isEmpty() ? null : alarms.first().alarm;
    }
}
