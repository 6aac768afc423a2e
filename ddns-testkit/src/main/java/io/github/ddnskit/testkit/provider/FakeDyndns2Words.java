package io.github.ddnskit.testkit.provider;

import io.github.ddnskit.dyndns2.Dialect;
import io.github.ddnskit.dyndns2.Meaning;
import io.github.ddnskit.dyndns2.ReplyRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts what a service means into the words of its dialect. */
final class FakeDyndns2Words {

    private FakeDyndns2Words() {}

    /**
     * A line of a reply.
     *
     * @param status the status with which it is sent
     * @param text the line, empty if the status says it all
     */
    record Line(int status, String text) {}

    /** A line for the first of some meanings that the dialect has a reply for. */
    static Optional<Line> line(Dialect dialect, List<Meaning> meanings, String host, List<String> addresses) {
        return meanings.stream()
                .flatMap(meaning -> dialect.replies().rules().stream()
                        .filter(rule -> rule.meaning() == meaning)
                        .limit(1))
                .findFirst()
                .map(rule -> line(rule, host, addresses));
    }

    static Line line(ReplyRule rule, String host, List<String> addresses) {
        String address = addresses.isEmpty() ? "" : addresses.get(0);
        String words = rule.words().replace("{host}", host).replace("{ip}", address);
        boolean standard = rule.meaning().isSuccess() && (words.equals("good") || words.equals("nochg"));
        if (standard && !addresses.isEmpty()) {
            words += " " + String.join(",", addresses);
        }
        if (words.endsWith("*")) {
            words = words.substring(0, words.length() - 1) + "and so on";
        }

        return new Line(rule.status() == 0 ? 200 : rule.status(), words);
    }

    static HttpAnswer answer(List<Line> lines) {
        String body = lines.stream().map(Line::text).collect(Collectors.joining("\n"));
        return HttpAnswer.text(lines.get(0).status(), body);
    }
}
