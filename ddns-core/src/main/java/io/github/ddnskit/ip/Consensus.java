package io.github.ddnskit.ip;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.LocalAddresses.Local;
import io.github.ddnskit.policy.DetectionPolicy;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.Vantage;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks several sources for the address and believes what enough of them agree on. Thread-safe.
 *
 * <ul>
 *   <li>What was declared is believed. Where all sources are on the device itself, the first in their order that has an
 *       address is believed.
 *   <li>Otherwise a change needs two parties that agree, where a party is whoever sees the address from the same vantage and
 *       is run by the same operator. For what was believed before, one is enough whose answer nobody can have forged.
 *   <li>A source that is the only one outside of the device is believed alone; one that nobody can have forged also when
 *       the router is silent.
 *   <li>Of the IPv6 addresses of one /64, the stable one of the device is published, whichever the Internet sees.
 * </ul>
 *
 * <p>Of the sources outside of the device, two are asked first, another one whenever the policy's hedge has passed or an answer
 * did not help, and none after the matter is settled. A source that says when to come back, or has failed three times in
 * a row while another on the Internet answered, is left alone for a while. The sources are not closed.
 */
public final class Consensus {

    private static final int AT_FIRST = 2;

    private final List<IpSource> sources;
    private final DetectionPolicy policy;
    private final Set<AddressClass> publishable;
    private final Clock clock;
    private final ThreadFactory threads;
    private final Map<AddressFamily, Map<IpSource, Breaker>> breakers = new ConcurrentHashMap<>();

    private Consensus(
            List<IpSource> sources,
            DetectionPolicy policy,
            Set<AddressClass> publishable,
            Clock clock,
            ThreadFactory threads) {
        this.sources = List.copyOf(sources);
        this.policy = policy;
        this.publishable = Set.copyOf(publishable);
        this.clock = clock;
        this.threads = threads;
    }

