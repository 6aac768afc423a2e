package io.github.ddnskit.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.ip.SpecialAddresses;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Query;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Asks the sources in their order until one has found an address that may be published. A family is absent only if every
 * source says so.
 */
final class Detector {

    private static final System.Logger LOG = System.getLogger(Detector.class.getName());
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final List<IpSource> sources;
    private final Set<AddressClass> publishable;

    Detector(List<IpSource> sources, Set<AddressClass> publishable) {
        this.sources = sources;
        this.publishable = publishable;
    }

    Observation detect(AddressFamily family) throws InterruptedException {
        List<String> unknown = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        Duration retryAfter = null;
        for (IpSource source : sources) {
            Observation observation = vet(ask(source, family), family);
            if (observation instanceof Observation.Found) {
                return observation;
            }
            if (observation instanceof Observation.Absent none) {
                absent.add(none.reason());
            } else if (observation instanceof Observation.Unknown cause) {
                unknown.add(cause.cause());
                Duration after = cause.retryAfter();
                if (after != null && (retryAfter == null || after.compareTo(retryAfter) > 0)) {
                    retryAfter = after;
                }
            }
        }
        return unknown.isEmpty()
                ? Observation.absent(String.join("; ", absent))
                : new Observation.Unknown(String.join("; ", unknown), retryAfter);
    }

    private static Observation ask(IpSource source, AddressFamily family) throws InterruptedException {
        try {
            return source.observe(Query.of(family, TIMEOUT));
        } catch (RuntimeException e) {
            // Without its message, which could hold anything.
            LOG.log(System.Logger.Level.ERROR, "the source {0} threw {1}", source.id(), e.getClass());
            return Observation.unknown(
                    "the source " + source.id() + " failed: " + e.getClass().getSimpleName());
        }
    }

    private Observation vet(Observation observation, AddressFamily family) {
        if (!(observation instanceof Observation.Found found)) {
            return observation;
        }
        Set<InetAddress> usable = new LinkedHashSet<>();
        List<String> refused = new ArrayList<>();
        for (InetAddress address : found.addresses()) {
            AddressClass addressClass = SpecialAddresses.classify(address);
            if (AddressFamily.of(address) != family) {
                refused.add(IpLiteral.format(address) + " is not an " + family + " address");
            } else if (!publishable.contains(addressClass)) {
                refused.add(IpLiteral.format(address) + " is in " + SpecialAddresses.rangeOf(address)
                        + " and not published unless " + addressClass + " addresses are allowed");
            } else {
                usable.add(address);
            }
        }
        return usable.isEmpty()
                ? Observation.unknown(String.join("; ", refused) + " (" + found.provenance() + ")")
                : new Observation.Found(usable, found.provenance());
    }
}
