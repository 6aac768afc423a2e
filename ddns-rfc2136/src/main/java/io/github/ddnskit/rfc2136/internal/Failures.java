package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.rfc2136.transport.BadReplyException;
import io.github.ddnskit.rfc2136.transport.NegotiationException;
import io.github.ddnskit.rfc2136.transport.NoReplyException;
import io.github.ddnskit.rfc2136.transport.TlsException;
import io.github.ddnskit.rfc2136.transport.TsigSigning;
import io.github.ddnskit.rfc2136.transport.UnverifiedReplyException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIGRecord;

/**
 * Says what went wrong with an attempt, in words that a person can act on.
 *
 * <p>All of it may be tried again with the client's own delay: a server that refuses today may be put right tomorrow
 * without anybody thinking of the client, and what is not authenticated may be forged, so that it must stop nobody.
 */
public final class Failures {

    private static final String FORGED = "; the reply was not signed, so that it may have come from anybody";

    private Failures() {}

    /**
     * The failure that a reply reports.
     *
     * @param reply a reply, authenticated if the request was signed
     * @param attempt what was tried
     * @param now when the reply came, by the clock that signs
     * @return the failure, or nothing if the reply confirms success
     */
    public static Optional<Outcome.Failed> inReply(Message reply, Attempt attempt, Instant now) {
        return reply.getRcode() == Rcode.NOERROR ? Optional.empty() : Optional.of(refusal(reply, attempt, now, ""));
    }

    /**
     * The failure that a response code reports.
     *
     * @param code its name, such as {@code YXRRSET}
     * @param attempt what was tried
     * @return the failure
     */
    public static Outcome.Failed ofCode(String code, Attempt attempt) {
        Refusals refusal = Refusals.ofRcode(Rcode.value(code), attempt);
        return failed(refusal.reason(), refusal.about(attempt));
    }

