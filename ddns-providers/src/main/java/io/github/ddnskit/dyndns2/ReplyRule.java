package io.github.ddnskit.dyndns2;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One row of a reply table. Immutable and thread-safe.
 *
 * <p>It matches a line by its first words, each compared whole, or by the whole reply's status alone:
 *
 * <pre>
 * good               a line whose first word is good
 * No IP change       a line that starts with these three words
 * success|100|*      a line that starts with this text
 * {host} ({ip})      roles stand for the host and the address that were sent
 * HTTP 204           a reply with this status, whatever its body, if no rule matches its lines
 * HTTP 400 nohost    a line of a reply with this status
 * </pre>
 *
 * @param key what it matches, as above
 * @param meaning what such a reply means
 * @param pause how long to wait, for {@link Meaning#isWait()}; null for the meaning's own default
 * @param says one sentence for people instead of the meaning's own, or empty
 */
public record ReplyRule(
        String key, Meaning meaning, @Nullable Duration pause, String says) {

    private static final Pattern STATUS = Pattern.compile("HTTP ([1-5][0-9][0-9])(?: (.+))?");

    /**
     * Checks the components.
     *
     * @param key what it matches
     * @param meaning what such a reply means
     * @param pause how long to wait, or null
     * @param says one sentence for people, or empty
     * @throws IllegalArgumentException if the key is empty, or there is a wait that means nothing
     */
    public ReplyRule {
        if (key.isBlank() || !key.equals(key.strip())) {
            throw new IllegalArgumentException("\"" + key + "\" is no reply: write the words that a line begins with");
        }
        if (pause != null && (!meaning.isWait() || pause.isNegative() || pause.isZero())) {
            throw new IllegalArgumentException(
                    "only wait, wait-host and unavailable take a wait, and it must be positive: " + pause);
        }
    }

    static ReplyRule of(String key, Meaning meaning) {
        return new ReplyRule(key, meaning, null, "");
    }

    /** {@return the status it is about, or 0 for any} */
    public int status() {
        Matcher status = STATUS.matcher(key);
        return status.matches() ? Integer.parseInt(status.group(1)) : 0;
    }

    /** {@return what a line begins with, empty if it is about the status alone} */
    public String words() {
        Matcher status = STATUS.matcher(key);
        return !status.matches() ? key : status.group(2) == null ? "" : status.group(2);
    }

    /** Which of two rules that match one line counts: the one that says more. */
    int weight() {
        return 2 * words().length() + (status() == 0 ? 0 : 1);
    }

    /**
     * Whether it matches a line.
     *
     * @param replyStatus the status of the reply
     * @param line the line, stripped
     * @param sent what the roles stand for: the host and the addresses as they were sent
     */
    boolean matches(int replyStatus, String line, Sent sent) {
        if (words().isEmpty() || (status() != 0 && status() != replyStatus)) {
            return false;
        }
        for (String address : sent.addresses().isEmpty() ? List.of("") : sent.addresses()) {
            String words = words().replace("{host}", sent.host()).replace("{ip}", address);
            if (words.endsWith("*")
                    ? line.startsWith(words.substring(0, words.length() - 1))
                    : (line + " ").startsWith(words + " ")) {
                return true;
            }
        }
        return false;
    }

    /** What was sent for one host. */
    record Sent(String host, List<String> addresses) {}
}
