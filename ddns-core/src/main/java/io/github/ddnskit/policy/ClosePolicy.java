package io.github.ddnskit.policy;

/** What becomes of the records when the client is closed. */
public enum ClosePolicy {
    /** They stay: the device is only restarting. */
    KEEP,
    /**
     * Those that the client published are removed, so that its names do not point at whoever gets the address next. It is
     * tried for three seconds; what is not removed by then is kept, and remembered.
     */
    WITHDRAW
}
