package io.github.ddnskit.simulation;

/** The end of the process: it unwinds whatever was running. */
final class Crash extends Error {

    private static final long serialVersionUID = 1;

    Crash() {
        super("the process has crashed", null, false, false);
    }
}
