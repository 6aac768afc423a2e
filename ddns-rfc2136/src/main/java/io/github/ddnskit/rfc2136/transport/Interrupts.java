package io.github.ddnskit.rfc2136.transport;

import java.nio.channels.ClosedByInterruptException;

/** Turns what channels make of an interrupt into what callers expect. */
final class Interrupts {

    private Interrupts() {}

    /** A selector that is interrupted only returns early. */
    static void check() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while waiting for a name server");
        }
    }

    static InterruptedException asInterrupted(ClosedByInterruptException e) {
        Thread.interrupted(); // the exception says it from here on
        InterruptedException interrupted = new InterruptedException("interrupted while talking to a name server");
        interrupted.initCause(e);
        return interrupted;
    }
}
