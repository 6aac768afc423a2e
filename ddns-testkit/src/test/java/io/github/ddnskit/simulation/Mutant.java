package io.github.ddnskit.simulation;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Host;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.Scheduler;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.StateStore;
import io.github.ddnskit.spi.UpdaterIdentity;
import io.github.ddnskit.spi.Vantage;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Something that is broken around the client, and makes it break a promise. */
enum Mutant implements Sabotage {

    /** What was seen last is taken for what is seen now when nobody knows. */
    BELIEVES_THE_PAST(Invariant.FAILED_DETECTION_CHANGES_NOTHING) {
        @Override
        public IpSource source(IpSource source) {
            Map<AddressFamily, Observation> last = new EnumMap<>(AddressFamily.class);
            return new Source(source) {
                @Override
                public Observation observe(Query query) throws InterruptedException {
                    Observation seen = source.observe(query);
                    if (seen instanceof Observation.Found) {
                        last.put(query.family(), seen);
                    }
                    return seen instanceof Observation.Unknown ? last.getOrDefault(query.family(), seen) : seen;
                }
            };
        }
    },

    /** Not knowing is taken for knowing that there is none. */
    REMOVES_WHEN_NOBODY_KNOWS(Invariant.FAILED_DETECTION_CHANGES_NOTHING) {
        @Override
        public IpSource source(IpSource source) {
            return new Source(source) {
                @Override
                public Observation observe(Query query) throws InterruptedException {
                    Observation seen = source.observe(query);
                    return seen instanceof Observation.Unknown ? Observation.absent("nobody knows") : seen;
                }
            };
        }
    },

    /** All addresses may be published. */
    PUBLISHES_ANYTHING(Invariant.ONLY_GLOBAL_UNICAST) {
        @Override
        public DdnsClient.Builder client(DdnsClient.Builder builder, DnsUpdater anyUpdater) {
            return builder.allow(AddressClass.values());
        }
    },

    /** The client does not hear when to come back. */
    IS_DEAF_TO_WAITS(Invariant.PROVIDERS_WISHES) {
        @Override
        public DnsUpdater updater(DnsUpdater updater) {
            return reporting(updater, Mutant::withoutAdvice);
        }
    },

    /** The store forgets what the provider demanded. */
    FORGETS_DEMANDS(Invariant.PROVIDERS_WISHES) {
        @Override
        public StateStore store(StateStore store) {
            return saving(
                    store,
                    state -> new RecordState(
                            state.target(), state.confirmed(), state.attempts(), state.sentAt(), 0, null, null));
        }
    },

    /** The client refreshes what needs no refresh. */
    REFRESHES_FOR_NOTHING(Invariant.NOTHING_TWICE) {
        @Override
        public DnsUpdater updater(DnsUpdater updater) {
            return with(
                    updater,
                    own -> new Capabilities(
                            own.families(),
                            own.batchSize(),
                            own.minimumInterval(),
                            Duration.ofMinutes(1),
                            false,
                            own.familiesIndependent(),
                            false));
        }
    },

    /** The client does not refresh what lapses. */
    NEVER_REFRESHES(Invariant.NOTHING_TWICE) {
        @Override
        public DnsUpdater updater(DnsUpdater updater) {
            return with(
                    updater,
                    own -> new Capabilities(
                            own.families(),
                            own.batchSize(),
                            own.minimumInterval(),
                            null,
                            true,
                            own.familiesIndependent(),
                            false));
        }
    },

    /** A reply that nobody could authenticate is taken for a success. */
    BELIEVES_ANY_REPLY(Invariant.CONFIRMED_BEFORE_RECORDED) {
        @Override
        public DnsUpdater updater(DnsUpdater updater) {
            return reporting(updater, Mutant::asIfVerified);
        }
    },

    /** A provider that replaces both families is taken for one that does not. */
    FORGETS_THE_OTHER_FAMILY(Invariant.FAMILIES_APART) {
        @Override
        public DnsUpdater updater(DnsUpdater updater) {
            return with(
                    updater,
                    own -> new Capabilities(
                            own.families(),
                            own.batchSize(),
                            own.minimumInterval(),
                            own.refreshEvery(),
                            own.refreshForbidden(),
                            true,
                            false));
        }
    },

    /** What fails for one family fails for both. */
    LETS_FAMILIES_WAIT_FOR_EACH_OTHER(Invariant.FAMILIES_APART) {
        @Override
        public IpSource source(IpSource source) {
            return new Source(source) {
                @Override
                public Observation observe(Query query) throws InterruptedException {
                    for (AddressFamily family : AddressFamily.values()) {
                        if (source.observe(Query.of(family, query.timeout())) instanceof Observation.Unknown unknown) {
                            return unknown;
                        }
                    }
                    return source.observe(query);
                }
            };
        }
    },

    /** An updater writes the secret into the reason of its failures. */
    TELLS_SECRETS(Invariant.NO_SECRETS) {
        @Override
        public DnsUpdater updater(DnsUpdater updater) {
            return reporting(updater, Mutant::withSecret);
        }
    },

