package io.github.ddnskit.examples.client;

import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.rfc2136.AuthoritativeObserver;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.ObservedRecords;
import io.github.ddnskit.spi.RecordObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks for each host all name servers that have authority for it. Thread-safe. */
final class HostObserver implements RecordObserver {

    private final Map<Hostname, RecordObserver> observers = new HashMap<>();

    /** Creates one for these hosts; nothing is asked yet. */
    HostObserver(List<Host> hosts) {
        hosts.forEach(host -> observers.put(host.name(), observer(host)));
    }

    @Override
    public ObservedRecords observe(Hostname host) throws InterruptedException {
        RecordObserver observer = observers.get(host);
        if (observer == null) {
            Observation unknown = Observation.unknown(host + " is not among the hosts any more");
            return new ObservedRecords(unknown, unknown);
        }
        return observer.observe(host);
    }

    /** What looks at one host, beginning at the server that is updated if that is known. */
    private static RecordObserver observer(Host host) {
        AuthoritativeObserver.Builder observer = AuthoritativeObserver.builder();
        return (host.updater() instanceof Rfc2136Updater updater ? observer.updatedBy(updater) : observer).build();
    }
}
