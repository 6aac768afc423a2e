package io.github.ddnskit.state;

import java.io.IOException;

/** Says that nothing was saved, because another client keeps one of the names by now. */
public final class LeaseLostException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message which names, in words
     */
    public LeaseLostException(String message) {
        super(message);
    }
}
