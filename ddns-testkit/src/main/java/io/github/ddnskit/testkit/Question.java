package io.github.ddnskit.testkit;

import java.util.Optional;
import java.util.Set;

/**
 * What a client asked of a name server. Immutable and thread-safe. Names are in lower case without a trailing dot.
 *
 * @param opcode such as {@code QUERY} or {@code UPDATE}
 * @param name the name that was asked about, or the zone to be updated; empty if the message could not be read
 * @param type the type that was asked about, such as {@code AAAA}; {@code SOA} in an update; empty if the message could
 *     not be read
 * @param names the names that an update would change; of a query the name itself
 * @param tcp whether it came by TCP
 * @param key the name of the key that it claims to be signed with
 */
public record Question(String opcode, String name, String type, Set<String> names, boolean tcp, Optional<String> key) {

    /**
     * Copies the names.
     *
     * @param opcode such as {@code QUERY} or {@code UPDATE}
     * @param name the name that was asked about, or the zone to be updated; empty if the message could not be read
     * @param type the type that was asked about, such as {@code AAAA}; {@code SOA} in an update; empty if the message could not be read
     * @param names the names that an update would change; of a query the name itself
     * @param tcp whether it came by TCP
     * @param key the name of the key that it claims to be signed with
     */
    public Question {
        names = Set.copyOf(names);
    }

    /** {@return whether this is an UPDATE (RFC 2136)} */
    public boolean isUpdate() {
        return opcode.equals("UPDATE");
    }

    /** {@return whether this is a query, a zone transfer included} */
    public boolean isQuery() {
        return opcode.equals("QUERY");
    }

    /** {@return the question in words, such as {@code QUERY www.example.test AAAA}} */
    String summary() {
        return opcode
                + (name.isEmpty() ? "" : " " + name)
                + (isUpdate() || type.isEmpty() ? "" : " " + type)
                + (isUpdate() && !names.isEmpty() ? " of " + String.join(", ", names) : "")
                + key.map(signer -> " by " + signer).orElse("");
    }
}
