package io.github.ddnskit.testkit.internal;

import java.time.Duration;

/**
 * What goes wrong with one message.
 *
 * @param kind what
 * @param rcode the code of {@link Kind#RCODE}
 * @param delay how much later every reply leaves
 * @param truthFollows whether the right reply is sent after the wrong one
 */
public record Effect(Kind kind, int rcode, Duration delay, boolean truthFollows) {

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
        BAD_TIME,
        DUPLICATE
    }

    public static final Effect NOTHING = new Effect(Kind.NONE, 0, Duration.ZERO, false);
}
