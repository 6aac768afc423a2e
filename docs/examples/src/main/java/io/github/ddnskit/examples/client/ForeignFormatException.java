package io.github.ddnskit.examples.client;

/** Says where the configuration of another program breaks that program's own rules. Holds no word of the file. */
final class ForeignFormatException extends Exception {

    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param line the number of the line, from 1
     * @param message what is wrong there
     */
    ForeignFormatException(int line, String message) {
        super("line " + line + ": " + message);
    }
}
