package io.github.ddnskit.doctor;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.doctor.Facts.Memory;
import io.github.ddnskit.doctor.Facts.Resolved;
import io.github.ddnskit.doctor.Facts.Wanted;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.Consensus;
import io.github.ddnskit.ip.Verdict;
import io.github.ddnskit.policy.DetectionPolicy;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.rfc2136.AuthoritativeObserver;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.rfc2136.internal.Resolvers;
import io.github.ddnskit.rfc2136.internal.ServerAddress;
import io.github.ddnskit.rfc2136.transport.Deadline;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.StateStore;
import io.github.ddnskit.spi.UpdaterIdentity;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a name does not lead to the device, although "it was updated": compares what the device has, what the
 * client remembers, what each name server serves and what a resolver says. Thread-safe.
 *
 * <p>It reads and asks, and changes nothing at the provider: no update is ever sent. Whether an {@link Rfc2136Updater}'s key
 * and clock are right, it asks with a signed query. Sources, updaters and store are not closed.
 *
 * <pre>{@code
 * Diagnosis diagnosis = Doctor.builder()
 *         .host(Host.of("home.example.org", updater))
 *         .source(InterfaceIpSource.of("eth0"))
 *         .state(FileStateStore.at(Path.of("/var/lib/app/ddns.state")))
 *         .build()
 *         .examine(Hostname.of("home.example.org"));
 * diagnosis.findings().forEach(finding -> log.info("{}", finding));
 * }</pre>
 */
public final class Doctor {

    private final Map<Hostname, Host> hosts;
    private final Consensus consensus;
    private final Set<AddressClass> allowed;
    private final DetectionPolicy detection;
    private final UpdatePolicy policy;
    private final @Nullable StateStore store;
    private final List<String> resolvers;
    private final int port;
    private final Duration timeout;
    private final Clock clock;

    private Doctor(Builder builder) {
        this.hosts = new LinkedHashMap<>(builder.hosts);
        this.allowed = EnumSet.copyOf(builder.allowed);
        this.detection = builder.detection;
        this.policy = builder.policy;
        this.store = builder.store;
        this.resolvers = List.copyOf(builder.resolvers);
        this.port = builder.port;
        this.timeout = builder.timeout;
        this.clock = builder.clock;
        this.consensus = consensus(builder.sources);
    }

    /** {@return a builder without hosts and sources} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Examines a name. Takes a few seconds if servers do not answer, and not more than a few times the timeout.
     *
     * @param name one of the hosts
     * @return what was found
     * @throws IllegalArgumentException if it is not one of the hosts
     * @throws InterruptedException if the thread was interrupted
     */
    public Diagnosis examine(Hostname name) throws InterruptedException {
        Host host = hosts.get(name);
        if (host == null) {
            throw new IllegalArgumentException("this client does not keep " + name + "; it keeps "
                    + hosts.keySet().stream().map(Hostname::toString).collect(Collectors.joining(", ")));
        }
        Facts facts = gather(host);
        return new Diagnosis(name, facts.now(), facts.verdicts(), facts.published(), Checkup.of(facts));
    }

    private Facts gather(Host host) throws InterruptedException {
        Map<AddressFamily, Verdict> verdicts = new EnumMap<>(AddressFamily.class);
        Consensus asked = host.declared() == null ? consensus : consensus(List.of(host.declared()));
        for (AddressFamily family : AddressFamily.values()) {
            verdicts.put(family, asked.askAll(family));
        }
        Rfc2136Updater updater = host.updater() instanceof Rfc2136Updater rfc2136 ? rfc2136 : null;
        Outcome.Failed check =
                updater == null ? null : updater.check(host.name()).orElse(null);
        Wanted wanted = new Wanted(
                host.name(),
                host.families(),
                host.options().wildcard(),
                allowed,
                policy.within(host.updater().capabilities()).refreshEvery());
        return new Facts(
                clock.instant(),
                wanted,
                verdicts,
                observer(updater).view(host.name()),
                resolved(host.name()),
                memory(host),
                check);
    }

    private Consensus consensus(List<? extends IpSource> sources) {
        return Consensus.of(List.copyOf(sources), detection, allowed, clock);
    }

    private AuthoritativeObserver observer(@Nullable Rfc2136Updater updater) {
        AuthoritativeObserver.Builder observer =
                AuthoritativeObserver.builder().port(port).timeout(timeout).clock(clock);
        resolvers.forEach(observer::resolver);
        if (updater != null) {
            observer.updatedBy(updater);
        }
        return observer.build();
    }

