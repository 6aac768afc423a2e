package io.github.ddnskit.dyndns2;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.http.HttpFailures;
import io.github.ddnskit.http.HttpReply;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the replies of a dialect: what became of each name that was asked for. */
final class ReplyReader {

    private static final System.Logger LOG = System.getLogger(Dyndns2Updater.class.getName());
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern TAG = Pattern.compile("<[^<>]*>");
    private static final Pattern BETWEEN = Pattern.compile("[\\s,;|()\\[\\]\"']+");

    private final Dialect dialect;
    private final Clock clock;

    ReplyReader(Dialect dialect, Clock clock) {
        this.dialect = dialect;
        this.clock = clock;
    }

    /**
     * What became of each name, in the order in which they were sent: a failure, or whether anything was changed.
     *
     * @param failure why it failed, or null
     * @param isChanged whether a success changed anything
     */
    record Verdict(Outcome.@Nullable Failed failure, boolean isChanged) {}

    private record Line(String text, ReplyRule rule) {}

    List<Verdict> read(HttpReply reply, Ask ask, List<Hostname> hosts) {
        List<String> texts = lines(reply);
        if (reply.status() != 429 && !texts.isEmpty()) {
            List<Verdict> verdicts = verdicts(reply, texts, ask, hosts);
            if (!verdicts.isEmpty()) {
                return verdicts;
            }
        }
        return Collections.nCopies(hosts.size(), byStatus(reply));
    }

