package io.github.ddnskit.jp;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.http.HttpFailures;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the services have in common: a record of theirs holds one address, has the service's own TTL and cannot be removed.
 * Stateless and thread-safe.
 */
final class Requests {

    private static final Pattern LINE_BREAK = Pattern.compile("[\\r\\n\\x00]");
    private static final int LONGEST_TEXT = 200;
    private static final Duration REFUSED = Duration.ofHours(1);

    /** Sends one address. */
    @FunctionalInterface
    interface Sender {
        Outcome send(AddressFamily family, InetAddress address) throws InterruptedException;
    }

    /** Sends all there is in one request; empty if it was confirmed. */
    @FunctionalInterface
    interface SenderOfAll {
        Optional<Outcome.Failed> send(Map<AddressFamily, InetAddress> addresses) throws InterruptedException;
    }

    private Requests() {}

    /**
     * Carries out an update with a request for each family. What the service says to the account in answer to the first
     * stands for the second, which is then not sent.
     */
    static UpdateReport each(Update update, String service, Set<AddressFamily> families, Sender sender)
            throws InterruptedException {
        Optional<Outcome.Failed> unsupported = unsupported(update.options(), service);
        if (unsupported.isPresent()) {
            return UpdateReport.failed(update, unsupported.get());
        }
        Outcome ipv4 = one(update, AddressFamily.IPV4, service, families, sender);
        boolean stop = ipv4 instanceof Outcome.Failed failed
                && failed.isAccountWide()
                && !(failed.retry() instanceof Retry.Backoff);
        boolean kept = update.ipv6() instanceof Goal.Keep;
        return new UpdateReport(
                ipv4, stop && !kept ? ipv4 : one(update, AddressFamily.IPV6, service, families, sender));
    }

    /** Carries out an update with one request for both families. */
    static UpdateReport together(Update update, String service, SenderOfAll sender) throws InterruptedException {
        Optional<Outcome.Failed> unsupported = unsupported(update.options(), service);
        if (unsupported.isPresent()) {
            return UpdateReport.failed(update, unsupported.get());
        }
        Map<AddressFamily, InetAddress> addresses = new EnumMap<>(AddressFamily.class);
        for (AddressFamily family : AddressFamily.values()) {
            if (update.goal(family) instanceof Goal.Publish publish
                    && unsupported(publish, family, service).isEmpty()) {
                addresses.put(family, publish.addresses().iterator().next());
            }
        }
        Optional<Outcome.Failed> failure;
        try {
            failure = addresses.isEmpty() ? Optional.empty() : sender.send(addresses);
        } catch (IllegalStateException e) {
            failure = Optional.of(HttpFailures.unreadable(e));
        }
        return new UpdateReport(
                outcome(update, AddressFamily.IPV4, service, failure),
                outcome(update, AddressFamily.IPV6, service, failure));
    }

    private static Outcome outcome(
            Update update, AddressFamily family, String service, Optional<Outcome.Failed> failure) {
        Goal goal = update.goal(family);
        Optional<Outcome.Failed> why = unsupported(goal, family, service);
        if (why.isEmpty() && !(goal instanceof Goal.Keep)) {
            why = failure;
        }
        return why.isPresent() ? why.get() : Outcome.reached(goal);
    }

    private static Outcome one(
            Update update, AddressFamily family, String service, Set<AddressFamily> families, Sender sender)
            throws InterruptedException {
        Optional<Outcome.Failed> unsupported = unsupported(update.goal(family), family, service);
        if (unsupported.isPresent()) {
            return unsupported.get();
        }
        if (!(update.goal(family) instanceof Goal.Publish publish)) {
            return Outcome.kept();
        }
        if (!families.contains(family)) {
            return Outcome.failed(
                    FailureReason.UNSUPPORTED,
                    Retry.never(),
                    service + " has no " + family + " addresses: leave that family out");
        }
        try {
            return sender.send(family, publish.addresses().iterator().next());
        } catch (IllegalStateException e) {
            return HttpFailures.unreadable(e);
        }
    }

    private static Optional<Outcome.Failed> unsupported(RecordOptions options, String service) {
        String what = options.ttl() != null
                ? "a time to live of the user's choice"
                : options.wildcard()
                        ? "a wildcard beside the name"
                        : options.mailExchanger() != null ? "MX records" : "";
        return what.isEmpty()
                ? Optional.empty()
                : Optional.of(Outcome.failed(
                        FailureReason.UNSUPPORTED,
                        Retry.never(),
                        service + " cannot be told of " + what + ": leave that option out"));
    }

    /**
     * What the service cannot do about a goal. Unlike options, goals change by themselves, and a refusal for ever would
     * then hold up what the service can do.
     */
    private static Optional<Outcome.Failed> unsupported(Goal goal, AddressFamily family, String service) {
        String why = "";
        if (goal instanceof Goal.Remove) {
            why = service + " has no way to remove an address: do it on its web page";
        } else if (goal instanceof Goal.Publish publish && publish.addresses().size() > 1) {
            why = service + " takes one " + family + " address, and there are "
                    + publish.addresses().size() + ": choose a source that finds one";
        }
        return why.isEmpty()
                ? Optional.empty()
                : Optional.of(Outcome.failed(FailureReason.UNSUPPORTED, Retry.backoff(), why));
    }

    /**
     * When to try again after a refusal that may take a person to put right, or may pass: the service does not say which.
     */
    static Retry later(Clock clock) {
        return Retry.notBefore(clock.instant().plus(REFUSED));
    }

    /** The text of a field, which must not be able to end its line. */
    static String singleLine(String what, String text) {
        if (text.isBlank() || LINE_BREAK.matcher(text).find()) {
            throw new IllegalArgumentException("the " + what + " must not be empty, and must be one line");
        }
        return text;
    }

    /**
     * A secret that must not be able to end its line.
     *
     * @throws IllegalStateException if it cannot be read, or has a line break in it
     */
    static String singleLine(Secret secret) {
        String text = secret.reveal();
        if (LINE_BREAK.matcher(text).find()) {
            throw new IllegalStateException("the password has a line break in it: write it in one line");
        }
        return text;
    }

    /** What the service says, fit to be shown: one line of bounded length without the secrets that were sent. */
    static String shown(String text, String... secrets) {
        String shown = text;
        for (String secret : secrets) {
            shown = shown.replace(secret, "***");
        }
        shown = shown.replaceAll("\\p{Cntrl}+", " ").strip();
        return shown.length() > LONGEST_TEXT ? shown.substring(0, LONGEST_TEXT) + "..." : shown;
    }
}
