package io.github.ddnskit.rfc2136;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.rfc2136.internal.AddressAnswer;
import io.github.ddnskit.rfc2136.internal.DnsServer;
import io.github.ddnskit.rfc2136.internal.Failures;
import io.github.ddnskit.rfc2136.internal.ServerAddress;
import io.github.ddnskit.rfc2136.transport.Deadline;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.ObservedRecords;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.RecordObserver;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/**
 * Asks one authoritative name server what it serves for a name, past all caches. Thread-safe; holds nothing between
 * questions.
 *
 * <p>An answer counts only if the server has authority for it (the AA bit of RFC 1035 section 4.1.1); no such name and no
 * such records are both {@link Observation.Absent}. Answers are not authenticated. A name that is an alias (CNAME) is
 * {@link Observation.Unknown}: addresses behind it are not its own. Each family is given 5 s.
 */
public final class AuthoritativeObserver implements RecordObserver {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final DnsServer server;
    private final Provenance provenance;

    private AuthoritativeObserver(ServerAddress address) {
        this.server = new DnsServer(address, null, Clock.systemUTC());
        this.provenance = new Provenance(
                new SourceId("authoritative", address.toString()), Vantage.REFLEXIVE, address.host(), false);
    }

    /**
     * An observer of one server.
     *
     * @param server its name or address, with {@code :port} unless it is 53, such as {@code 127.0.0.1:5353}
     * @return the observer
     * @throws IllegalArgumentException if it is not the address of a server
     */
    public static AuthoritativeObserver at(String server) {
        return new AuthoritativeObserver(ServerAddress.parse(server));
    }

    @Override
    public ObservedRecords observe(Hostname host) throws InterruptedException {
        return new ObservedRecords(observe(host, AddressFamily.IPV4), observe(host, AddressFamily.IPV6));
    }

    private Observation observe(Hostname host, AddressFamily family) throws InterruptedException {
        try {
            return AddressAnswer.read(
                    server.ask(AddressAnswer.question(host, family), Deadline.after(TIMEOUT)),
                    host,
                    family,
                    provenance);
        } catch (IOException e) {
            return Observation.unknown(Failures.unanswered(e, server.address(), TIMEOUT));
        }
    }
}