    /** The client cares for a name that is not its own. */
    TOUCHES_A_NEIGHBOUR(Invariant.NOTHING_FOREIGN) {
        @Override
        public DdnsClient.Builder client(DdnsClient.Builder builder, DnsUpdater anyUpdater) {
            return builder.host(Host.of("neighbour.example.org", anyUpdater));
        }
    },

    /** The disk says that it has written, and has not. */
    DISK_LIES(Invariant.CRASHES_LOSE_NOTHING) {
        @Override
        public boolean diskFlushes() {
            return false;
        }
    },

    /** The store forgets what was confirmed. */
    FORGETS_CONFIRMATIONS(Invariant.CRASHES_LOSE_NOTHING) {
        @Override
        public StateStore store(StateStore store) {
            return saving(
                    store,
                    state -> new RecordState(
                            state.target(),
                            null,
                            state.attempts(),
                            state.sentAt(),
                            state.failures(),
                            state.notBefore(),
                            state.halt()));
        }
    },

    /** The client is too slow by far. */
    WAITS_TOO_LONG(Invariant.CONVERGENCE) {
        @Override
        public Scheduler scheduler(Scheduler scheduler) {
            return new Scheduler() {
                @Override
                public Task schedule(Duration delay, Runnable task) {
                    return scheduler.schedule(delay.multipliedBy(50), task);
                }

                @Override
                public Thread newThread(Runnable task) {
                    return scheduler.newThread(task);
                }

                @Override
                public void close() {
                    scheduler.close();
                }
            };
        }
    };

    private final Invariant broken;

    Mutant(Invariant broken) {
        this.broken = broken;
    }

    /** The promise that is broken. */
    Invariant broken() {
        return broken;
    }

    private static UpdateReport withoutAdvice(Update update, UpdateReport report) {
        return each(
                report,
                outcome -> outcome instanceof Outcome.Failed failed
                        ? Outcome.failed(failed.reason(), Retry.backoff(), failed.detail())
                        : outcome);
    }

    private static UpdateReport withSecret(Update update, UpdateReport report) {
        return each(
                report,
                outcome -> outcome instanceof Outcome.Failed failed
                        ? Outcome.failed(failed.reason(), failed.retry(), "not with " + Checks.SECRET)
                        : outcome);
    }

    private static UpdateReport asIfVerified(Update update, UpdateReport report) {
        UpdateReport reached = UpdateReport.published(update);
        return new UpdateReport(
                isUnverified(report.ipv4()) ? reached.ipv4() : report.ipv4(),
                isUnverified(report.ipv6()) ? reached.ipv6() : report.ipv6());
    }

    private static boolean isUnverified(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed && failed.reason() == FailureReason.UNVERIFIED_REPLY;
    }

    private static UpdateReport each(UpdateReport report, UnaryOperator<Outcome> change) {
        return new UpdateReport(change.apply(report.ipv4()), change.apply(report.ipv6()));
    }

    private static DnsUpdater with(DnsUpdater updater, UnaryOperator<Capabilities> change) {
        return new Updater(updater, change.apply(updater.capabilities()), (update, report) -> report);
    }

    private static DnsUpdater reporting(DnsUpdater updater, BiFunction<Update, UpdateReport, UpdateReport> change) {
        return new Updater(updater, updater.capabilities(), change);
    }

    private static StateStore saving(StateStore store, UnaryOperator<RecordState> change) {
        return new StateStore() {
            @Override
            public Map<RecordKey, RecordState> load() throws IOException {
                return store.load();
            }

            @Override
            public void save(Map<RecordKey, RecordState> changes) throws IOException {
                Map<RecordKey, RecordState> changed = new HashMap<>(changes);
                changed.replaceAll((key, state) -> change.apply(state));
                store.save(changed);
            }
        };
    }

    private record Updater(
            DnsUpdater updater, Capabilities capabilities, BiFunction<Update, UpdateReport, UpdateReport> change)
            implements DnsUpdater {
        @Override
        public UpdaterIdentity identity() {
            return updater.identity();
        }

        @Override
        public UpdateReport update(Update update) throws InterruptedException {
            return updateAll(List.of(update)).get(0);
        }

        @Override
        public List<UpdateReport> updateAll(List<Update> updates) throws InterruptedException {
            List<UpdateReport> reports = updater.updateAll(updates);
            for (int i = 0; reports.size() == updates.size() && i < reports.size(); i++) {
                if (Objects.nonNull(reports.get(i))) {
                    reports.set(i, change.apply(updates.get(i), reports.get(i)));
                }
            }
            return reports;
        }
    }

    private abstract static class Source implements IpSource {
        private final IpSource source;

        Source(IpSource source) {
            this.source = source;
        }

        @Override
        public SourceId id() {
            return source.id();
        }

        @Override
        public Vantage vantage() {
            return source.vantage();
        }

        @Override
        public EnumSet<AddressFamily> families() {
            return EnumSet.allOf(AddressFamily.class);
        }
    }
}
