package io.github.ddnskit.testkit.internal;

/** Something that a real server does otherwise than the letter of RFC 2136 or RFC 8945, or where they leave a choice. */
public enum Habit {

    /** Who may not update is refused before prerequisites tell him anything (not in the order of section 3). */
    PERMISSION_FIRST,

    /** An update section that is wrong in itself is refused before prerequisites are looked at. */
    PRESCAN_FIRST,

    /** A name outside the zone, in prerequisites or updates, is refused before anything else about them. */
    OUTSIDE_FIRST,

    /** A record that prerequisites have twice makes a set of two, which no zone holds. */
    COUNTS_DUPLICATE_PREREQUISITES,

    /** Owners of addresses and mail, and targets, must be names of hosts (RFC 952, RFC 1123 section 2.1). */
    CHECKS_HOST_NAMES,

    /** Servers of the zone, and mail exchangers that are added, must have an address if they lie in it. */
    CHECKS_INTEGRITY,

    /** NSEC and NSEC3 are the server's own. */
    GUARDS_DENIAL_OF_EXISTENCE,

    /** MD and MF, delegations at wildcards, a DS at the apex or without its delegation: ignored. */
    IGNORES_WHAT_MEANS_NOTHING,

    /** Only those meta types are no data that have a meaning in an update. */
    ADDS_UNKNOWN_META_TYPES,

    /** The TTL of what deletes a set is not looked at. */
    DELETES_SETS_WITH_TTL,

    /** To add what is there with another TTL changes nothing. */
    KEEPS_TTL_OF_EQUAL_DATA,

    /** An SOA that is replaced keeps its TTL. */
    KEEPS_TTL_OF_SOA,

    /** Names are kept in lower case. */
    LOWER_CASE_NAMES,

    /** Names in data are kept in lower case, where RFC 4034 section 6.2 has them so. */
    LOWER_CASE_DATA,

    /** To add anything below a DNAME, or a DNAME above anything, is refused (RFC 6672 section 2.4). */
    NOTHING_BELOW_DNAME,

    /**
     * What deletes is done first, then what adds, whatever their order. An alias beside other data is not ignored but
     * refused, and so is an update that adds both.
     */
    DELETES_FIRST,

    /** An SOA that is not at the apex is as good as any other data. */
    KEEPS_ANYTHING_ANYWHERE,

    /** To be deleted, data must be spelled as it is in the zone. */
    COMPARES_DATA_AS_TEXT,

    /** The serial becomes the date and a number of two digits, if that is more. */
    SERIAL_OF_TODAY,

    /** AA is set in the reply to an update. */
    AUTHORITATIVE_REPLIES_TO_UPDATES,

    /** There is no OPT in the reply to an update. */
    NO_EDNS_IN_REPLIES_TO_UPDATES,

    /** The reply to an unknown opcode repeats the question. */
    REPEATS_QUESTION_OF_UNKNOWN_OPCODE,

    /** What is refused before the zone is known is refused without a TSIG. */
    NO_TSIG_BEFORE_THE_ZONE,

    /** Octets after the message make it malformed. */
    NOTHING_AFTER_THE_MESSAGE,

    /** More than one question is not answered at all. */
    SILENT_TO_SEVERAL_QUESTIONS,

    /** An unknown opcode is not answered at all. */
    SILENT_TO_UNKNOWN_OPCODES,

    /** A MAC of a length that cannot be is BADSIG, and not malformed. */
    BADSIG_FOR_SHORT_MAC,

    /** What is wrong with a signature is not told: REFUSED, without a TSIG. */
    REFUSES_WITHOUT_TSIG,

    /** DNS cookies are left without an answer. */
    NO_COOKIES,

    /** To a question for the SOA of a name that does not exist, the SOA that says so has a TTL of 0. */
    NO_SOA_FOR_NO_TIME,

    /** With a delegation come only addresses that lie below one. */
    REFERS_WITH_GLUE_ONLY,

    /** An alias is not followed into another zone that is served here too, nor are addresses taken from there. */
    STAYS_IN_THE_ZONE,

    /** A signature is not understood: the client gets it back. */
    ECHOES_TSIG
}
