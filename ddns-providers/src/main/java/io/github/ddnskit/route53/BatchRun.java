package io.github.ddnskit.route53;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.UpdateReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries out updates of several hosts: finds their zones, reads, plans, writes, waits. Not thread-safe. */
final class BatchRun {

    private static final Duration FIRST_LOOK = Duration.ofSeconds(2);
    private static final Duration LATER_LOOKS = Duration.ofSeconds(5);

    private final Route53Api api;
    private final Zones zones;
    private final Options options;
    private final Ticker ticker;
    private final Deadline deadline;
    private final List<Sent> unconfirmed = new ArrayList<>();

    BatchRun(Route53Api api, Zones zones, Options options, Ticker ticker) {
        this.api = api;
        this.zones = zones;
        this.options = options;
        this.ticker = ticker;
        this.deadline = Deadline.after(options.timeout(), ticker);
    }

    /**
     * What the user chose.
     *
     * @param zoneId the zone to write to, or null to find it
     * @param ttl of records that are new
     * @param owner whose records may be touched, or null for any
     * @param timeout of a call, without the wait for the name servers
     * @param sync how long to wait for the name servers, or null for not at all
     */
    record Options(
            @Nullable String zoneId,
            Duration ttl,
            @Nullable OwnerRecord owner,
            Duration timeout,
            @Nullable Duration sync) {}

    private record Sent(String change, List<Part> parts) {}

    List<UpdateReport> run(List<HostJob> jobs) throws InterruptedException {
        for (Map.Entry<String, List<HostJob>> zone : byZone(jobs).entrySet()) {
            try {
                publish(zone.getKey(), zone.getValue());
            } catch (Route53Exception e) {
                zones.forget(zone.getKey());
                zone.getValue().forEach(job -> job.fail(e.failed()));
            }
        }
        if (options.sync() != null) {
            awaitSync(Deadline.after(options.sync(), ticker));
        }
        return jobs.stream().map(HostJob::report).toList();
    }

    private Map<String, List<HostJob>> byZone(List<HostJob> jobs) throws InterruptedException {
        Map<String, List<HostJob>> byZone = new LinkedHashMap<>();
        Zones.Search search = zones.search(deadline.twoThirds());
        for (HostJob job : jobs) {
            if (job.isOpen()) {
                try {
                    String zone = options.zoneId() != null
                            ? options.zoneId()
                            : search.find(job.update().host());
                    byZone.computeIfAbsent(zone, id -> new ArrayList<>()).add(job);
                } catch (Route53Exception e) {
                    job.fail(e.failed());
                }
            }
        }
        return byZone;
    }

    private void publish(String zone, List<HostJob> jobs) throws Route53Exception, InterruptedException {
        Set<String> names = new LinkedHashSet<>();
        jobs.forEach(job -> names.addAll(job.names()));
        RecordReader.Reading reading = new RecordReader(api).read(zone, names, deadline.twoThirds());
        for (HostJob job : jobs) {
            if (reading.sets().keySet().containsAll(job.names())) {
                job.plan(reading.sets(), options.ttl());
            } else {
                job.fail(reading.failure().orElseThrow());
            }
        }
        for (List<Part> batch :
                ChangeBatch.pack(jobs.stream().map(HostJob::parts).toList())) {
            commit(zone, batch);
        }
    }

    /** A batch that is refused for what it holds is halved until only those changes fail that are to blame. */
    private void commit(String zone, List<Part> parts) throws InterruptedException {
        List<Change> changes =
                parts.stream().flatMap(part -> part.changes().stream()).toList();
        try {
            Route53Xml.ChangeInfo change = api.change(zone, changes, deadline);
            if (!change.isInSync()) {
                unconfirmed.add(new Sent(change.id(), parts));
            }
        } catch (Route53Exception e) {
            if (e.isRefusedBatch() && parts.size() > 1) {
                int half = parts.size() / 2;
                commit(zone, parts.subList(0, half));
                commit(zone, parts.subList(half, parts.size()));
            } else {
                parts.forEach(part -> part.fail(e.failed()));
            }
        }
    }

    private void awaitSync(Deadline syncDeadline) throws InterruptedException {
        for (Sent sent : unconfirmed) {
            try {
                awaitSync(sent.change(), syncDeadline);
            } catch (Route53Exception e) {
                sent.parts().forEach(part -> part.fail(e.failed()));
            }
        }
    }

    private void awaitSync(String change, Deadline syncDeadline) throws Route53Exception, InterruptedException {
        Duration wait = FIRST_LOOK;
        while (!api.changeInfo(change, syncDeadline).isInSync()) {
            if (!syncDeadline.allows(wait)) {
                throw new Route53Exception(Outcome.failed(
                        FailureReason.SERVER_ERROR,
                        Retry.backoff(),
                        "Route 53 took the change " + change
                                + ", but did not bring it to all its name servers in the time to wait for that"));
            }
            ticker.await(wait);
            wait = LATER_LOOKS;
        }
    }
}
