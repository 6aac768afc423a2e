package io.github.ddnskit.simulation;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsStatus;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.policy.AbsencePolicy;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The promises, one check for each. They are called at the moment at which a promise could be broken. */
final class Checks {

    /** Stands in every credential, and in what the simulated parts throw. */
    static final String SECRET = "c4n4ry-s3cr3t";

    private final Scenario scenario;
    private final World world;
    private final Knowledge knowledge;
    private final List<Provider> providers;
    private final Trace trace;
    private Belief belief;
    private final StatusReader reader = new StatusReader(this::noSecrets);
    private @Nullable Violation first;

    Checks(Scenario scenario, World world, Knowledge knowledge, List<Provider> providers, Trace trace) {
        this.scenario = scenario;
        this.world = world;
        this.knowledge = knowledge;
        this.providers = providers;
        this.trace = trace;
        belief = new Belief(world, scenario);
    }

    /** Begins a run of the client, which has not asked anybody yet. */
    Belief begin() {
        belief = new Belief(world, scenario);
        return belief;
    }

    /** A request arrives at a provider. */
    void request(int provider, List<Update> updates) {
        trace.add(() -> "  request to provider " + provider + ": " + updates);
        for (Update update : updates) {
            Scenario.Name name = nothingForeign(provider, update);
            boolean needed = false;
            for (AddressFamily family : name.families()) {
                Set<InetAddress> wanted = Knowledge.wanted(update.goal(family));
                Memory memory = knowledge.find(update.host(), family);
                if (wanted == null || memory == null) {
                    continue;
                }
                onlyGlobalUnicast(memory.key, wanted);
                failedDetectionChangesNothing(name, memory, update.goal(family));
                providersWishes(memory);
                needed |= isNeeded(name, memory, wanted, update.options().toString());
            }
            nothingTwice(update, needed);
            familiesApart(name, update);
            knowledge.requested(name, update);
        }
    }

    /** A provider replies. */
    void reply(List<UpdateReport> reports) {
        trace.add(() -> "  reply: " + reports);
    }

    /** An updater has reported a success (invariant 5). */
    void confirmedIsServed(RecordKey key, @Nullable Set<InetAddress> wanted, Set<InetAddress> served) {
        require(
                Invariant.CONFIRMED_BEFORE_RECORDED,
                served.equals(wanted),
                () -> key + " is said to be " + wanted + ", but the server has " + served);
    }

    /** The listener is told of something. */
    void event(DdnsEvent event) {
        trace.add(() -> "  event: " + event);
        noSecrets(event.toString());
        if (event instanceof DdnsEvent.RecordConfirmed confirmed) {
            confirmedBeforeAnnounced(confirmed);
        }
    }

    /** Invariant 1. */
    private void failedDetectionChangesNothing(Scenario.Name name, Memory memory, Goal goal) {
        AddressFamily family = memory.key.family();
        Set<InetAddress> wanted = Knowledge.wanted(goal);
        boolean seen = goal instanceof Goal.Publish publish && belief.isFound(family, publish.addresses());
        boolean gone = goal instanceof Goal.Remove
                && scenario.policy().absence() instanceof AbsencePolicy.RemoveAfter absence
                && belief.isAbsentFor(family, absence.holdDown());
        boolean companion = !scenario.providers().get(name.provider()).familiesIndependent()
                && wanted != null
                && (wanted.equals(memory.now.attempted)
                        || wanted.equals(memory.writtenAttempt)
                        || (memory.now.confirmed != null && wanted.equals(memory.now.confirmed.addresses())));
        require(
                Invariant.FAILED_DETECTION_CHANGES_NOTHING,
                seen || gone || companion,
                () -> memory.key + ": " + goal + ", but nobody has found that out");
    }

    /** Invariant 2. */
    private void onlyGlobalUnicast(RecordKey key, Set<InetAddress> wanted) {
        require(
                Invariant.ONLY_GLOBAL_UNICAST,
                wanted.stream().allMatch(Addresses::isGlobal),
                () -> key + " shall be " + wanted);
    }

    /** Invariant 3. */
    private void providersWishes(Memory memory) {
        Memory.Known known = memory.now;
        require(Invariant.PROVIDERS_WISHES, !known.refused, () -> memory.key + " was refused for good");
        require(
                Invariant.PROVIDERS_WISHES,
                known.wait == null || !known.wait.stands(world),
                () -> memory.key + " was to wait: " + known.wait + "; it is " + world.clock());
        require(
                Invariant.PROVIDERS_WISHES,
                known.spacing == null || !known.spacing.stands(world),
                () -> memory.key + " was sent too short a while ago: " + known.spacing + "; it is " + world.clock());
    }

    /** Invariant 4. */
    private void nothingTwice(Update update, boolean needed) {
        require(Invariant.NOTHING_TWICE, needed, () -> update + " is confirmed already, and no refresh is due");
    }

