package io.github.ddnskit.engine;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.UpdaterIdentity;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An updater whose DNS is a map, which does as it is told or fails as a script says. */
final class MemoryUpdater implements DnsUpdater {

    private final Map<RecordKey, String> records = new ConcurrentHashMap<>();
    private final List<List<Update>> batches = new CopyOnWriteArrayList<>();
    private final Deque<UnaryOperator<UpdateReport>> script = new ArrayDeque<>();
    private Capabilities capabilities = Capabilities.standard();
    private UpdaterIdentity identity = UpdaterIdentity.of("memory", "me", Secret.of("s3cr3t"));
    private final Map<RecordKey, RecordState> known = new ConcurrentHashMap<>();
    private volatile @Nullable Duration lease;
    private boolean closed;

    /** Every name must be sent again within a time from now on. */
    MemoryUpdater lease(@Nullable Duration lease) {
        this.lease = lease;
        return this;
    }

    /** What the client knew of a record before it was sent last. */
    @Nullable
    RecordState known(String host, AddressFamily family) {
        return known.get(new RecordKey(Hostname.of(host), family));
    }

    MemoryUpdater capabilities(Capabilities capabilities) {
        this.capabilities = capabilities;
        return this;
    }

    MemoryUpdater identity(UpdaterIdentity identity) {
        this.identity = identity;
        return this;
    }

    /** The next update changes the records, and then its report is changed. */
    MemoryUpdater then(UnaryOperator<UpdateReport> change) {
        script.add(change);
        return this;
    }

    /** The next updates fail and change nothing. */
    MemoryUpdater failNext(int times, FailureReason reason, Retry retry) {
        for (int i = 0; i < times; i++) {
            script.add(report -> {
                throw new FailureRequested(Outcome.failed(reason, retry, "as the test demands"));
            });
        }
        return this;
    }

    /** The next updates succeed. */
    void succeed() {
        script.clear();
    }

    String address(String host, AddressFamily family) {
        return records.getOrDefault(new RecordKey(Hostname.of(host), family), "none");
    }

    List<List<Update>> batches() {
        return batches;
    }

    List<Update> updates() {
        return batches.stream().flatMap(List::stream).toList();
    }

    boolean closed() {
        return closed;
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public UpdaterIdentity identity() {
        return identity;
    }

    @Override
    public UpdateReport update(Update update) {
        throw new AssertionError("the engine sends batches");
    }

    @Override
    public @Nullable Duration refreshEvery(Hostname host) {
        return lease;
    }

    @Override
    public List<UpdateReport> updateAll(List<Update> updates, Function<RecordKey, RecordState> before) {
        for (Update update : updates) {
            for (AddressFamily family : AddressFamily.values()) {
                RecordKey key = new RecordKey(update.host(), family);
                known.put(key, before.apply(key));
            }
        }
        return updateAll(updates);
    }

    @Override
    public synchronized List<UpdateReport> updateAll(List<Update> updates) {
        batches.add(List.copyOf(updates));
        List<UpdateReport> reports = new ArrayList<>();
        for (Update update : updates) {
            UnaryOperator<UpdateReport> change = script.isEmpty() ? UnaryOperator.identity() : script.remove();
            try {
                UpdateReport report = change.apply(UpdateReport.published(update));
                apply(update);
                reports.add(report);
            } catch (FailureRequested failure) {
                reports.add(UpdateReport.failed(update, failure.failure));
            }
        }
        return reports;
    }

    @Override
    public void close() {
        closed = true;
    }

    private void apply(Update update) {
        for (AddressFamily family : AddressFamily.values()) {
            RecordKey key = new RecordKey(update.host(), family);
            if (update.goal(family) instanceof Goal.Publish publish) {
                records.put(key, IpLiteral.format(publish.addresses()));
            } else if (update.goal(family) instanceof Goal.Remove) {
                records.remove(key);
            }
        }
    }

    private static final class FailureRequested extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Outcome.Failed failure;

        FailureRequested(Outcome.Failed failure) {
            this.failure = failure;
        }
    }
}
