package io.github.ddnskit.simulation;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.policy.AbsencePolicy;
import io.github.ddnskit.policy.Backoff;
import io.github.ddnskit.policy.DetectionPolicy;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.spi.Capabilities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What is configured in one schedule.
 *
 * @param names the hosts
 * @param providers what each provider demands
 * @param nameServer how the real updater for DNS UPDATE writes, if the first provider is a name server; or null
 * @param sources how many sources there are
 * @param distant whether they are servers on the Internet, and not on the device
 * @param interval how often the client looks
 * @param policy when it sends
 * @param detection what it believes
 */
record Scenario(
        List<Name> names,
        List<Capabilities> providers,
        SimulatedNameServer.@Nullable Manner nameServer,
        int sources,
        boolean distant,
        Duration interval,
        UpdatePolicy policy,
        DetectionPolicy detection) {

    static final Duration LONGEST_REST_OF_SOURCE = Duration.ofMinutes(10);

    private static final Duration LONGEST_REST_OF_SERVER = Duration.ofHours(2);
    private static final Duration NEVER_HEDGE = Duration.ofHours(1);
    private static final List<Hostname> HOSTS =
            List.of(Hostname.of("a.example.org"), Hostname.of("b.example.org"), Hostname.of("c.example.org"));
    private static final List<Duration> INTERVALS =
            List.of(Duration.ofMinutes(3), Duration.ofMinutes(5), Duration.ofHours(1));
    private static final List<Duration> SPACINGS =
            List.of(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofMinutes(7));
    private static final List<SimulatedNameServer.Manner> MANNERS = List.of(SimulatedNameServer.Manner.values());
    private static final Backoff SHORT = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(2));

    /** A host, and which provider serves it. */
    record Name(Hostname host, int provider, Set<AddressFamily> families) {}

    static Scenario draw(SplittableRandom random, boolean distant, boolean nameServer) {
        List<Capabilities> providers = new ArrayList<>();
        for (int count = 1 + random.nextInt(2); count > 0; count--) {
            providers.add(nameServer && providers.isEmpty() ? SimulatedNameServer.CAPABILITIES : capabilities(random));
        }
        List<Name> names = new ArrayList<>();
        for (Hostname host : HOSTS.subList(0, 1 + random.nextInt(HOSTS.size()))) {
            int provider = random.nextInt(providers.size());
            names.add(new Name(host, provider, families(random)));
        }
        UpdatePolicy policy = UpdatePolicy.standard()
                .withBackoff(random.nextBoolean() ? Backoff.standard() : SHORT)
                .withMinimumInterval(one(SPACINGS, random));
        if (random.nextBoolean()) {
            policy = policy.withAbsence(AbsencePolicy.removeAfter(Duration.ofMinutes(random.nextInt(2) * 10L)));
        }
        if (random.nextInt(8) == 0) {
            policy = policy.withRefreshEvery(Duration.ofMinutes(20));
        }
        return new Scenario(
                List.copyOf(names),
                List.copyOf(providers),
                nameServer ? one(MANNERS, random) : null,
                distant ? 2 : 1 + random.nextInt(3),
                distant,
                one(INTERVALS, random),
                policy,
                DetectionPolicy.standard()
                        .withHedge(NEVER_HEDGE) // it is counted in real time
                        .withHold(random.nextBoolean() ? Duration.ZERO : Duration.ofMinutes(1)));
    }

    /** Whether what the client has forgotten can never be overwritten. */
    boolean needsMemory(Name name) {
        return name.provider() == 0 && nameServer == SimulatedNameServer.Manner.COMPARES;
    }

    /** What holds for a host: the policy as its provider lets it be. */
    UpdatePolicy policy(Name name) {
        return policy.within(providers.get(name.provider()));
    }

    /** How long DNS may take to become right once nothing fails any more, and nobody has asked for a longer wait. */
    Duration retryInterval() {
        Duration wait = policy.backoff().cap();
        for (Name name : names) {
            wait = longer(wait, policy(name).minimumInterval());
        }
        if (policy.absence() instanceof AbsencePolicy.RemoveAfter absence) {
            wait = longer(wait, absence.holdDown());
        }
        Duration look = distant ? LONGEST_REST_OF_SERVER : longer(interval, LONGEST_REST_OF_SOURCE);
        return look.plus(detection.hold().multipliedBy(2))
                .plus(longer(interval, wait))
                .plus(Duration.ofMinutes(1));
    }

    private static Capabilities capabilities(SplittableRandom random) {
        Capabilities drawn =
                Capabilities.standard().withBatchSize(1 + random.nextInt(3)).withMinimumInterval(one(SPACINGS, random));
        if (random.nextInt(3) == 0) {
            drawn = drawn.withFamiliesTogether();
        }
        int refresh = random.nextInt(4);
        if (refresh == 0) {
            return drawn.withRefreshEvery(Duration.ofMinutes(30));
        }
        return refresh == 1 ? drawn.withRefreshForbidden() : drawn;
    }

    private static Set<AddressFamily> families(SplittableRandom random) {
        int which = random.nextInt(8);
        return which < 2 ? EnumSet.of(List.of(AddressFamily.values()).get(which)) : EnumSet.allOf(AddressFamily.class);
    }

    private static <T> T one(List<T> list, SplittableRandom random) {
        return list.get(random.nextInt(list.size()));
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