    private boolean isNeeded(Scenario.Name name, Memory memory, Set<InetAddress> wanted, String options) {
        Memory.Confirmation confirmed = memory.now.confirmed;
        if (confirmed == null
                || memory.now.inDoubt
                || !confirmed.addresses().equals(wanted)
                || (!wanted.isEmpty() && !confirmed.options().equals(options))) {
            return true;
        }
        Duration refresh = scenario.policy(name).refreshEvery();
        return refresh != null
                && !wanted.isEmpty()
                && (!world.clock().isBefore(confirmed.at().plus(refresh))
                        || Duration.between(confirmed.since(), world.truth()).compareTo(refresh) >= 0);
    }

    /** Invariant 4, the other half: what lapses without a refresh got one in time. */
    void refreshed(DdnsStatus status) {
        for (Scenario.Name name : scenario.names()) {
            for (AddressFamily family : name.families()) {
                Memory memory = knowledge.find(name.host(), family);
                require(
                        Invariant.NOTHING_TWICE,
                        memory == null
                                || scenario.policy(name).refreshEvery() == null
                                || world.addresses(family).isEmpty()
                                || isRefused(status, name)
                                || memory.requests > 0,
                        () -> name.host() + " " + family + " was not refreshed");
            }
        }
    }

    /** Invariant 5. */
    private void confirmedBeforeAnnounced(DdnsEvent.RecordConfirmed event) {
        Memory memory = knowledge.find(event.host(), event.family());
        require(
                Invariant.CONFIRMED_BEFORE_RECORDED,
                memory != null
                        && memory.unannounced > 0
                        && memory.now.confirmed != null
                        && memory.now.confirmed.addresses().equals(event.addresses()),
                () -> event + ", but the provider has not said so");
        if (memory != null) {
            memory.unannounced--;
        }
    }

    /** Invariant 5: before something is written. */
    void confirmedBeforeSaved(Map<RecordKey, RecordState> changes) {
        changes.forEach((key, state) -> {
            Memory memory = knowledge.find(key.host(), key.family());
            RecordState.Confirmed confirmed = state.confirmed();
            if (memory != null && state.attempted() != null) {
                memory.writtenAttempt = state.attempted();
            }
            require(
                    Invariant.CONFIRMED_BEFORE_RECORDED,
                    confirmed == null || (memory != null && memory.everConfirmed.contains(confirmed.addresses())),
                    () -> key + " is written down as " + confirmed + ", but no provider has ever said so");
        });
    }

    /** Invariant 5: at the end of a step. */
    private void confirmedBeforeShown(DdnsStatus status) {
        for (DdnsStatus.RecordStatus record : status.records()) {
            Memory memory = knowledge.find(record.key().host(), record.key().family());
            require(
                    Invariant.CONFIRMED_BEFORE_RECORDED,
                    memory != null && same(memory.now.confirmed, record.state().confirmed()),
                    () -> record.key() + " is shown as " + record.state().confirmed()
                            + ", but the provider has confirmed " + (memory == null ? null : memory.now.confirmed));
        }
    }

    /** Invariant 6. */
    private void familiesApart(Scenario.Name name, Update update) {
        if (scenario.providers().get(name.provider()).familiesIndependent()) {
            return;
        }
        for (AddressFamily family : name.families()) {
            Memory memory = knowledge.find(name.host(), family);
            require(
                    Invariant.FAMILIES_APART,
                    !(update.goal(family) instanceof Goal.Keep) || memory == null || !memory.now.holdsSomething(),
                    () -> update + " lets the provider delete what is known of " + family);
        }
    }

    /** Invariant 7. */
    void noSecrets(String text) {
        require(
                Invariant.NO_SECRETS,
                !text.contains(SECRET) && !text.contains(SimulatedNameServer.SECRET),
                () -> "the secret stands in: " + text);
    }

    /** Invariant 8. */
    private Scenario.Name nothingForeign(int provider, Update update) {
        Scenario.Name name = scenario.names().stream()
                .filter(one -> one.host().equals(update.host()) && one.provider() == provider)
                .findFirst()
                .orElseThrow(() -> broken(Invariant.NOTHING_FOREIGN, update + " is for a host of somebody else"));
        for (AddressFamily family : AddressFamily.values()) {
            Goal goal = update.goal(family);
            Memory memory = knowledge.find(update.host(), family);
            require(
                    Invariant.NOTHING_FOREIGN,
                    goal instanceof Goal.Keep || memory != null,
                    () -> update + " touches " + family + ", which is not configured");
            require(
                    Invariant.NOTHING_FOREIGN,
                    !(goal instanceof Goal.Remove)
                            || (memory != null && (memory.everSent || memory.writtenAttempt != null)),
                    () -> update + " removes what the client has never sent");
        }
        return name;
    }

