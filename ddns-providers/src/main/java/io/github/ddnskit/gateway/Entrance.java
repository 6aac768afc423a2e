package io.github.ddnskit.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who asks. Whether an account does not exist or its password is wrong makes no difference that can be seen, nor
 * one that can be measured: the same work is done for both. Thread-safe.
 */
final class Entrance {

    /** So often an account may be tried from everywhere before it is locked for those that were never right. */
    private static final int NETWORKS = 10;

    private static final int LONGEST_NAME = 101;

    private final Verifier verifier;
    private final Lockouts lockouts;
    private final Clock clock;
    private final Consumer<GatewayEvent> events;

    Entrance(Verifier verifier, Clock clock, Consumer<GatewayEvent> events) {
        this.verifier = verifier;
        this.lockouts = new Lockouts(clock);
        this.clock = clock;
        this.events = events;
    }

    /**
     * Who asks, or why not.
     *
     * @param account whose credentials they are, or null
     * @param token the token that was used, which is good for one host; null if it was the password
     * @param refusal what to say instead, or null
     * @param waitMillis how long to wait, if that is what is to be said
     */
    record Visitor(
            @Nullable Account account,
            @Nullable AccountToken token,
            @Nullable Code refusal,
            long waitMillis) {
        static Visitor refused(Code code) {
            return new Visitor(null, null, code, 0);
        }
    }

    CompletableFuture<Visitor> admit(
            Presented presented, InetAddress from, AccountStore accounts, GatewayLimits limits) {
        Account account;
        AccountToken token = null;
        SecretHash hash = null;
        try {
            if (AccountToken.isToken(presented.secret())) {
                String id = AccountToken.id(presented.secret());
                account = accounts.holder(id).orElse(null);
                token = account == null
                        ? null
                        : account.token(id, clock.instant()).orElse(null);
                // A user name beside a token must be the one of its account, or of the host as some devices have it.
                boolean named = account == null
                        || token == null
                        || presented.name().isEmpty()
                        || presented.name().equals(account.name())
                        || presented.name().equalsIgnoreCase(token.host().ascii());
                hash = token == null || !named ? null : token.hash();
            } else {
                account = presented.name().isEmpty()
                        ? null
                        : accounts.find(presented.name()).orElse(null);
                hash = account == null ? null : account.password();
            }
        } catch (IOException e) {
            events.accept(new GatewayEvent.Trouble(clock.instant(), "the accounts cannot be read: " + e.getMessage()));
            return CompletableFuture.completedFuture(Visitor.refused(Code.UNAVAILABLE));
        }
        if (hash != null && verifier.isRemembered(hash, presented.secret())) {
            return CompletableFuture.completedFuture(new Visitor(account, token, null, 0));
        }
        String network = Sources.network(from);
        String name = "account " + shortened(presented.name());
        // What does not exist may be a password that was put into the wrong field.
        String shown = account == null ? "an account that does not exist" : "the account " + account.name();
        Optional<Instant> locked =
                lockouts.until(network).or(() -> presented.name().isEmpty() ? Optional.empty() : lockouts.until(name));
        if (locked.isPresent()) {
            long wait = Duration.between(clock.instant(), locked.get()).toMillis();
            return CompletableFuture.completedFuture(new Visitor(null, null, null, Math.max(1, wait)));
        }
        Account found = account;
        AccountToken used = token;
        boolean exists = hash != null;
        SecretHash against = hash == null ? verifier.nobody(presented.secret()) : hash;
        return verifier.verify(against, presented.secret()).thenApply(result -> {
            if (result == Verifier.Result.BUSY) {
                return Visitor.refused(Code.UNAVAILABLE);
            }
            if (exists && result == Verifier.Result.RIGHT) {
                return new Visitor(found, used, null, 0);
            }
            wrong(network, network, limits.wrongPasswords(), limits);
            if (!presented.name().isEmpty()) {
                wrong(name, shown, limits.wrongPasswords() * NETWORKS, limits);
            }
            return Visitor.refused(Code.BADAUTH);
        });
    }

    private void wrong(String who, String shown, int allowed, GatewayLimits limits) {
        lockouts.wrong(who, allowed, limits)
                .ifPresent(until -> events.accept(new GatewayEvent.LockedOut(clock.instant(), shown, until)));
    }

    /** No account has a longer name. */
    private static String shortened(String name) {
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    }
}
