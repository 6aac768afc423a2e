package io.github.ddnskit.rest;

import static io.github.ddnskit.FailureReason.BAD_REQUEST;
import static io.github.ddnskit.FailureReason.CONFLICT;
import static io.github.ddnskit.FailureReason.UNKNOWN_HOST;
import static io.github.ddnskit.FailureReason.UNREACHABLE;
import static io.github.ddnskit.FailureReason.UNSUPPORTED;
import static io.github.ddnskit.FailureReason.ZONE_NOT_SERVED;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Publishes addresses with an API that reads and writes whole RRsets: finds the zone, reads what is there, and writes
 * what differs. An API says how, by implementing {@link #findZone}, {@link #read} and {@link #write}. Thread-safe.
 */
abstract class RestUpdater extends RestClient implements DnsUpdater {

    private static final Set<FailureReason> OF_ONE_CHANGE = Set.of(BAD_REQUEST, CONFLICT, UNSUPPORTED, UNKNOWN_HOST);
    private static final Set<FailureReason> OF_A_LOST_ZONE = Set.of(ZONE_NOT_SERVED, UNKNOWN_HOST);

    private final Map<Hostname, Zone> zones = new ConcurrentHashMap<>();
    private final Ttls ttls;
    private final Capabilities capabilities;

    /**
     * Begins an updater.
     *
     * @param capabilities if a batch may be of several hosts, all changes to a zone are written together
     */
    RestUpdater(RestBuilder<?, ?> builder, Ttls ttls, Capabilities capabilities) {
        super(builder);
        this.ttls = ttls;
        this.capabilities = capabilities;
    }

    /** The zone that holds a host, the longest if several do; see {@link #firstZone} and {@link Zone#longest}. */
    abstract Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException;

    /** What is there now, if anything is. */
    abstract Optional<Rrset> read(RrsetName name) throws ApiException, InterruptedException;

    /** Makes RRsets of one zone as they should be, all of them or none, and touches no others. */
    abstract void write(Zone zone, List<Change> changes) throws ApiException, InterruptedException;

    /** Whether what is neither address nor TTL is as the user wishes it. */
    boolean isAsWished(Rrset current) {
        return true;
    }

    /** What a new RRset gets, in seconds. */
    final long defaultTtl() {
        return ttls.byDefault();
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public UpdateReport update(Update update) throws InterruptedException {
        return updateAll(List.of(update)).get(0);
    }

    @Override
    public List<UpdateReport> updateAll(List<Update> updates) throws InterruptedException {
        List<List<Step>> all = updates.stream().map(Step::of).toList();
        Run run = new Run();
        for (List<Step> steps : all) {
            if (!steps.isEmpty()) {
                run.attempt(steps, () -> {
                    requireSupported(steps.get(0));
                    zone(steps.get(0).host());
                });
            }
        }
        List<Step> each = all.stream().flatMap(List::stream).toList();
        for (Step step : each) {
            if (!step.isFailed()) {
                run.attempt(List.of(step), () -> plan(step));
            }
        }
        for (List<Step> together : batches(each)) {
            run.write(together);
        }
        List<UpdateReport> reports = new ArrayList<>();
        for (int i = 0; i < updates.size(); i++) {
            reports.add(Step.report(updates.get(i), all.get(i)));
        }
        return reports;
    }

    private void requireSupported(Step step) throws ApiException {
        RecordOptions options = step.options();
        if (options.mailExchanger() != null) {
            throw ApiException.never(UNSUPPORTED, "this updater publishes no mail exchanger: set it at the provider");
        }
        if (options.ttl() != null && !ttls.allow(options.ttl().toSeconds())) {
            throw ApiException.never(
                    UNSUPPORTED,
                    "this provider takes " + ttls + ", not " + options.ttl().toSeconds());
        }
        if (options.wildcard() && step.host().isWildcard()) {
            throw ApiException.never(UNSUPPORTED, step.host() + " is a wildcard already, and there is none below it");
        }
    }

    private Zone zone(Hostname host) throws ApiException, InterruptedException {
        Zone known = zones.get(host);
        if (known != null) {
            return known;
        }
        Zone found = findZone(host)
                .orElseThrow(() -> ApiException.of(
                        ZONE_NOT_SERVED,
                        "no zone in this account holds " + host + ", or the credentials do not see it"));
        zones.put(host, found);
        return found;
    }

    private void plan(Step step) throws ApiException, InterruptedException {
        RrsetName name = step.name(zone(step.host()));
        Rrset current = read(name).orElse(null);
        Long ttl = step.options().ttl() == null
                ? null
                : Long.valueOf(step.options().ttl().toSeconds());
        boolean reached = current == null
                ? step.addresses().isEmpty()
                : current.addresses().equals(step.addresses())
                        && (ttl == null || ttl.equals(current.ttl()))
                        && isAsWished(current);
        if (!reached) {
            step.mustChange(new Change(name, current, step.addresses(), ttl));
        }
    }

    private Collection<List<Step>> batches(List<Step> steps) {
        Map<Object, List<Step>> batches = new LinkedHashMap<>();
        for (Step step : steps) {
            Change change = step.change();
            if (change != null) {
                Object key = capabilities.batchSize() > 1 ? change.name().zone() : step;
                batches.computeIfAbsent(key, any -> new ArrayList<>()).add(step);
            }
        }
        return batches.values();
    }

    /** Asks for a zone of this very name; that there is none may also be said by {@link FailureReason#ZONE_NOT_SERVED}. */
    interface ZoneLookup {
        Optional<Zone> find(Hostname name) throws ApiException, InterruptedException;
    }

    /** Asks for the host itself as a zone, then for its parent, and so on down to {@code least} labels. */
    static Optional<Zone> firstZone(Hostname host, int least, ZoneLookup lookup)
            throws ApiException, InterruptedException {
        return first(names(host, least), lookup);
    }

    /**
     * Asks for the shortest name of two labels as a zone, then for the next longer one, up to the host: for a registrar,
     * where a zone is a domain that was registered, and a wrong guess costs a request out of few.
     */
    static Optional<Zone> registeredZone(Hostname host, ZoneLookup lookup) throws ApiException, InterruptedException {
        List<Hostname> names = names(host, 2);
        Collections.reverse(names);
        return first(names, lookup);
    }

    /** Asks for each name as a resource of the collection of zones, in which a zone has its name for an id. */
    final Optional<Zone> firstZone(Hostname host, String zones) throws ApiException, InterruptedException {
        return firstZone(
                host, 2, name -> find(RestCall.get(zones, name.ascii())).map(found -> new Zone(name.ascii(), name)));
    }

    private static Optional<Zone> first(List<Hostname> names, ZoneLookup lookup)
            throws ApiException, InterruptedException {
        for (Hostname name : names) {
            try {
                Optional<Zone> found = lookup.find(name);
                if (found.isPresent()) {
                    return found;
                }
            } catch (ApiException e) {
                if (e.failed().reason() != ZONE_NOT_SERVED) {
                    throw e;
                }
            }
        }
        return Optional.empty();
    }

    private static List<Hostname> names(Hostname host, int least) {
        List<String> labels = host.labels();
        List<Hostname> names = new ArrayList<>();
        for (int i = host.isWildcard() ? 1 : 0; i <= labels.size() - least; i++) {
            names.add(Hostname.of(String.join(".", labels.subList(i, labels.size()))));
        }
        return names;
    }

    private interface Work {
        void run() throws ApiException, InterruptedException;
    }

    /** One call of {@link #updateAll}: once the provider is known to answer nobody, nothing more is sent to it. */
    private final class Run {

        private Outcome.@Nullable Failed halt;

        void attempt(List<Step> steps, Work work) throws InterruptedException {
            try {
                attempt(work);
            } catch (ApiException e) {
                fail(steps, e.failed());
            }
        }

        void write(List<Step> steps) throws InterruptedException {
            List<Change> changes =
                    steps.stream().map(Step::change).filter(Objects::nonNull).toList();
            try {
                attempt(() -> RestUpdater.this.write(changes.get(0).name().zone(), changes));
            } catch (ApiException e) {
                if (steps.size() > 1 && OF_ONE_CHANGE.contains(e.failed().reason())) {
                    // one bad change must not hold up the others
                    for (Step step : steps) {
                        write(List.of(step));
                    }
                } else {
                    fail(steps, e.failed());
                }
            }
        }

        private void attempt(Work work) throws ApiException, InterruptedException {
            if (halt != null) {
                throw new ApiException(halt);
            }
            try {
                work.run();
            } catch (ApiException e) {
                if (e.failed().isAccountWide() || e.failed().reason() == UNREACHABLE) {
                    halt = e.failed();
                }
                throw e;
            }
        }

        private void fail(List<Step> steps, Outcome.Failed failure) {
            for (Step step : steps) {
                step.fail(failure);
                if (OF_A_LOST_ZONE.contains(failure.reason())) {
                    zones.remove(step.host());
                }
            }
        }
    }
}
