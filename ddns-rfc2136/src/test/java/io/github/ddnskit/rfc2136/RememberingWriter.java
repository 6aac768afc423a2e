package io.github.ddnskit.rfc2136;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A client that remembers what was confirmed, as the engine does. */
final class RememberingWriter {

    private final Rfc2136Updater updater;
    private final Map<RecordKey, RecordState> states = new HashMap<>();

    RememberingWriter(Rfc2136Updater.Builder builder) {
        updater = builder.build();
    }

    Outcome publish(String host, String... addresses) throws InterruptedException {
        return update(host, Goal.publish(addresses), Goal.keep()).ipv4();
    }

    Outcome remove(String host) throws InterruptedException {
        return update(host, Goal.remove(), Goal.keep()).ipv4();
    }

    /** Something was sent of which it is not known what became of it. */
    void forget(String host, String... attempted) {
        RecordKey key = new RecordKey(Hostname.of(host), AddressFamily.IPV4);
        states.put(key, known(key).attempting(addresses(attempted), Instant.EPOCH));
    }

    UpdateReport update(String host, Goal ipv4, Goal ipv6) throws InterruptedException {
        Update update = Update.of(Hostname.of(host), ipv4, ipv6);
        UpdateReport report = updater.updateAll(List.of(update), this::known).get(0);
        for (AddressFamily family : AddressFamily.values()) {
            RecordKey key = new RecordKey(update.host(), family);
            Outcome outcome = report.outcome(family);
            if (outcome instanceof Outcome.Published || outcome instanceof Outcome.Unchanged) {
                Set<InetAddress> now =
                        update.goal(family) instanceof Goal.Publish publish ? publish.addresses() : Set.of();
                states.put(key, known(key).confirmed(now, "", Instant.EPOCH));
            } else if (outcome instanceof Outcome.Failed) {
                Set<InetAddress> sent =
                        update.goal(family) instanceof Goal.Publish publish ? publish.addresses() : Set.of();
                states.put(key, known(key).attempting(sent, Instant.EPOCH));
            }
        }
        return report;
    }

    private RecordState known(RecordKey key) {
        return Optional.ofNullable(states.get(key)).orElseGet(() -> RecordState.unknown("test"));
    }

    private static Set<InetAddress> addresses(String... literals) {
        return Arrays.stream(literals).map(IpLiteral::parse).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
