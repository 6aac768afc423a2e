package io.github.ddnskit.rfc2136.internal;

import static io.github.ddnskit.FailureReason.BAD_CREDENTIALS;
import static io.github.ddnskit.FailureReason.BAD_REPLY;
import static io.github.ddnskit.FailureReason.BAD_REQUEST;
import static io.github.ddnskit.FailureReason.CLOCK_SKEW;
import static io.github.ddnskit.FailureReason.CONFLICT;
import static io.github.ddnskit.FailureReason.REFUSED;
import static io.github.ddnskit.FailureReason.SERVER_ERROR;
import static io.github.ddnskit.FailureReason.UNKNOWN_CREDENTIALS;
import static io.github.ddnskit.FailureReason.UNKNOWN_HOST;
import static io.github.ddnskit.FailureReason.UNSUPPORTED;
import static io.github.ddnskit.FailureReason.ZONE_NOT_SERVED;

import io.github.ddnskit.FailureReason;
import java.util.Map;
import org.xbill.DNS.Rcode;

/**
 * What the codes of a refusal mean, and what a person can do about each: RFC 2136 section 2.2 and the IANA registry
 * "DNS RCODEs" for a response code, RFC 8945 section 3 for an error in a TSIG record.
 *
 * @param reason the kind of failure
 * @param code its name in the standards
 * @param sentence what was refused and what to check; {server}, {zone}, {host} and {key} stand for those of the attempt
 */
record Refusals(FailureReason reason, String code, String sentence) {

    private static final Map<Integer, Refusals> BY_RCODE = Map.ofEntries(
            row(
                    1,
                    BAD_REQUEST,
                    "FORMERR",
                    "{server} calls the update of {host} malformed: it, or something between, does"
                            + " not understand DNS UPDATE"),
            row(
                    2,
                    SERVER_ERROR,
                    "SERVFAIL",
                    "{server} failed on its side to update {host} in {zone}: its log says why"),
            row(3, CONFLICT, "NXDOMAIN", "{server} did not update {host}: a name that must exist does not"),
            row(4, UNSUPPORTED, "NOTIMP", "{server} takes no DNS UPDATE: ask the primary server of {zone}"),
            row(
                    5,
                    REFUSED,
                    "REFUSED",
                    "{server} does not let {key} update {host} in {zone}: allow it there"
                            + " (allow-update or update-policy in BIND, acl in Knot DNS)"),
            row(6, CONFLICT, "YXDOMAIN", "{server} did not update {host}: a name exists that must not"),
            row(
                    7,
                    CONFLICT,
                    "YXRRSET",
                    "{server} did not update {host}: the name is an alias (CNAME), and an alias has no"
                            + " addresses of its own; delete the CNAME record"),
            row(8, CONFLICT, "NXRRSET", "{server} did not update {host}: records that must exist do not"),
            row(
                    9,
                    ZONE_NOT_SERVED,
                    "NOTAUTH",
                    "{server} does not serve {zone}, or takes no updates for it from {key}:"
                            + " check the name of the zone, and that this is its primary server"),
            row(10, UNKNOWN_HOST, "NOTZONE", "{server} says that {host} does not lie in {zone}: check both names"),
            row(11, BAD_REPLY, "DSOTYPENI", "{server} answered with a code that is no answer to an update"),
            row(16, BAD_REPLY, "BADVERS", "{server} answered with a code that is no answer to an update"),
            row(23, BAD_REPLY, "BADCOOKIE", "{server} wants DNS cookies, which this client does not send"));

    private static final Map<Integer, Refusals> BY_TSIG_ERROR = Map.ofEntries(
            row(16, BAD_CREDENTIALS, "BADSIG", "{server} knows {key}, but with another secret: copy the secret anew"),
            row(
                    17,
                    UNKNOWN_CREDENTIALS,
                    "BADKEY",
                    "{server} does not know {key}: check its name and its algorithm, and"
                            + " that it may update {zone} (Knot DNS gives the same answer when it may not)"),
            row(18, CLOCK_SKEW, "BADTIME", "{server} and this machine do not agree on the time: set both clocks"),
            row(19, BAD_REPLY, "BADMODE", "{server} answered with an error that belongs to TKEY"),
            row(20, BAD_REPLY, "BADNAME", "{server} answered with an error that belongs to TKEY"),
            row(21, UNKNOWN_CREDENTIALS, "BADALG", "{server} does not know the algorithm of {key}"),
            row(
                    22,
                    UNSUPPORTED,
                    "BADTRUNC",
                    "{server} wants a longer signature than {key} gives: do not cut it short"));

    /** What REFUSED means to a question, rather than to an update. */
    private static final Refusals QUESTION_REFUSED = new Refusals(
            ZONE_NOT_SERVED,
            "REFUSED",
            "{server} serves no zone that holds {host}, or does not answer {key}: check that this is the primary server of"
                    + " the zone");

    /** The meaning of a response code other than NOERROR, to an update or, while the zone is unknown, to a question. */
    static Refusals ofRcode(int rcode, Attempt attempt) {
        return rcode == Rcode.REFUSED && attempt.zone() == null
                ? QUESTION_REFUSED
                : BY_RCODE.getOrDefault(rcode, unknown("RCODE " + rcode));
    }

    /** The meaning of the error field of a TSIG record, other than 0. */
    static Refusals ofTsigError(int error) {
        return BY_TSIG_ERROR.getOrDefault(error, unknown("TSIG error " + error));
    }

    /** The sentence about an attempt, without a full stop. */
    String about(Attempt attempt) {
        return sentence.replace("{server}", attempt.server().toString())
                        .replace("{zone}", attempt.zoneWords())
                        .replace("{host}", attempt.host())
                        .replace("{key}", attempt.keyWords())
                + " [" + code + "]";
    }

    private static Refusals unknown(String code) {
        return new Refusals(
                BAD_REPLY, code, "{server} did not update {host} in {zone}, for a reason that no standard describes");
    }

    private static Map.Entry<Integer, Refusals> row(int number, FailureReason reason, String code, String sentence) {
        return Map.entry(number, new Refusals(reason, code, sentence));
    }
}
