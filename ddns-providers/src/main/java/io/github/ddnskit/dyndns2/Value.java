package io.github.ddnskit.dyndns2;

import org.jspecify.annotations.Nullable;

/**
 * What is sent in one place of a request: a text that is always the same, or what stands in for a {@link Role}. There is
 * no mixture of both. Immutable and thread-safe.
 *
 * @param role what it stands for, or null for a fixed text
 * @param text the fixed text; empty if there is a role
 */
public record Value(@Nullable Role role, String text) {

    /**
     * Reads a value.
     *
     * @param text a role in braces such as {@code {host}}, or any text without braces
     * @return the value
     * @throws IllegalArgumentException if there are braces, but not around the whole name of a role
     */
    public static Value of(String text) {
        boolean braces = text.startsWith("{") && text.endsWith("}");
        String inside = braces ? text.substring(1, text.length() - 1) : text;
        if (inside.indexOf('{') >= 0 || inside.indexOf('}') >= 0) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" mixes text and braces: a value is a whole role such as {host}, or a fixed text");
        }
        return braces ? new Value(Role.parse(inside), "") : new Value(null, text);
    }

    boolean is(Role wanted) {
        return role == wanted;
    }

    /** {@return how it is written in JSON} */
    @Override
    public String toString() {
        return role == null ? text : role.toString();
    }
}
