package io.github.ddnskit.testkit.internal;

import java.time.Duration;

/**
 * What goes wrong with one message.
 *
 * @param kind what
 * @param number the code of {@link Kind#RCODE}, the octets of {@link Kind#STALL}
 * @param delay how much later every reply leaves
 * @param truthFollows whether the right reply is sent after the wrong one
 */
public record Effect(Kind kind, int number, Duration delay, boolean truthFollows) {

    /** Kinds of effects. */
    public enum Kind {
        NONE,
        LOSE_REQUEST,
        LOSE_REPLY,
        RCODE,
        TRUNCATE,
        WRONG_ID,
        UNSIGNED,
        BAD_MAC,
        REPLAY,
        ECHO_TSIG,
        BAD_TIME,
        GARBAGE,
        DUPLICATE,
        REORDER,
        CLOSE,
        HALF_CLOSE,
        STALL;

        /** Whether another reply could follow: something was sent, or the client can still hear. */
        public boolean leavesRoom() {
            return switch (this) {
                case LOSE_REQUEST, LOSE_REPLY, REORDER, CLOSE, HALF_CLOSE, STALL -> false;
                default -> true;
            };
        }
    }

    public static final Effect NOTHING = new Effect(Kind.NONE, 0, Duration.ZERO, false);
}
