package io.github.ddnskit.examples.client;

import io.github.ddnskit.testkit.Fault;
import io.github.ddnskit.testkit.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * {@code --fault WHEN=EFFECT} of {@link ServeCommand}.
 *
 * @param when on which messages
 * @param what what goes wrong with each
 */
record FaultOption(Trigger when, Fault what) {

    static final String CONDITIONS =
            "@|bold updates|@, @|bold queries|@, @|bold tcp|@, @|bold udp|@, @|bold name:|@NAME,"
                    + " @|bold type:|@TYPE, @|bold after:|@N, @|bold p:|@0.1 and @|bold seed:|@N, @|bold beyond:|@N replies that"
                    + " have not left, @|bold from:|@10s and @|bold until:|@20s after the start";

    static final String EFFECTS = "@|bold drop|@, @|bold drop-reply|@, @|bold delay:|@200ms, @|bold duplicate|@,"
            + " @|bold reorder|@, @|bold rcode:|@NAME, @|bold servfail|@, @|bold refused|@, @|bold truncate|@,"
            + " @|bold wrong-id|@, @|bold unsigned|@, @|bold bad-mac|@, @|bold replay|@, @|bold echo-tsig|@,"
            + " @|bold bad-time|@, @|bold garbage|@, @|bold close|@, @|bold half-close|@, @|bold stall:|@N";

    /** Reads an option; complains with {@link IllegalArgumentException}. */
    static FaultOption parse(String option) {
        int equals = option.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("--fault takes WHEN=EFFECT, such as next:2,updates=servfail");
        }
        return new FaultOption(trigger(option.substring(0, equals)), fault(option.substring(equals + 1)));
    }

    private static Trigger trigger(String text) {
        String[] words = text.split(",", -1);
        String[] first = words[0].split(":", 2);
        Trigger trigger = switch (first[0]) {
            case "always" -> Trigger.always();
            case "next" -> Trigger.next(number(words[0], first));
            case "nth" -> Trigger.nth(number(words[0], first));
            default -> throw new IllegalArgumentException("\"" + words[0] + "\" is not always, next:N or nth:N");
        };
        double probability = 1;
        long seed = 0;
        Instant start = Instant.now();
        Instant from = Instant.MIN;
        Instant until = Instant.MAX;
        for (int i = 1; i < words.length; i++) {
            String[] word = words[i].split(":", 2);
            String value = word.length == 1 ? "" : word[1].toLowerCase(Locale.ROOT);
            String whole = words[i];
            switch (word[0]) {
                case "updates" -> trigger = trigger.updates();
                case "queries" -> trigger = trigger.queries();
                case "tcp" -> trigger = trigger.matching(question -> question.tcp());
                case "udp" -> trigger = trigger.matching(question -> !question.tcp());
                case "name" -> {
                    String name = value.replaceAll("\\.$", "");
                    trigger = trigger.matching(question -> question.names().contains(name));
                }
                case "type" ->
                    trigger = trigger.matching(question -> question.type().equalsIgnoreCase(value));
                case "after" -> trigger = trigger.after(number(whole, word));
                case "beyond" -> trigger = trigger.beyond(number(whole, word));
                case "p" -> probability = read(whole, () -> Double.parseDouble(value));
                case "seed" -> seed = read(whole, () -> Long.parseLong(value));
                case "from" -> from = start.plus(duration(whole, value));
                case "until" -> until = start.plus(duration(whole, value));
                default -> throw new IllegalArgumentException("\"" + whole + "\" is no condition of a fault");
            }
        }
        if (probability != 1) {
            trigger = trigger.withProbability(probability, seed);
        }
        boolean whenever = from.equals(Instant.MIN) && until.equals(Instant.MAX);
        return whenever ? trigger : trigger.between(from, until);
    }

    private static Fault fault(String text) {
        String[] parts = text.split("\\+", 2);
        String[] word = parts[0].split(":", 2);
        String value = word.length == 1 ? "" : word[1];
        Fault fault = switch (word[0]) {
            case "drop" -> Fault.loseRequest();
            case "drop-reply" -> Fault.loseReply();
            case "delay" -> Fault.delay(duration(parts[0], value));
            case "duplicate" -> Fault.duplicate();
            case "reorder" -> Fault.reorder();
            case "rcode" -> Fault.rcode(value);
            case "servfail" -> Fault.servfail();
            case "refused" -> Fault.refused();
            case "truncate" -> Fault.truncate();
            case "wrong-id" -> Fault.wrongId();
            case "unsigned" -> Fault.unsigned();
            case "bad-mac" -> Fault.badMac();
            case "replay" -> Fault.replay();
            case "echo-tsig" -> Fault.echoTsig();
            case "bad-time" -> Fault.badTime();
            case "garbage" -> Fault.garbage();
            case "close" -> Fault.close();
            case "half-close" -> Fault.halfClose();
            case "stall" -> Fault.stallAfter(number(parts[0], word));
            default -> throw new IllegalArgumentException("\"" + parts[0] + "\" is no effect of a fault");
        };
        if (parts.length == 1) {
            return fault;
        }
        if (!parts[1].startsWith("delay:")) {
            throw new IllegalArgumentException("only +delay:TIME can be added to an effect, not +" + parts[1]);
        }
        return fault.late(duration(parts[1], parts[1].substring("delay:".length())));
    }

    private static int number(String whole, String[] word) {
        return read(whole, () -> Integer.parseInt(word[1]));
    }

    private static Duration duration(String whole, String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        return lower.endsWith("ms")
                ? read(whole, () -> Duration.ofMillis(Long.parseLong(lower.substring(0, lower.length() - 2))))
                : read(whole, () -> Duration.parse("PT" + lower));
    }

    private static <T> T read(String whole, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("\"" + whole + "\" cannot be understood", e);
        }
    }
}
