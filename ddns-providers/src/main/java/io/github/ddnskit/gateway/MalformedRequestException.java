package io.github.ddnskit.gateway;

/** A request that is none: its message is a sentence for its sender and quotes nothing of it. */
final class MalformedRequestException extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;

    MalformedRequestException(String message) {
        this(400, message);
    }

    MalformedRequestException(int status, String message) {
        super(message, null, false, false); // attackers send thousands of them
        this.status = status;
    }

    int status() {
        return status;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