    private Map<AddressFamily, Resolved> resolved(Hostname name) throws InterruptedException {
        Resolvers asked =
                Resolvers.of(resolvers.stream().map(ServerAddress::parse).toList());
        Map<AddressFamily, Resolved> resolved = new EnumMap<>(AddressFamily.class);
        Deadline deadline = Deadline.after(timeout);
        for (AddressFamily family : AddressFamily.values()) {
            try {
                Resolvers.Answer answer = asked.addresses(name, family, deadline);
                resolved.put(
                        family, new Resolved(asked.toString(), answer.rcode(), answer.addresses(), answer.ttl(), ""));
            } catch (IOException e) {
                String problem = String.valueOf(e.getMessage());
                resolved.put(family, new Resolved(asked.toString(), null, Set.of(), null, problem));
            }
        }
        return resolved;
    }

    private Memory memory(Host host) {
        if (store == null) {
            return new Memory(false, Map.of(), null);
        }
        try {
            Map<RecordKey, RecordState> all = store.load();
            UpdaterIdentity identity = host.updater().identity();
            Map<AddressFamily, RecordState> states = new EnumMap<>(AddressFamily.class);
            for (AddressFamily family : AddressFamily.values()) {
                RecordState state = all.get(new RecordKey(host.name(), family));
                if (state != null && state.target().equals(identity.target())) {
                    states.put(family, stands(state, identity) ? state : state.resumed());
                }
            }
            return new Memory(true, states, null);
        } catch (IOException e) {
            return new Memory(true, Map.of(), String.valueOf(e.getMessage()));
        }
    }

    /** A refusal of a configuration that has changed since no longer counts: the client will try again. */
    private static boolean stands(RecordState state, UpdaterIdentity identity) {
        RecordState.Halt halt = state.halt();
        try {
            return halt == null || identity.matches(halt.seal());
        } catch (IllegalStateException secretCannotBeRead) {
            return true;
        }
    }

    /** Gathers what a doctor needs: the same as the client has. Not thread-safe. */
    public static final class Builder {

        private final Map<Hostname, Host> hosts = new LinkedHashMap<>();
        private final List<IpSource> sources = new ArrayList<>();
        private final List<String> resolvers = new ArrayList<>();
        private final Set<AddressClass> allowed = EnumSet.of(AddressClass.GLOBAL);
        private DetectionPolicy detection = DetectionPolicy.standard();
        private UpdatePolicy policy = UpdatePolicy.standard();
        private @Nullable StateStore store;
        private int port = 53;
        private Duration timeout = Duration.ofSeconds(10);
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /**
         * Adds a host that can be examined.
         *
         * @param host a host of the client
         * @return this
         */
        public Builder host(Host host) {
            hosts.put(host.name(), host);
            return this;
        }

        /**
         * Adds a source of addresses.
         *
         * @param source a source of the client
         * @return this
         */
        public Builder source(IpSource source) {
            sources.add(source);
            return this;
        }

        /**
         * The policy of detection; the standard one if it is not given.
         *
         * @param detection the client's
         * @return this
         */
        public Builder detection(DetectionPolicy detection) {
            this.detection = detection;
            return this;
        }

        /**
         * When hosts are sent; the standard policy if it is not given.
         *
         * @param policy the client's
         * @return this
         */
        public Builder policy(UpdatePolicy policy) {
            this.policy = policy;
            return this;
        }

        /**
         * Classes of addresses that may be published although they are not global.
         *
         * @param classes the client's
         * @return this
         */
        public Builder allow(AddressClass... classes) {
            allowed.addAll(List.of(classes));
            return this;
        }

        /**
         * Where the client remembers. It is only read; but as at every start of the client, a file that is damaged is set
         * aside.
         *
         * @param store the client's store, or another for the same file
         * @return this
         */
        public Builder state(StateStore store) {
            this.store = store;
            return this;
        }

        /**
         * Adds a resolver, which stands for those that ask for the name; those of the system if none is added.
         *
         * @param resolver its name or address, with {@code :port} unless it is 53
         * @return this
         * @throws IllegalArgumentException if it is not the address of a server
         */
        public Builder resolver(String resolver) {
            ServerAddress.parse(resolver);
            resolvers.add(resolver);
            return this;
        }

        /**
         * As {@link AuthoritativeObserver.Builder#port}.
         *
         * @param port 1 to 65535
         * @return this
         */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /**
         * How long the name servers are waited for in all, and the resolvers likewise; 10 s if it is not given.
         *
         * @param timeout more than nothing, an hour at most
         * @return this
         */
        public Builder timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        /**
         * The clock to which the client's memory is compared; the system's if it is not given.
         *
         * @param clock a clock
         * @return this
         */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Makes the doctor. Nothing is sent yet.
         *
         * @return a new doctor
         * @throws IllegalArgumentException if the port or timeout is out of range
         */
        public Doctor build() {
            AuthoritativeObserver.builder().port(port).timeout(timeout); // refuses what is out of range
            return new Doctor(this);
        }
    }
}
