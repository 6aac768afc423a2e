package io.github.ddnskit.jp;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.RecordObserver;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/**
 * Publishes by update packet, and believes nothing but DNS. A packet takes its time, and this waits for nothing: what DNS
 * does not show at once is a failure that the next attempt finds to be none.
 *
 * @param updateHost where packets go
 * @param port the UDP port they go to
 * @param observer asks DNS
 * @param clock the time from which waits count
 */
record FletsPackets(Secret updateHost, int port, RecordObserver observer, Clock clock) {

    /** The records live for 60 s; an answer from before the packet must have left every cache. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(65);

    Outcome publish(Hostname host, InetAddress address) throws InterruptedException {
        Hostname unbilled = unbilled(host);
        if (shows(observer.observe(unbilled).ipv6(), address)) {
            return new Outcome.Unchanged(Set.of(address));
        }
        try {
            UpdatePacket.send(address, updateHost.reveal(), port);
        } catch (BindException e) {
            return unsent("the address is not one of this device, and the packet must come from it");
        } catch (IOException e) {
            return unsent(e.getClass().getSimpleName());
        }
        Observation seen = observer.observe(unbilled).ipv6();
        if (shows(seen, address)) {
            return new Outcome.Published(Set.of(address));
        }
        return Outcome.failed(
                FailureReason.UNVERIFIED_REPLY,
                Retry.notBefore(clock.instant().plus(LOOK_AGAIN)),
                "the update packet was sent, and " + unbilled + " does not show the address yet ("
                        + (seen instanceof Observation.Unknown unknown ? unknown.cause() : "another or none") + ")");
    }

    private static boolean shows(Observation seen, InetAddress address) {
        return seen instanceof Observation.Found found && found.addresses().equals(Set.of(address));
    }

    private static Outcome unsent(String why) {
        return Outcome.failed(
                FailureReason.UNREACHABLE, Retry.backoff(), "the update packet could not be sent: " + why);
    }

    /** The name that is answered alike, and not counted as used: with {@code -ngn} behind its first label. */
    private static Hostname unbilled(Hostname host) {
        String first = host.labels().get(0);
        return Hostname.of(first + "-ngn" + host.ascii().substring(first.length()));
    }
}