    /**
     * A consensus of some sources.
     *
     * @param sources the sources, in the order in which to ask them
     * @param policy what it takes to believe an address
     * @param allowed the classes of addresses that may be published beside {@link AddressClass#GLOBAL}
     * @param clock tells how long a source is left alone
     * @return the consensus
     */
    public static Consensus of(
            List<IpSource> sources, DetectionPolicy policy, Collection<AddressClass> allowed, Clock clock) {
        return of(sources, policy, allowed, clock, question -> {
            Thread thread = new Thread(question);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * A consensus of some sources, with threads of somebody else.
     *
     * @param sources the sources, in the order in which to ask them
     * @param policy what it takes to believe an address
     * @param allowed the classes of addresses that may be published beside {@link AddressClass#GLOBAL}
     * @param clock tells how long a source is left alone
     * @param threads makes a thread for each question to a source outside of the device, such as {@link
     *     io.github.ddnskit.spi.Scheduler#newThread}
     * @return the consensus
     */
    public static Consensus of(
            List<IpSource> sources,
            DetectionPolicy policy,
            Collection<AddressClass> allowed,
            Clock clock,
            ThreadFactory threads) {
        Set<AddressClass> publishable = EnumSet.of(AddressClass.GLOBAL);
        publishable.addAll(allowed);
        return new Consensus(sources, policy, publishable, clock, threads);
    }

    /**
     * Asks as many sources as it takes.
     *
     * @param family which address is wanted
     * @param previous what was believed before, empty if nothing
     * @return the verdict
     * @throws InterruptedException if the thread was interrupted; all questions are then withdrawn
     */
    public Verdict ask(AddressFamily family, Set<InetAddress> previous) throws InterruptedException {
        return new Poll(family, previous, false).run();
    }

    /**
     * Asks every source and hears out each, to explain the verdict.
     *
     * @param family which address is wanted
     * @return the verdict, if nothing was believed before
     * @throws InterruptedException if the thread was interrupted; all questions are then withdrawn
     */
    public Verdict askAll(AddressFamily family) throws InterruptedException {
        return new Poll(family, Set.of(), true).run();
    }

    /** One question to the sources. */
    private final class Poll {
        private final AddressFamily family;
        private final Set<InetAddress> previous;
        private final boolean all;
        private final List<IpSource> asked;
        private final @Nullable Vote[] votes;
        private final Map<Integer, Thread> running = new HashMap<>();
        private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
        private List<Local> locals = List.of();
        private @Nullable Election election;

        Poll(AddressFamily family, Set<InetAddress> previous, boolean all) {
            this.family = family;
            this.previous = previous;
            this.all = all;
            asked = sources.stream()
                    .filter(source -> source.families().contains(family))
                    .toList();
            votes = new Vote[asked.size()];
        }

        private record Answer(int index, Observation observation, Duration latency) {}

        Verdict run() throws InterruptedException {
            if (asked.isEmpty()) {
                return new Verdict(family, Observation.absent("no source knows about " + family), List.of(), List.of());
            }
            List<Integer> far = new ArrayList<>();
            for (int i = 0; i < votes.length; i++) {
                Vantage vantage = asked.get(i).vantage();
                if (vantage == Vantage.GATEWAY || vantage == Vantage.REFLEXIVE) {
                    far.add(i);
                } else if (all || !isSettled()) {
                    long begin = System.nanoTime();
                    Observation seen = observe(asked.get(i));
                    put(i, seen, Duration.ofNanos(System.nanoTime() - begin));
                }
            }
            if (family == AddressFamily.IPV6 && !far.isEmpty()) {
                locals = localAddresses();
                election = null;
            }
            try {
                askFar(far);
            } finally {
                running.values().forEach(Thread::interrupt);
            }
            blame();
            return policed(election().verdict());
        }

        /** Counts failures, unless nobody on the Internet answered: that is the network's fault, and may end any moment. */
        private void blame() {
            boolean online = Arrays.stream(votes)
                    .anyMatch(vote -> vote != null
                            && vote.vantage() == Vantage.REFLEXIVE
                            && vote.answer() instanceof Observation.Found);
            for (int i = 0; online && i < votes.length; i++) {
                Vote vote = votes[i];
                if (vote != null && vote.answer() != null && isPlainFailure(vote.answer())) {
                    breaker(asked.get(i)).learn(vote.answer(), vote.vantage(), clock.instant());
                }
            }
        }

        /** A source that says when to come back is believed in any case. */
        private boolean isPlainFailure(Observation seen) {
            return seen instanceof Observation.Unknown unknown && unknown.retryAfter() == null;
        }

        private Breaker breaker(IpSource source) {
            return breakers.computeIfAbsent(family, none -> new ConcurrentHashMap<>())
                    .computeIfAbsent(source, none -> new Breaker());
        }

        private void askFar(List<Integer> far) throws InterruptedException {
            Deque<Integer> waiting = new ArrayDeque<>(far);
            int allowed = all ? waiting.size() : AT_FIRST;
            while (all || !isSettled()) {
                while (!waiting.isEmpty() && allowed > 0) {
                    start(waiting.remove());
                    allowed--;
                }
                if (running.isEmpty()) {
                    return;
                }
                Duration patience = waiting.isEmpty() ? policy.timeout().multipliedBy(2) : policy.hedge();
                Answer answer = answers.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
                if (answer == null && waiting.isEmpty()) {
                    return; // a source that does not keep its time
                }
                if (answer != null) {
                    running.remove(answer.index());
                    put(answer.index(), answer.observation(), answer.latency());
                }
                boolean helps = answer != null && answer.observation() instanceof Observation.Found;
                allowed = helps && !running.isEmpty() ? 0 : 1;
            }
        }

        private void start(int index) {
            IpSource source = asked.get(index);
            Thread thread = threads.newThread(() -> {
                long begin = System.nanoTime();
                try {
                    Observation seen = observe(source);
                    answers.add(new Answer(index, seen, Duration.ofNanos(System.nanoTime() - begin)));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // nobody waits for the answer any more
                }
            });
            thread.setName("ddnskit-ask-" + source.id());
            running.put(index, thread);
            thread.start();
        }

        private void put(int index, Observation seen, Duration latency) {
            IpSource source = asked.get(index);
            votes[index] = Vote.of(source.id(), source.vantage(), seen, latency);
            election = null;
        }

        private Observation observe(IpSource source) throws InterruptedException {
            Breaker breaker = breaker(source);
            Duration left = breaker.left(clock.instant());
            if (!left.isZero()) {
                return new Observation.Unknown(source.id() + " is left alone for " + left.toSeconds() + " s", left);
            }
            Observation seen = SafeSource.observe(source, Query.of(family, policy.timeout()));
            if (!isPlainFailure(seen)) {
                breaker.learn(seen, source.vantage(), clock.instant());
            }
            return seen;
        }

        private boolean isSettled() {
            return Arrays.stream(votes).anyMatch(Objects::nonNull) && election().isSettled();
        }

        /** What comes of the votes that are there. */
        private Election election() {
            Election held = election;
            if (held == null) {
                List<Vote> all = new ArrayList<>(votes.length);
                for (int i = 0; i < votes.length; i++) {
                    Vote vote = votes[i];
                    IpSource source = asked.get(i);
                    all.add(vote == null ? Vote.of(source.id(), source.vantage(), null, Duration.ZERO) : vote);
                }
                held = new Election(family, all, previous, publishable, locals);
                election = held;
            }
            return held;
        }

        private Verdict policed(Verdict verdict) {
            if (!(verdict.observation() instanceof Observation.Found found)
                    || found.addresses().equals(previous)) {
                return verdict;
            }
            return verdict.warnings().stream()
                    .filter(warning -> policy.withheld().contains(warning.kind()))
                    .findFirst()
                    .map(warning -> verdict.withheld(
                            IpLiteral.format(found.addresses()) + " is not believed, because of " + warning, null))
                    .orElse(verdict);
        }
    }

    private static List<Local> localAddresses() {
        try {
            return LocalAddresses.ofAll();
        } catch (IOException e) {
            return List.of();
        }
    }
}
