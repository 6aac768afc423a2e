package io.github.ddnskit.simulation;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.state.RecordKey;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the client must know about all records. What a provider has said counts at once while the client runs, and across a
 * crash from when the client has announced it and could write.
 */
final class Knowledge {

    private final World world;
    private final Scenario scenario;
    private final Map<RecordKey, Memory> memories = new LinkedHashMap<>();
    private final List<Reply> replies = new ArrayList<>();
    private boolean canWrite = true;

    Knowledge(World world, Scenario scenario) {
        this.world = world;
        this.scenario = scenario;
        for (Scenario.Name name : scenario.names()) {
            for (AddressFamily family : name.families()) {
                RecordKey key = new RecordKey(name.host(), family);
                memories.put(key, new Memory(key, scenario.needsMemory(name)));
            }
        }
        world.whenPutBack((before, after) -> memories.values().forEach(memory -> {
            memory.now.clockWasPutBack(before, after);
            memory.durable.clockWasPutBack(before, after);
        }));
    }

    /** What a provider has said in one reply. */
    private static final class Reply {
        private final Set<RecordKey> sent = new LinkedHashSet<>();
        private final Set<Memory> about = new LinkedHashSet<>();
        private boolean announced;
    }

    /** All records that are configured. */
    Collection<Memory> all() {
        return memories.values();
    }

    /** One record, or null if it is not configured. */
    @Nullable
    Memory find(Hostname host, AddressFamily family) {
        return memories.get(new RecordKey(host, family));
    }

    /** The addresses that a goal is about, or null if the record is left alone. */
    static @Nullable Set<InetAddress> wanted(Goal goal) {
        if (goal instanceof Goal.Publish publish) {
            return publish.addresses();
        }
        return goal instanceof Goal.Remove ? Set.of() : null;
    }

    /** A request arrived. */
    void requested(Scenario.Name name, Update update) {
        Duration minimum = scenario.policy(name).minimumInterval();
        Memory.Wait spacing =
                minimum.isZero() ? null : new Memory.Wait(world.clock().plus(minimum), minimum, world.truth());
        for (AddressFamily family : name.families()) {
            Memory memory = find(name.host(), family);
            Set<InetAddress> wanted = wanted(update.goal(family));
            if (memory == null) {
                continue;
            }
            memory.now.spacing = spacing;
            if (canWrite) {
                memory.durable.spacing = spacing;
            }
            if (wanted != null) {
                memory.sent(wanted, canWrite);
            }
        }
    }

    /** A reply is given to the client. */
    void replied(int provider, List<Update> updates, List<UpdateReport> reports) {
        Reply reply = new Reply();
        List<Outcome.Failed> toAll = new ArrayList<>();
        for (int i = 0; i < updates.size(); i++) {
            for (AddressFamily family : AddressFamily.values()) {
                Memory memory = find(updates.get(i).host(), family);
                Set<InetAddress> wanted = wanted(updates.get(i).goal(family));
                if (memory == null || wanted == null) {
                    continue;
                }
                Outcome outcome = reports.get(i).outcome(family);
                reply.sent.add(memory.key);
                reply.about.add(memory);
                learn(memory, outcome, wanted, updates.get(i).options().toString());
                if (outcome instanceof Outcome.Failed failed && failed.isAccountWide()) {
                    toAll.add(failed);
                }
            }
        }
        for (Outcome.Failed failed : toAll) {
            for (Scenario.Name name : scenario.names()) {
                if (name.provider() == provider) {
                    name.families().forEach(family -> hold(reply, find(name.host(), family), failed));
                }
            }
        }
        replies.add(reply);
    }

    /** The listener is told of something. */
    void announced(RecordKey key) {
        for (Reply reply : replies) {
            if (!reply.announced && reply.sent.contains(key)) {
                reply.announced = true;
                break;
            }
        }
        if (canWrite) {
            written();
        }
    }

    /** The record that an event tells the outcome of, or null if it tells something else. */
    static @Nullable RecordKey outcomeOf(DdnsEvent event) {
        if (event instanceof DdnsEvent.RecordConfirmed confirmed) {
            return new RecordKey(confirmed.host(), confirmed.family());
        }
        if (event instanceof DdnsEvent.UpdateFailed failed) {
            return new RecordKey(failed.host(), failed.family());
        }
        return event instanceof DdnsEvent.UpdateHalted halted ? new RecordKey(halted.host(), halted.family()) : null;
    }

    /** The client has written all that it knows. */
    void saved() {
        canWrite = true;
        written();
    }

    /** The client could not write. */
    void notSaved() {
        canWrite = false;
    }

    /** The user says that a host may be tried again. */
    void resumed(Hostname host) {
        memories.values().stream()
                .filter(memory -> memory.key.host().equals(host))
                .forEach(Memory::resumed);
    }

    /** The user has changed the credentials of a provider. */
    void reconfigured(int provider) {
        scenario.names().stream().filter(name -> name.provider() == provider).forEach(name -> resumed(name.host()));
    }

    /** A new run of the client begins. */
    void restarted() {
        replies.clear();
        canWrite = true;
        memories.values().forEach(Memory::restarted);
    }

    /** The state file is lost. */
    void forgotten() {
        memories.values().forEach(Memory::forgotten);
    }

    private void written() {
        replies.removeIf(reply -> {
            if (reply.announced) {
                reply.about.forEach(Memory::written);
            }
            return reply.announced;
        });
    }

    private void learn(Memory memory, Outcome outcome, Set<InetAddress> wanted, String options) {
        boolean reached = outcome instanceof Outcome.Published published
                ? published.addresses().equals(wanted)
                : outcome instanceof Outcome.Unchanged unchanged
                        && unchanged.addresses().equals(wanted);
        if (reached) {
            memory.confirmed(new Memory.Confirmation(wanted, options, world.clock(), world.truth()));
            return;
        }
        memory.now.wait = null;
        if (outcome instanceof Outcome.Failed failed) {
            take(memory, failed.retry());
        }
    }

    private void hold(Reply reply, @Nullable Memory memory, Outcome.Failed failed) {
        if (memory != null) {
            reply.about.add(memory);
            take(memory, failed.retry());
        }
    }

    private void take(Memory memory, Retry retry) {
        if (retry instanceof Retry.Never) {
            memory.now.refused = true;
            memory.everRefused = true;
        } else if (retry instanceof Retry.NotBefore demanded) {
            Instant until = demanded.instant();
            memory.demanded = new Memory.Wait(until, Duration.between(world.clock(), until), world.truth());
            if (memory.now.wait == null || until.isAfter(memory.now.wait.until())) {
                memory.now.wait = memory.demanded;
            }
        }
    }
}
