package io.github.ddnskit.gateway;

import io.github.ddnskit.Hostname;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A token that updates one host and nothing else: what is kept of it. Immutable and thread-safe.
 *
 * <p>The token itself has 36 lower-case letters and digits, which no URL needs to encode: the first ten are its id, by which
 * it is found, and the rest, 130 random bits, is known to the device alone.
 *
 * @param id ten characters
 * @param host the host that it updates
 * @param hash the hash of the whole token
 * @param until when it ends, because another was made in its place; null if it does not
 */
public record AccountToken(
        String id, Hostname host, SecretHash hash, @Nullable Instant until) {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int ID_LENGTH = 10;
    private static final int SECRET_LENGTH = 26;
    private static final Pattern FORM = Pattern.compile("[a-z2-7]{" + (ID_LENGTH + SECRET_LENGTH) + "}");
    private static final Pattern ID = Pattern.compile("[a-z2-7]{" + ID_LENGTH + "}");

    /**
     * A token that was just made, which is shown this once.
     *
     * @param text the token itself
     * @param kept what is kept of it
     */
    public record Fresh(String text, AccountToken kept) {
        /** {@return what is kept of it} */
        @Override
        public String toString() {
            return kept.toString();
        }
    }

    /**
     * Checks the id.
     *
     * @param id ten characters
     * @param host the host that it updates
     * @param hash the hash of the whole token
     * @param until when it ends, or null
     * @throws IllegalArgumentException if the id is none
     */
    public AccountToken {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("an id of a token has ten characters from a to z and 2 to 7");
        }
    }

    /**
     * Makes a token.
     *
     * @param host the host that it shall update
     * @return the token
     */
    public static Fresh create(Hostname host) {
        SecureRandom random = new SecureRandom();
        String id = random(random, ID_LENGTH);
        String text = id + random(random, SECRET_LENGTH);
        return new Fresh(text, new AccountToken(id, host, SecretHash.of(text, SecretHash.TOKEN_ITERATIONS), null));
    }

    /**
     * The same, with an end.
     *
     * @param end when it ends
     * @return a copy
     */
    public AccountToken endingAt(Instant end) {
        return new AccountToken(id, host, hash, until == null || end.isBefore(until) ? end : until);
    }

    boolean isValid(Instant now) {
        return until == null || now.isBefore(until);
    }

    /** Whether a secret has the form of a token; people's passwords do not. */
    static boolean isToken(String secret) {
        return FORM.matcher(secret).matches();
    }

    static String id(String token) {
        return token.substring(0, ID_LENGTH);
    }

    private static String random(SecureRandom random, int length) {
        return random.ints(length, 0, ALPHABET.length())
                .mapToObj(i -> ALPHABET.substring(i, i + 1))
                .collect(Collectors.joining());
    }
}
