package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.rfc2136.DnsCredentials;
import io.github.ddnskit.rfc2136.transport.Carriers;
import io.github.ddnskit.rfc2136.transport.Signing;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How one client talks to all of its servers.
 *
 * @param signings makes what signs requests to one more server, or null if they are not signed
 * @param clock gives the time at which replies come
 * @param carriers the ways to them
 * @param timeout how long one update may take in all
 * @param leases what to ask for, or null
 */
public record Manner(
        Supplier<@Nullable Signing> signings,
        Clock clock,
        Carriers carriers,
        Duration timeout,
        @Nullable Leases leases) {

    /** One for each server, because its signing holds what was agreed on with it. */
    DnsServer server(ServerAddress address) {
        return new DnsServer(address, signings.get(), clock, carriers);
    }

    /** The same, asked without a signature. */
    DnsServer unsigned(ServerAddress address) {
        return new DnsServer(address, null, clock, carriers);
    }

    /** {@return what requests are signed with, or null if they are not} */
    public @Nullable DnsCredentials credentials() {
        Signing any = signings.get();
        return any == null ? null : any.credentials();
    }

    /** Whether a success may have come from anybody, although the request was signed. */
    boolean leavesDoubt() {
        Signing any = signings.get();
        return any != null && !any.authenticatesReplies() && !carriers.areAuthenticated();
    }
}
