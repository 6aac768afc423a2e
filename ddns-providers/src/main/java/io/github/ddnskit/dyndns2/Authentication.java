package io.github.ddnskit.dyndns2;

/** What the request carries in its header to say who sends it. Immutable and thread-safe. */
public sealed interface Authentication {

    /**
     * HTTP Basic (RFC 7617).
     *
     * @param username what stands before the colon
     * @param password what stands behind it
     */
    record Basic(Value username, Value password) implements Authentication {}

    /**
     * A header field.
     *
     * @param name its name, such as {@code Authorization}
     * @param scheme the word before the value, such as {@code Token}; empty if there is none
     * @param value the value
     */
    record Header(String name, String scheme, Value value) implements Authentication {}

    /** Nothing in the header: the credentials are in the path, the query or the form. */
    record None() implements Authentication {}
}