    /**
     * The failure to find a zone.
     *
     * @param e what the server said
     * @param attempt what was tried
     * @param now when it said so, by the clock that signs
     * @return the failure
     */
    public static Outcome.Failed ofZone(ZoneNotFoundException e, Attempt attempt, Instant now) {
        int rcode = e.reply().getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            return refusal(e.reply(), attempt, now, "");
        }
        return failed(
                FailureReason.ZONE_NOT_SERVED,
                attempt.server() + " serves no zone that holds " + attempt.host() + ": " + e.getMessage());
    }

    /**
     * The failure of an exchange that brought no reply to believe.
     *
     * @param e what went wrong
     * @param attempt what was tried
     * @param timeout how long it was tried
     * @return the failure
     */
    public static Outcome.Failed of(IOException e, Attempt attempt, Duration timeout) {
        ServerAddress server = attempt.server();
        if (e instanceof UnverifiedReplyException unverified) {
            return unverified(unverified, attempt);
        }
        if (e instanceof UnusableKeyException) {
            return failed(FailureReason.BAD_CREDENTIALS, String.valueOf(e.getMessage()));
        }
        if (e instanceof NegotiationException negotiation) {
            return failed(
                    negotiation.reason(), "no key could be agreed on with " + server + ": " + negotiation.getMessage());
        }
        if (e instanceof BadReplyException) {
            return failed(FailureReason.BAD_REPLY, server + " sent something that is not a reply to what was asked");
        }
        return failed(FailureReason.UNREACHABLE, unanswered(e, server, timeout));
    }

    /** Whether a request that came to this may be answered the next time. */
    static boolean maySucceedAgain(IOException e) {
        return !(e instanceof UnverifiedReplyException
                || e instanceof UnusableKeyException
                || e instanceof ConnectException
                || e instanceof TlsException);
    }

    /**
     * A failure to try again after the client's own delay.
     *
     * @param reason its kind
     * @param detail the sentence
     * @return the failure
     */
    public static Outcome.Failed failed(FailureReason reason, String detail) {
        return Outcome.failed(reason, Retry.backoff(), detail);
    }

    /**
     * Why there was no answer.
     *
     * @param e what went wrong
     * @param server the server
     * @param timeout how long it was tried
     * @return a sentence
     */
    public static String unanswered(IOException e, ServerAddress server, Duration timeout) {
        if (e instanceof UnknownHostException) {
            return "the name of the server, " + server.host()
                    + ", does not resolve: check its spelling and the network";
        }
        if (e instanceof PortUnreachableException || e instanceof ConnectException) {
            return "nothing listens at " + server + ": check that the server runs, and its address and port";
        }
        if (e instanceof NoReplyException) {
            return server + " did not answer within " + seconds(timeout)
                    + ": check its address, the network, and firewalls on the way";
        }
        if (e instanceof EOFException) {
            return server + " closed the connection without an answer";
        }
        if (e instanceof TlsException) {
            return String.valueOf(e.getMessage());
        }
        return server + " cannot be reached: " + e.getMessage();
    }

    private static Outcome.Failed unverified(UnverifiedReplyException e, Attempt attempt) {
        String who = "a reply from " + attempt.server();
        String unsure = attempt.zone() == null ? "" : ", so nobody can tell whether " + attempt.host() + " was updated";
        return switch (e.flaw()) {
            case UNSIGNED ->
                failed(
                        FailureReason.UNVERIFIED_REPLY,
                        who + " was not signed, although the request was" + unsure
                                + ": check that the server has TSIG configured and nothing on the way strips it");
            case WRONG_SIGNATURE ->
                failed(
                        FailureReason.UNVERIFIED_REPLY,
                        who + " was signed with another key than " + attempt.keyWords() + ", or altered on the way"
                                + unsure + ": check that this is the right server and that nothing stands between");
            case SHORT_SIGNATURE ->
                failed(
                        FailureReason.UNVERIFIED_REPLY,
                        who + " was signed with " + attempt.keyWords() + ", but the signature was cut short" + unsure
                                + ": accept that for this key if the server is meant to do so");
            case WRONG_TIME ->
                failed(
                        FailureReason.CLOCK_SKEW,
                        signature(e.reply())
                                .map(signature -> clocks(attempt, signature.getTimeSigned(), e.receivedAt()))
                                .orElseThrow());
            case UNSIGNED_ERROR, SIGNATURE_REJECTED -> refusal(e.reply(), attempt, e.receivedAt(), FORGED);
        };
    }

    private static Outcome.Failed refusal(Message reply, Attempt attempt, Instant now, String remark) {
        Optional<TSIGRecord> rejected = signature(reply).filter(signature -> signature.getError() != Rcode.NOERROR);
        Refusals refusal = rejected.map(tsig -> Refusals.ofTsigError(tsig.getError()))
                .orElseGet(() -> Refusals.ofRcode(reply.getRcode(), attempt));
        Optional<String> clocks = rejected.filter(tsig -> tsig.getError() == Rcode.BADTIME)
                .flatMap(TsigSigning::serverTime)
                .map(theirs -> clocks(attempt, theirs, now) + " [BADTIME]");
        return failed(refusal.reason(), clocks.orElseGet(() -> refusal.about(attempt)) + remark);
    }

    private static String clocks(Attempt attempt, Instant theirs, Instant ours) {
        Instant now = ours.truncatedTo(ChronoUnit.SECONDS);
        long behind = Duration.between(now, theirs).toSeconds();
        return "the clock of " + attempt.server() + " says " + theirs + " and ours " + now + ": ours is "
                + Math.abs(behind) + " s " + (behind > 0 ? "behind" : "ahead") + "; set the one that is wrong";
    }

    private static Optional<TSIGRecord> signature(Message reply) {
        return Optional.ofNullable(reply.getTSIG());
    }

    private static String seconds(Duration timeout) {
        return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
    }
}
