package io.github.ddnskit.examples.client;

import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.rfc2136.AuthoritativeObserver;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.ObservedRecords;
import io.github.ddnskit.spi.RecordObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks for each host the name server that has authority for it. Thread-safe. */
final class HostObserver implements RecordObserver {

    private static final String NAME_SERVER = "rfc2136:";

    private final Map<Hostname, RecordObserver> observers = new HashMap<>();

    /** Creates one for these hosts; nothing is asked yet. */
    HostObserver(List<Host> hosts) {
        for (Host host : hosts) {
            RecordObserver observer = observer(host);
            if (observer != null) {
                observers.put(host.name(), observer);
            }
        }
    }

    @Override
    public ObservedRecords observe(Hostname host) throws InterruptedException {
        RecordObserver observer = observers.get(host);
        if (observer == null) {
            Observation unknown = Observation.unknown("it is not known which name server has authority for " + host);
            return new ObservedRecords(unknown, unknown);
        }
        return observer.observe(host);
    }

    /** What looks at one host: the server that is updated, as the identity of its updater tells it. */
    private static @Nullable RecordObserver observer(Host host) {
        String target = host.updater().identity().target();
        return target.startsWith(NAME_SERVER)
                ? AuthoritativeObserver.at(target.substring(NAME_SERVER.length(), target.lastIndexOf('/')))
                : null;
    }
}
