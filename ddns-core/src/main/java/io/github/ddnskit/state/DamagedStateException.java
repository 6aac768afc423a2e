package io.github.ddnskit.state;

import java.io.IOException;

/** Says that a stored state could not be trusted, and where it was set aside. */
public final class DamagedStateException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message what was wrong with it, and under which name it can be found now
     */
    public DamagedStateException(String message) {
        super(message);
    }
}
