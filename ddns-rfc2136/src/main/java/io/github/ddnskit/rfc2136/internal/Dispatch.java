package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.rfc2136.TransactionResult;
import io.github.ddnskit.rfc2136.TransactionResult.Applied;
import io.github.ddnskit.rfc2136.TransactionResult.Failed;
import io.github.ddnskit.rfc2136.TransactionResult.PrerequisiteNotMet;
import io.github.ddnskit.rfc2136.TransactionResult.Unknown;
import io.github.ddnskit.rfc2136.transport.Deadline;
import io.github.ddnskit.rfc2136.transport.PlainRequest;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Sends UPDATE messages to the servers of a zone, in their order until one takes the message (RFC 2136 section 4), and finds
 * out what became of it. Thread-safe.
 *
 * <p>A message may go out more than once, since replies get lost. A server that carried the first copy out says to the next
 * that a prerequisite does not hold; and where no reply comes, nobody knows. In both cases the zone is read back.
 */
public final class Dispatch {

    private static final int MAX_MESSAGE = 65_535;
    private static final int SIGNATURE_ROOM = 1024;
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);
    private static final Set<Integer> PREREQUISITE_CODES =
            Set.of(Rcode.NXDOMAIN, Rcode.YXDOMAIN, Rcode.YXRRSET, Rcode.NXRRSET);
    private static final Set<Integer> ANOTHER_MAY_DO_BETTER = Set.of(Rcode.SERVFAIL, Rcode.NOTIMP, Rcode.NOTAUTH);

    private final List<DnsServer> servers;
    private final Duration timeout;
    private final @Nullable Leases leases;
    private volatile boolean doubtful;

    /**
     * A dispatch to servers.
     *
     * @param servers at least one, the primary first; all with the same key and clock
     * @param timeout how long one message may take in all
     * @param leases what to ask for, or null
     */
    Dispatch(List<DnsServer> servers, Duration timeout, @Nullable Leases leases) {
        this.servers = List.copyOf(servers);
        this.timeout = timeout;
        this.leases = leases;
    }

    /** {@return the first server} */
    public DnsServer server() {
        return servers.get(0);
    }

    /** {@return all servers, in their order} */
    public List<DnsServer> servers() {
        return servers;
    }

    /** Whether the last update has failed, so that these may not be the right servers any more. */
    boolean isDoubtful() {
        return doubtful;
    }

    void note(boolean failed) {
        doubtful = failed;
    }

    /** {@return how long one message may take in all} */
    public Duration timeout() {
        return timeout;
    }

    /**
     * What is being tried, for sentences.
     *
     * @param subject what is to be updated
     * @param zone the zone, or null while it is being looked for
     * @return the attempt at the first server
     */
    public Attempt attempt(String subject, @Nullable String zone) {
        return attempt(server(), subject, zone);
    }

    /** Asks the servers in which zone a name lies. */
    Destination destination(Hostname host, Deadline deadline) throws InterruptedException {
        Outcome.Failed failure = null;
        for (int i = 0; i < servers.size(); i++) {
            DnsServer server = servers.get(i);
            Attempt attempt = attempt(server, host.ascii(), null);
            Outcome.Failed next;
            try {
                Hostname zone = ZoneFinder.find(host, server, deadline.share(servers.size() - i));
                return new Destination.Servers(zone, this);
            } catch (ZoneNotFoundException e) {
                next = Failures.ofZone(e, attempt, now());
            } catch (IOException e) {
                next = Failures.of(e, attempt, timeout);
            }
            failure = failure == null ? next : failure;
        }
        return new Destination.Nowhere(Objects.requireNonNull(failure));
    }

    /**
     * Sends a message.
     *
     * @param update an UPDATE message, unsigned
     * @param subject what it updates, for sentences
     * @param readsBack whether to read the zone back when it is not known what became of the message
     * @param deadline when to give up
     * @return what became of it
     * @throws InterruptedException if the thread was interrupted
     */
    public TransactionResult send(Message update, String subject, boolean readsBack, Deadline deadline)
            throws InterruptedException {
        TransactionResult result = leased(update, subject, readsBack, deadline);
        note(result instanceof Failed || result instanceof Unknown);
        return result;
    }

    private TransactionResult leased(Message update, String subject, boolean readsBack, Deadline deadline)
            throws InterruptedException {
        if (leases == null || leases.isRefused()) {
            return exchange(update, subject, readsBack, deadline);
        }
        Message asking = leases.asking(update);
        TransactionResult result = exchange(asking, subject, readsBack, deadline);
        if (!isMalformed(result)) {
            return result;
        }
        TransactionResult plain = exchange(update, subject, readsBack, deadline);
        if (plain instanceof Applied) {
            leases.refused();
        }
        return plain;
    }

    /** What a server may make of an option that it does not know, if it is old enough. */
    private static boolean isMalformed(TransactionResult result) {
        Outcome.Failed failure = result instanceof Failed failed
                ? failed.failure()
                : result instanceof Unknown unknown ? unknown.failure() : null;
        return failure != null
                && (failure.reason() == FailureReason.BAD_REQUEST || failure.reason() == FailureReason.BAD_REPLY);
    }

    private TransactionResult exchange(Message update, String subject, boolean wantsLook, Deadline deadline)
            throws InterruptedException {
        boolean readsBack = wantsLook || server().leavesDoubt();
        if (update.toWire().length > MAX_MESSAGE - SIGNATURE_ROOM) {
            return new Failed(Outcome.failed(
                    FailureReason.UNSUPPORTED,
                    Retry.never(),
                    "the update of " + subject + " does not fit into one DNS message"));
        }
        CountedRequest request = new CountedRequest(new PlainRequest(update));
        Duration look = LONGEST_LOOK.compareTo(deadline.remaining().dividedBy(4)) < 0
                ? LONGEST_LOOK
                : deadline.remaining().dividedBy(4);
        Deadline end = readsBack ? Deadline.after(deadline.remaining().minus(look)) : deadline;
        TransactionResult result = null;
        boolean isRepeated = false; // whether an earlier copy may have been carried out
        DnsServer asked = server();
        for (int i = 0; i < servers.size(); i++) {
            asked = servers.get(i);
            Attempt attempt =
                    attempt(asked, subject, ZoneText.words(update.getQuestion().getName()));
            int before = request.transmissions();
            TransactionResult next;
            boolean goesOn;
            try {
                Message reply = asked.ask(request, end.share(servers.size() - i));
                isRepeated |= request.transmissions() - before > 1;
                next = result(reply, update, asked, attempt, isRepeated);
                if (leases != null && next instanceof Applied) {
                    leases.note(update, reply);
                }
                goesOn = anotherMayDoBetter(reply.getRcode());
            } catch (IOException e) {
                Outcome.Failed failure = Failures.of(e, attempt, timeout);
                next = wentOut(e, request.transmissions() - before) ? new Unknown(failure) : new Failed(failure);
                goesOn = !(e instanceof UnusableKeyException);
            }
            isRepeated |= next instanceof Unknown;
            result = result instanceof Unknown && next instanceof Failed ? result : next;
            if (!goesOn) {
                break;
            }
        }
        boolean inDoubt = result instanceof Unknown || (result instanceof PrerequisiteNotMet && isRepeated);
        return readsBack && inDoubt && !update.getSection(Section.UPDATE).isEmpty()
                ? resolved(Objects.requireNonNull(result), update, asked, deadline)
                : Objects.requireNonNull(result);
    }

    /** Whether another server may take what this one does not (RFC 2136 section 4). */
    static boolean anotherMayDoBetter(int rcode) {
        return ANOTHER_MAY_DO_BETTER.contains(rcode);
    }

    private static TransactionResult resolved(
            TransactionResult result, Message update, DnsServer server, Deadline deadline) throws InterruptedException {
        return switch (Aftermath.of(update).look(server.leavesDoubt() ? server.unsigned() : server, deadline)) {
            case IN_PLACE -> new Applied(true);
            case NOT_IN_PLACE -> result;
            case CANNOT_TELL ->
                result instanceof PrerequisiteNotMet not
                        ? new Unknown(Failures.failed(
                                FailureReason.UNREACHABLE,
                                not.detail() + ", which may be the work of an earlier copy of the same request, whose"
                                        + " reply was lost"))
                        : result;
        };
    }

    private TransactionResult result(
            Message reply, Message update, DnsServer server, Attempt attempt, boolean isRepeated) {
        int rcode = reply.getRcode();
        if (rcode == Rcode.NOERROR && server.leavesDoubt()) {
            return new Unknown(Failures.failed(
                    FailureReason.UNVERIFIED_REPLY,
                    server.address() + " does not show the update of " + attempt.host()
                            + " that it was said to have taken, and nobody signed that: look into its log"));
        }
        if (rcode == Rcode.NOERROR) {
            return new Applied(false);
        }
        if (PREREQUISITE_CODES.contains(rcode)
                && !update.getSection(Section.PREREQ).isEmpty()) {
            return new PrerequisiteNotMet(Rcode.string(rcode), detail(rcode, update));
        }
        Outcome.Failed failure = Failures.inReply(reply, attempt, now()).orElseThrow();
        // A server that fails now may have carried an earlier copy out.
        return isRepeated && rcode == Rcode.SERVFAIL ? new Unknown(failure) : new Failed(failure);
    }

    /** Whether a request that failed may have reached the server all the same. */
    private static boolean wentOut(IOException e, int transmissions) {
        if (e instanceof UnknownHostException || e instanceof UnusableKeyException || transmissions == 0) {
            return false;
        }
        boolean refused = e instanceof ConnectException
                || e instanceof PortUnreachableException
                || e instanceof NoRouteToHostException
                || e instanceof BindException;
        return !refused || transmissions > 1;
    }

    private static String detail(int rcode, Message update) {
        String names = update.getSection(Section.PREREQ).stream()
                .filter(record -> isAbout(record, rcode))
                .map(record -> ZoneText.words(record.getName())
                        + (record.getType() == Type.ANY ? "" : " " + Type.string(record.getType())))
                .distinct()
                .collect(Collectors.joining(", "));
        String which = names.isEmpty() ? "a name in the prerequisites" : names;
        return switch (rcode) {
            case Rcode.NXDOMAIN -> "not in use, and had to be: " + which;
            case Rcode.YXDOMAIN -> "in use, and must not be: " + which;
            case Rcode.YXRRSET -> "there, and must not be: " + which;
            default -> "not there, or not just as required: " + which;
        };
    }

    private static boolean isAbout(Record prerequisite, int rcode) {
        boolean name = prerequisite.getType() == Type.ANY;
        boolean mustNotBe = prerequisite.getDClass() == DClass.NONE;
        return switch (rcode) {
            case Rcode.NXDOMAIN -> name && !mustNotBe;
            case Rcode.YXDOMAIN -> name && mustNotBe;
            case Rcode.YXRRSET -> !name && mustNotBe;
            default -> !name && !mustNotBe;
        };
    }

    private Attempt attempt(DnsServer server, String subject, @Nullable String zone) {
        return new Attempt(server.address(), subject, zone, server.credentials());
    }

    private Instant now() {
        Clock clock = server().clock();
        return clock.instant();
    }

    /** Why a result is no success, in the words of a failure; nothing if it is one. */
    public static Optional<Outcome.Failed> failure(TransactionResult result, Attempt attempt) {
        if (result instanceof PrerequisiteNotMet not) {
            return Optional.of(Failures.ofCode(not.code(), attempt));
        }
        if (result instanceof Failed failed) {
            return Optional.of(failed.failure());
        }
        return result instanceof Unknown unknown ? Optional.of(unknown.failure()) : Optional.empty();
    }
}
