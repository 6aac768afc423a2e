package io.github.ddnskit.simulation;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.UpdaterIdentity;
import io.github.ddnskit.state.RecordKey;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A provider and the records that it serves. It can fail in every way that a reply, or none, can tell of. */
final class SimulatedProvider implements Provider {

    private static final int PERCENT = 100;
    private static final int NEVER_PERCENT = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final World world;
    private final int index;
    private final Capabilities capabilities;
    private final SplittableRandom random;
    private final Map<RecordKey, Set<InetAddress>> records = new HashMap<>();
    private int failures;
    private @Nullable AddressFamily broken;
    private int requests;

    SimulatedProvider(World world, int index, Capabilities capabilities, SplittableRandom random) {
        this.world = world;
        this.index = index;
        this.capabilities = capabilities;
        this.random = random;
    }

    @Override
    public void failures(int percent) {
        failures = percent;
    }

    @Override
    public void broken(@Nullable AddressFamily family) {
        broken = family;
    }

    @Override
    public Set<InetAddress> records(RecordKey key) {
        return records.getOrDefault(key, Set.of());
    }

    @Override
    public int requests() {
        return requests;
    }

    @Override
    public DnsUpdater in(Life life, Checks checks, Knowledge knowledge, UpdaterIdentity identity) {
        return new DnsUpdater() {
            @Override
            public Capabilities capabilities() {
                return capabilities;
            }

            @Override
            public UpdaterIdentity identity() {
                return identity;
            }

            @Override
            public UpdateReport update(Update update) throws InterruptedException {
                return updateAll(List.of(update)).get(0);
            }

            @Override
            public List<UpdateReport> updateAll(List<Update> updates) throws InterruptedException {
                life.boundary();
                checks.request(index, updates);
                requests++;
                if (fails()) {
                    return misbehave(updates, life);
                }
                List<UpdateReport> reports = new ArrayList<>();
                updates.forEach(update -> reports.add(serve(update)));
                life.boundary();
                checks.reply(reports);
                knowledge.replied(index, updates, reports);
                return reports;
            }
        };
    }

    @Override
    public UpdaterIdentity identity(int version) {
        return UpdaterIdentity.of("provider-" + index, "me", Secret.of(Checks.SECRET + version));
    }

    private boolean fails() {
        return random.nextInt(PERCENT) < failures / 2;
    }

    /** The call as a whole goes wrong: nobody learns what became of the updates. */
    private List<UpdateReport> misbehave(List<Update> updates, Life life) throws InterruptedException {
        boolean late = random.nextBoolean();
        if (late) {
            updates.forEach(this::apply);
        }
        life.boundary();
        List<UpdateReport> reports =
                new ArrayList<>(updates.stream().map(UpdateReport::published).toList());
        return switch (random.nextInt(4)) {
            case 0 -> throw new IllegalStateException("https://me:" + Checks.SECRET + "@provider.example");
            case 1 -> {
                reports.remove(0);
                yield reports;
            }
            case 2 -> Arrays.asList(new UpdateReport[updates.size()]);
            default -> {
                world.hang(PATIENCE);
                life.boundary();
                if (life.isClosed()) {
                    throw new InterruptedException();
                }
                reports.clear();
                updates.forEach(update ->
                        reports.add(UpdateReport.failed(update, failed(FailureReason.UNREACHABLE, Retry.backoff()))));
                yield reports;
            }
        };
    }

    private UpdateReport serve(Update update) {
        Outcome ipv4 = outcome(update, AddressFamily.IPV4);
        Outcome ipv6 = outcome(update, AddressFamily.IPV6);
        return new UpdateReport(ipv4, ipv6);
    }

    private Outcome outcome(Update update, AddressFamily family) {
        Goal goal = update.goal(family);
        Set<InetAddress> wanted = Knowledge.wanted(goal);
        if (wanted == null) {
            if (!capabilities.familiesIndependent()) {
                records.remove(new RecordKey(update.host(), family));
            }
            return Outcome.kept();
        }
        if (family == broken) {
            return failed(FailureReason.SERVER_ERROR, Retry.backoff());
        }
        if (random.nextInt(PERCENT) < failures) {
            return failure(update, family);
        }
        boolean unchanged = wanted.equals(records(new RecordKey(update.host(), family)));
        apply(update, family);
        return unchanged && random.nextBoolean() ? new Outcome.Unchanged(wanted) : Outcome.reached(goal);
    }

    private Outcome failure(Update update, AddressFamily family) {
        return switch (random.nextInt(7)) {
            case 0 -> { // carried out, and nobody can prove it
                apply(update, family);
                yield failed(
                        random.nextBoolean() ? FailureReason.UNVERIFIED_REPLY : FailureReason.UNREACHABLE,
                        Retry.backoff());
            }
            case 1 -> // something else than what was asked for
                new Outcome.Published(Set.of(Addresses.drawSpecial(family, random)));
            case 2 -> Outcome.kept();
            case 3 -> {
                Retry wait = Retry.notBefore(world.clock().plusSeconds(random.nextLong(7200)));
                yield widely(failed(FailureReason.RATE_LIMITED, wait));
            }
            case 4 -> {
                boolean never = random.nextInt(PERCENT) < NEVER_PERCENT * 5;
                yield widely(failed(FailureReason.BLOCKED, never ? Retry.never() : Retry.backoff()));
            }
            default -> failed(FailureReason.SERVER_ERROR, Retry.backoff());
        };
    }

    private Outcome.Failed widely(Outcome.Failed failed) {
        return random.nextInt(3) == 0 ? failed.accountWide() : failed;
    }

    private static Outcome.Failed failed(FailureReason reason, Retry retry) {
        return Outcome.failed(reason, retry, "as chance has it");
    }

    private void apply(Update update) {
        for (AddressFamily family : AddressFamily.values()) {
            apply(update, family);
        }
    }

    private void apply(Update update, AddressFamily family) {
        Set<InetAddress> wanted = Knowledge.wanted(update.goal(family));
        RecordKey key = new RecordKey(update.host(), family);
        if (wanted != null && !wanted.isEmpty()) {
            records.put(key, wanted);
        } else if (wanted != null || !capabilities.familiesIndependent()) {
            records.remove(key);
        }
    }
}