    private List<String> lines(HttpReply reply) {
        String text = dialect.replies().isHtml() ? TAG.matcher(reply.text()).replaceAll("\n") : reply.text();
        return (dialect.replies().isJson() ? fields(text) : text)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** The fields of a JSON object, a line for each; the text as it is if it is none. */
    private static String fields(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return json.isObject()
                    ? json.properties().stream()
                            .filter(field -> field.getValue().isValueNode())
                            .map(field ->
                                    field.getKey() + " " + field.getValue().asText())
                            .collect(Collectors.joining("\n"))
                    : text;
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    /** By the lines of the body; empty if its first line says nothing that is known. */
    private List<Verdict> verdicts(HttpReply reply, List<String> texts, Ask ask, List<Hostname> hosts) {
        List<Optional<Line>> lines = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            Hostname host = hosts.get(Math.min(i, hosts.size() - 1));
            String text = texts.get(i);
            lines.add(dialect.replies()
                    .line(reply.status(), text, new ReplyRule.Sent(host.ascii(), ask.addresses()))
                    .map(rule -> new Line(text, rule)));
        }
        if (dialect.replies().isAnyLine()) {
            lines.removeIf(Optional::isEmpty);
        }
        Optional<Line> first = lines.isEmpty() ? Optional.empty() : lines.get(0);
        if (first.isEmpty() && lines.stream().limit(hosts.size()).allMatch(Optional::isEmpty)) {
            return List.of();
        }
        if (hosts.size() == 1) {
            // A service that answers for each address has one line more: none of them may be a failure.
            Optional<Line> worst = lines.stream()
                    .flatMap(Optional::stream)
                    .filter(line -> !line.rule().meaning().isSuccess())
                    .findFirst();
            return List.of(verdict(reply, first.isPresent() && worst.isPresent() ? worst : first, ask));
        }
        if (texts.size() == 1 && first.isPresent()) {
            return single(reply, first.get(), ask, hosts.size());
        }
        List<Verdict> verdicts = new ArrayList<>();
        Verdict toAll = null;
        for (int i = 0; i < hosts.size(); i++) {
            Optional<Line> line = i < lines.size() ? lines.get(i) : Optional.empty();
            Verdict verdict = toAll != null && line.isEmpty() ? toAll : verdict(reply, line, ask);
            toAll = verdict.failure() != null && verdict.failure().isAccountWide() ? verdict : toAll;
            verdicts.add(verdict);
        }
        return verdicts;
    }

    /** One line for several names. */
    private List<Verdict> single(HttpReply reply, Line line, Ask ask, int hosts) {
        Meaning meaning = line.rule().meaning();
        Verdict verdict = verdict(reply, Optional.of(line), ask);
        if (meaning.isAboutOneHost()) {
            List<Verdict> verdicts = new ArrayList<>(Collections.nCopies(hosts, verdict(reply, Optional.empty(), ask)));
            verdicts.set(0, verdict);
            return verdicts;
        }
        if (meaning.isSuccess()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} confirmed {1} names with one line: it is taken to be about all of them",
                    dialect.service().name(),
                    hosts);
        }
        return Collections.nCopies(hosts, verdict);
    }

    private Verdict verdict(HttpReply reply, Optional<Line> line, Ask ask) {
        if (line.isEmpty()) {
            return new Verdict(badReply("said nothing about this name that is known"), false);
        }
        ReplyRule rule = line.get().rule();
        if (!rule.meaning().isSuccess()) {
            return new Verdict(failure(rule, reply), false);
        }
        if (!reply.isSuccess() && rule.status() == 0) {
            return new Verdict(HttpFailures.of(reply, clock), false);
        }
        Outcome.Failed contradiction = contradiction(line.get().text(), ask);
        return new Verdict(contradiction, rule.meaning() == Meaning.CHANGED);
    }

    private Verdict byStatus(HttpReply reply) {
        Optional<ReplyRule> rule = dialect.replies().status(reply.status());
        if (rule.isPresent()) {
            Meaning meaning = rule.get().meaning();
            return new Verdict(meaning.isSuccess() ? null : failure(rule.get(), reply), meaning == Meaning.CHANGED);
        }
        return new Verdict(
                reply.isSuccess() ? badReply("answered something that is not known") : HttpFailures.of(reply, clock),
                false);
    }

    private Outcome.Failed failure(ReplyRule rule, HttpReply reply) {
        Meaning meaning = rule.meaning();
        // The key is ours; what the service wrote may repeat what it was sent.
        String detail = dialect.service().name() + " answered " + rule.key() + ": "
                + (rule.says().isEmpty() ? meaning.sentence() : rule.says());
        Outcome.Failed failure = Outcome.failed(meaning.reason(), retry(rule, reply), detail);
        return meaning.isAccountWide() ? failure.accountWide() : failure;
    }

    private Retry retry(ReplyRule rule, HttpReply reply) {
        Meaning meaning = rule.meaning();
        if (meaning.isFinal()) {
            return Retry.never();
        }
        Optional<Instant> asked = reply.retryAfter(clock);
        if (!meaning.isWait()) {
            return asked.map(Retry::notBefore).orElse(Retry.backoff());
        }
        Duration standard = meaning == Meaning.UNAVAILABLE ? Dialect.UNAVAILABLE : Dialect.TOO_MANY;
        Instant own = clock.instant().plus(Optional.ofNullable(rule.pause()).orElse(standard));
        return Retry.notBefore(asked.filter(own::isBefore).orElse(own));
    }

    /** Why a success is none: it is about another address. */
    private Outcome.@Nullable Failed contradiction(String line, Ask ask) {
        Set<InetAddress> named = Arrays.stream(BETWEEN.split(line))
                .map(ReplyReader::address)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        if (named.isEmpty() || ask.publish().isEmpty()) {
            return null;
        }
        boolean ours = named.stream().anyMatch(ask.publish()::containsValue);
        for (Map.Entry<AddressFamily, InetAddress> wanted : ask.publish().entrySet()) {
            ours &= named.contains(wanted.getValue())
                    || named.stream().noneMatch(address -> AddressFamily.of(address) == wanted.getKey());
        }
        return ours
                ? null
                : badReply("confirmed " + IpLiteral.format(named) + " and not " + String.join(", ", ask.addresses()));
    }

    private static Optional<InetAddress> address(String word) {
        String literal = word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
        if (literal.indexOf('.') < 0 && literal.indexOf(':') < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(IpLiteral.parse(literal));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    private Outcome.Failed badReply(String what) {
        return Outcome.failed(
                FailureReason.BAD_REPLY, Retry.backoff(), dialect.service().name() + " " + what);
    }
}
