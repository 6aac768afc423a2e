package io.github.ddnskit.simulation;

/** What the client promises. Where the sentence leaves a question open, the comment says how it is checked here. */
enum Invariant {
    /**
     * An address is sent only if the last complete round of questions found it, and a record is removed only if that round
     * was sure that there is none, for as long as the policy says. A provider that has to be told both families is told
     * what the client knows of the other.
     */
    FAILED_DETECTION_CHANGES_NOTHING(1, "Detection that fails never changes DNS"),
    ONLY_GLOBAL_UNICAST(2, "Nothing that is not a global unicast address is published by default"),
    /**
     * The time is over when the client's clock has shown it, or when as much time has passed in truth: a clock that is
     * wrong may neither be used to send sooner nor silence the client for ever. Whatever the client could write down holds
     * after a restart. The least time between two requests for a name counts as such a time.
     */
    PROVIDERS_WISHES(3, "No request is sent before NotBefore, and none after Never, across restarts too"),
    /** The reverse holds too: a refresh that is demanded is sent. */
    NOTHING_TWICE(4, "An address that is published and unchanged is not sent again, except for the refresh"),
    /** Looked at in the events, the status, and in what is given to the store. */
    CONFIRMED_BEFORE_RECORDED(5, "A success is recorded only after the provider confirmed it"),
    /**
     * While one family fails for ever, the other converges as in the last promise; and no request makes a provider that
     * replaces both families delete one that the client knows of.
     */
    FAMILIES_APART(6, "IPv4 and IPv6 never hold each other up, and updating one never deletes the other"),
    NO_SECRETS(7, "A secret appears in no log, event, exception, status or state file"),
    /** Requests name only the hosts and families that are configured, and remove only what the client has sent before. */
    NOTHING_FOREIGN(8, "Records that ddnskit did not write are not touched without explicit permission"),
    /**
     * What was announced as confirmed while it could be written is known after every crash, be it of the process or of the
     * power. A repetition is harmless because the other promises hold for it, and there is at most one because the fourth
     * holds from its confirmation on.
     */
    CRASHES_LOSE_NOTHING(9, "A crash at any instruction loses no confirmed state, and repeats at most one update"),
    /**
     * The interval is that of looking plus the longest wait that this schedule's policy, sources and providers may demand.
     * It is counted from when the faults have stopped, and the clock shows no less than it did to an earlier run of the
     * client: whether a time in the state file is wrong, or the clock is, nobody can tell. Left out are records that stand
     * refused, and those of which a request was sent, and a power failure followed, while nothing could be written.
     */
    CONVERGENCE(10, "After faults stop, DNS converges to the observed address within one retry interval");

    private final int number;
    private final String sentence;

    Invariant(int number, String sentence) {
        this.number = number;
        this.sentence = sentence;
    }

    @Override
    public String toString() {
        return "invariant " + number + " (" + sentence + ")";
    }
}
