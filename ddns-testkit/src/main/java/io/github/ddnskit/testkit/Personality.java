package io.github.ddnskit.testkit;

import io.github.ddnskit.testkit.internal.Habit;
import java.util.EnumSet;
import java.util.Set;

/**
 * After which server a {@link FakeAuthoritativeServer} takes where servers differ, so that a client meets the habits of a
 * server that is not installed. Habits were measured on the versions named here; a test of ddnskit sends the same updates to
 * the real servers and to their personalities.
 */
public enum Personality {

    /** The letter of RFC 2136 section 3 and of RFC 8945. */
    STRICT,

    /** BIND 9.18. */
    BIND,

    /** Knot DNS 3.2. */
    KNOT,

    /** PowerDNS Authoritative Server 4.7 with a database of SQLite. */
    POWERDNS,

    /**
     * DNS of Windows Server, which knows no TSIG with shared secrets: whoever signs so is refused, and finds his own TSIG
     * record in the reply. Not measured, but written from what its users report.
     */
    WINDOWS;

    Set<Habit> habits() {
        return switch (this) {
            case STRICT -> EnumSet.noneOf(Habit.class);
            case BIND ->
                EnumSet.of(
                        Habit.PERMISSION_FIRST,
                        Habit.PRESCAN_FIRST,
                        Habit.COUNTS_DUPLICATE_PREREQUISITES,
                        Habit.CHECKS_HOST_NAMES,
                        Habit.CHECKS_INTEGRITY,
                        Habit.GUARDS_DENIAL_OF_EXISTENCE,
                        Habit.IGNORES_WHAT_MEANS_NOTHING,
                        Habit.NO_SOA_FOR_NO_TIME,
                        Habit.REFERS_WITH_GLUE_ONLY,
                        Habit.STAYS_IN_THE_ZONE);
            case KNOT ->
                EnumSet.of(
                        Habit.PERMISSION_FIRST,
                        Habit.ADDS_UNKNOWN_META_TYPES,
                        Habit.DELETES_SETS_WITH_TTL,
                        Habit.KEEPS_TTL_OF_EQUAL_DATA,
                        Habit.LOWER_CASE_NAMES,
                        Habit.LOWER_CASE_DATA,
                        Habit.NOTHING_BELOW_DNAME,
                        Habit.NO_EDNS_IN_REPLIES_TO_UPDATES,
                        Habit.REPEATS_QUESTION_OF_UNKNOWN_OPCODE,
                        Habit.NO_TSIG_BEFORE_THE_ZONE,
                        Habit.NOTHING_AFTER_THE_MESSAGE,
                        Habit.SILENT_TO_SEVERAL_QUESTIONS,
                        Habit.BADSIG_FOR_SHORT_MAC,
                        Habit.NO_COOKIES,
                        Habit.STAYS_IN_THE_ZONE);
            case POWERDNS ->
                EnumSet.of(
                        Habit.PERMISSION_FIRST,
                        Habit.OUTSIDE_FIRST,
                        Habit.COUNTS_DUPLICATE_PREREQUISITES,
                        Habit.DELETES_FIRST,
                        Habit.KEEPS_ANYTHING_ANYWHERE,
                        Habit.COMPARES_DATA_AS_TEXT,
                        Habit.KEEPS_TTL_OF_SOA,
                        Habit.LOWER_CASE_NAMES,
                        Habit.SERIAL_OF_TODAY,
                        Habit.AUTHORITATIVE_REPLIES_TO_UPDATES,
                        Habit.SILENT_TO_SEVERAL_QUESTIONS,
                        Habit.SILENT_TO_UNKNOWN_OPCODES,
                        Habit.REFUSES_WITHOUT_TSIG,
                        Habit.NO_COOKIES);
            case WINDOWS -> EnumSet.of(Habit.PERMISSION_FIRST, Habit.ECHOES_TSIG, Habit.NO_COOKIES);
        };
    }
}