    /** Invariant 9: what a new run of the client has read. */
    void crashesLoseNothing(DdnsStatus status) {
        for (DdnsStatus.RecordStatus record : status.records()) {
            Memory memory = knowledge.find(record.key().host(), record.key().family());
            RecordState.Confirmed read = record.state().confirmed();
            if (memory == null) {
                continue;
            }
            memory.now.inDoubt |= record.state().attempted() != null; // written, and perhaps never sent
            if (same(memory.durable.confirmed, read)) {
                memory.unwritten.clear();
                continue;
            }
            Memory.Confirmation newer = memory.unwritten.stream()
                    .filter(confirmation -> same(confirmation, read))
                    .reduce((earlier, later) -> isOf(earlier, read) && !isOf(later, read) ? earlier : later)
                    .orElseThrow(() -> broken(
                            Invariant.CRASHES_LOSE_NOTHING,
                            record.key() + " is remembered as " + read + ", but the provider had confirmed "
                                    + memory.durable.confirmed + " or later " + memory.unwritten));
            memory.now.confirmed = newer;
            memory.now.inDoubt = record.state().attempted() != null;
        }
    }

    /** Whether there is nothing to wait for. */
    boolean isConverged(Supplier<DdnsStatus> status, @Nullable AddressFamily alone) {
        return unconverged(status, alone) == null;
    }

    /** Invariant 10; for one family alone, invariant 6. */
    void converged(DdnsStatus status, @Nullable AddressFamily alone) {
        Supplier<String> missing = unconverged(() -> status, alone);
        Invariant invariant = alone == null ? Invariant.CONVERGENCE : Invariant.FAMILIES_APART;
        require(
                invariant,
                missing == null,
                () -> Objects.requireNonNull(missing).get());
    }

    /** What is not as it shall become, or null; the status is asked for only if DNS itself does not tell. */
    private @Nullable Supplier<String> unconverged(Supplier<DdnsStatus> status, @Nullable AddressFamily alone) {
        DdnsStatus known = null;
        for (Scenario.Name name : scenario.names()) {
            for (AddressFamily family : name.families()) {
                Memory memory = knowledge.find(name.host(), family);
                if (memory == null || memory.lostTrack || (alone != null && alone != family)) {
                    continue;
                }
                Set<InetAddress> truth = world.addresses(family);
                boolean right = truth.isEmpty()
                        ? !(scenario.policy().absence() instanceof AbsencePolicy.RemoveAfter
                                && memory.now.holdsSomething())
                        : records(name, family).equals(truth);
                if (right && truth.isEmpty()) {
                    continue;
                }
                known = known == null ? status.get() : known;
                DdnsStatus shown = known;
                DdnsStatus.RecordStatus record =
                        shown.record(name.host(), family).orElseThrow();
                if (isRefused(shown, name) || (right && record.upToDate())) {
                    continue;
                }
                return right
                        ? () -> memory.key + " is right, but is not shown to be"
                        : () -> memory.key + " is " + records(name, family) + " and the address " + truth + "; "
                                + record;
            }
        }
        return null;
    }

    /** Invariant 10: who asked for a check learns its end. */
    void answered(boolean done) {
        require(Invariant.CONVERGENCE, done, () -> "a check that was asked for has not ended");
    }

    /** What holds at the end of each step. */
    void step(DdnsStatus status) {
        rethrow();
        confirmedBeforeShown(status);
        reader.read(status);
    }

    /** Throws again what something may have swallowed. */
    void rethrow() {
        if (first != null) {
            throw first;
        }
    }

    /** Whether a provider has refused the host for good, and the client keeps to that. */
    private boolean isRefused(DdnsStatus status, Scenario.Name name) {
        return name.families().stream().anyMatch(family -> {
            Memory memory = knowledge.find(name.host(), family);
            return memory != null
                    && memory.everRefused
                    && status.record(name.host(), family).orElseThrow().state().halt() != null;
        });
    }

    private Set<InetAddress> records(Scenario.Name name, AddressFamily family) {
        return providers.get(name.provider()).records(new RecordKey(name.host(), family));
    }

    private static boolean same(Memory.@Nullable Confirmation told, RecordState.@Nullable Confirmed shown) {
        if (told == null || shown == null) {
            return told == null && shown == null;
        }
        return told.addresses().equals(shown.addresses());
    }

    /** Whether it is this very confirmation that is written: others may have confirmed the same addresses. */
    private static boolean isOf(Memory.Confirmation told, RecordState.@Nullable Confirmed read) {
        return read != null && told.at().equals(read.at());
    }

    private void require(Invariant invariant, boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw broken(invariant, otherwise.get());
        }
    }

    private Violation broken(Invariant invariant, String what) {
        Violation violation = new Violation(invariant, what);
        if (first == null) {
            first = violation;
        }
        return violation;
    }
}
