package io.github.ddnskit.simulation;

/** A promise was broken. An error, so that no part of the client takes it for a failure of what it calls. */
final class Violation extends AssertionError {

    private static final long serialVersionUID = 1;

    private final Invariant invariant;

    Violation(Invariant invariant, String message) {
        super(message);
        this.invariant = invariant;
    }

    Invariant invariant() {
        return invariant;
    }
}
