package io.github.ddnskit.ip;

/** A datagram that is not the answer waited for: it is left aside, and the wait goes on. */
final class UnbelievableException extends Exception {

    private static final long serialVersionUID = 1L;

    /** With what is wrong about the datagram, in words, as in "an answer that ...". */
    UnbelievableException(String why) {
        super(why, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
