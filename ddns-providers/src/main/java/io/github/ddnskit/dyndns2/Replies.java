package io.github.ddnskit.dyndns2;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the replies of a service mean: its own table, and behind it the codes of dyndns2 that it does not redefine.
 * Immutable and thread-safe.
 *
 * @param rules the rules, the service's own first
 * @param isStandard whether the codes of dyndns2 are among them, and {@code wNNs}, {@code wNNm} and {@code wNNh}
 * @param isHtml whether tags are taken out of the body before it is read
 * @param isJson whether the fields of a JSON object in the body are lines, each its name, a space and its value
 * @param isAnyLine whether the first line that a rule matches counts, and not the first line of all
 */
public record Replies(List<ReplyRule> rules, boolean isStandard, boolean isHtml, boolean isJson, boolean isAnyLine) {

    /** The codes of <a href="https://help.dyn.com/remote-access-api/return-codes/">Dyn</a>, and those that others added. */
    static final List<ReplyRule> STANDARD = List.of(
            ReplyRule.of("good", Meaning.CHANGED),
            ReplyRule.of("nochg", Meaning.UNCHANGED),
            ReplyRule.of("badauth", Meaning.BAD_AUTH),
            ReplyRule.of("badsys", Meaning.MALFORMED),
            ReplyRule.of("badagent", Meaning.BAD_AGENT),
            ReplyRule.of("!donator", Meaning.NOT_PAID),
            ReplyRule.of("!active", Meaning.BAD_ACCOUNT),
            ReplyRule.of("!yours", Meaning.NOT_YOURS),
            ReplyRule.of("nohost", Meaning.NO_HOST),
            ReplyRule.of("notfqdn", Meaning.BAD_HOST),
            ReplyRule.of("numhost", Meaning.MALFORMED),
            ReplyRule.of("abuse", Meaning.ABUSE),
            ReplyRule.of("badip", Meaning.BAD_ADDRESS),
            ReplyRule.of("dnserr", Meaning.SERVER_FAILED),
            ReplyRule.of("servererror", Meaning.SERVER_FAILED),
            ReplyRule.of("911", Meaning.UNAVAILABLE));

    private static final Pattern PAUSE = Pattern.compile("w([0-9]{1,4})([smh])(?: .*)?");

    /**
     * Checks and copies the rules.
     *
     * @param rules the rules, the service's own first
     * @param isStandard whether the codes of dyndns2 are among them
     * @param isHtml whether tags are taken out of the body
     * @param isJson whether the fields of a JSON object in the body are lines
     * @param isAnyLine whether the first line that a rule matches counts
     * @throws IllegalArgumentException if two rules have the same key
     */
    public Replies {
        if (rules.stream().map(ReplyRule::key).distinct().count() != rules.size()) {
            throw new IllegalArgumentException("a reply stands in the table twice");
        }
        rules = List.copyOf(rules);
    }

    /** The service's own rules, with those of dyndns2 behind them that it does not redefine. */
    static Replies withStandard(List<ReplyRule> own, boolean isHtml, boolean isJson, boolean isAnyLine) {
        Set<String> redefined = own.stream().map(ReplyRule::key).collect(Collectors.toSet());
        List<ReplyRule> all = new ArrayList<>(own);
        STANDARD.stream().filter(rule -> !redefined.contains(rule.key())).forEach(all::add);
        return new Replies(all, true, isHtml, isJson, isAnyLine);
    }

    /** {@return the codes of dyndns2 and those that others added, the usual code for a meaning first} */
    public static List<ReplyRule> standard() {
        return STANDARD;
    }

    /** {@return the service's own rules} */
    public List<ReplyRule> own() {
        return rules.stream().filter(rule -> !STANDARD.contains(rule)).toList();
    }

    /** The rule for a line, if there is one. */
    Optional<ReplyRule> line(int status, String line, ReplyRule.Sent sent) {
        Optional<ReplyRule> found = rules.stream()
                .filter(rule -> rule.matches(status, line, sent))
                .max(Comparator.comparingInt(ReplyRule::weight));
        return found.isEmpty() && isStandard ? pause(line) : found;
    }

    private static Optional<ReplyRule> pause(String line) {
        Matcher pause = PAUSE.matcher(line);
        if (!pause.matches()) {
            return Optional.empty();
        }
        long count = Math.max(1, Long.parseLong(pause.group(1)));
        Duration time = switch (pause.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
        return Optional.of(new ReplyRule("wNN" + pause.group(2), Meaning.WAIT, time, ""));
    }

    /** The rule for a status, if there is one. */
    Optional<ReplyRule> status(int status) {
        return rules.stream()
                .filter(rule -> rule.status() == status && rule.words().isEmpty())
                .findFirst();
    }
}
