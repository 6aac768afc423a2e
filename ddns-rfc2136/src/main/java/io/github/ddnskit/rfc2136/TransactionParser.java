package io.github.ddnskit.rfc2136;

import io.github.ddnskit.rfc2136.internal.ZoneText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what nsupdate(1) reads, as far as it says what to do and not whom to tell. A word says what it is where nsupdate lets
 * it be left out: a number is a TTL, {@code IN}, {@code ANY} and {@code NONE} are classes.
 */
final class TransactionParser {

    private static final Set<String> ELSEWHERE = Set.of("server", "local", "key", "realm", "gsstsig", "oldgsstsig");
    private static final Set<String> WITHOUT_EFFECT =
            Set.of("check-names", "show", "answer", "debug", "help", "version", "quit");
    private static final Set<String> CLASSES = Set.of("IN", "ANY", "NONE");

    private final List<Prerequisite> prerequisites = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private @Nullable String zone;
    private @Nullable Duration ttl;
    private boolean sent;

    private TransactionParser() {}

    static DnsTransaction parse(String text) {
        TransactionParser parser = new TransactionParser();
        String[] lines = text.split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            try {
                parser.line(new Words(lines[i]));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return DnsTransaction.of(parser.zone, parser.prerequisites, parser.changes);
    }

    private void line(Words words) {
        if (words.isEmpty()) {
            sent |= !(prerequisites.isEmpty() && changes.isEmpty()); // a blank line sends
            return;
        }
        String command = words.next("a command").toLowerCase(Locale.ROOT);
        if (command.startsWith(";") || WITHOUT_EFFECT.contains(command)) {
            return;
        }
        if (ELSEWHERE.contains(command)) {
            throw new IllegalArgumentException("a transaction does not say " + command
                    + ": set up the client that sends it, and leave the line out");
        }
        if (sent) {
            throw new IllegalArgumentException("something follows what was sent: read each transaction by itself");
        }
        switch (command) {
            case "zone" -> zone(words);
            case "class" -> dnsClass(words.next("a class"));
            case "ttl" -> ttl(words.next("a number of seconds"));
            case "prereq" -> prerequisite(words.next("a prerequisite"), words);
            case "update" -> update(words.next("add or delete"), words);
            case "send" -> sent = true;
            case "add", "del", "delete" -> update(command, words);
            default -> prerequisite(command, words);
        }
        words.end();
    }

    private void zone(Words words) {
        if (zone != null) {
            throw new IllegalArgumentException("the zone is given twice");
        }
        zone = ZoneText.name(words.next("a name"));
    }

    private void ttl(String text) {
        ttl = text.equalsIgnoreCase("none") ? null : seconds(text);
    }

    private static void dnsClass(String text) {
        if (!text.equalsIgnoreCase("IN")) {
            throw new IllegalArgumentException("the only class is IN, not " + ZoneText.quote(text));
        }
    }

    private void prerequisite(String form, Words words) {
        switch (form.toLowerCase(Locale.ROOT)) {
            case "yxdomain" -> prerequisites.add(new Prerequisite.NameInUse(words.next("a name")));
            case "nxdomain" -> prerequisites.add(new Prerequisite.NameNotInUse(words.next("a name")));
            case "nxrrset" -> prerequisites.add(new Prerequisite.RrsetAbsent(words.next("a name"), type(words)));
            case "yxrrset" -> {
                String name = words.next("a name");
                String type = type(words);
                prerequisites.add(
                        words.isEmpty()
                                ? new Prerequisite.RrsetExists(name, type)
                                : new Prerequisite.RrsetIs(name, type, Set.of(words.rest())));
            }
            default ->
                throw new IllegalArgumentException(ZoneText.quote(form)
                        + " is no command of a transaction: write zone, ttl, prereq, update or send");
        }
    }

    private void update(String form, Words words) {
        switch (form.toLowerCase(Locale.ROOT)) {
            case "add" -> {
                String name = words.next("a name");
                Duration seconds = words.isNumber() ? seconds(words.next("a TTL")) : ttl;
                if (seconds == null) {
                    throw new IllegalArgumentException(
                            "there is no TTL: write it after the name, or a line ttl before");
                }
                changes.add(new Change.Add(new ResourceRecord(name, seconds, type(words), words.rest())));
            }
            case "del", "delete" -> {
                String name = words.next("a name");
                if (words.isNumber()) {
                    words.next("a TTL"); // says nothing, as in nsupdate
                }
                changes.add(deletion(name, words));
            }
            default -> throw new IllegalArgumentException("an update adds or deletes, not " + ZoneText.quote(form));
        }
    }

    private static Change deletion(String name, Words words) {
        words.skipClass();
        if (words.isEmpty()) {
            return new Change.DeleteName(name);
        }
        String type = words.next("a type");
        if (type.equalsIgnoreCase("ANY") && words.isEmpty()) {
            return new Change.DeleteName(name);
        }
        return words.isEmpty() ? new Change.DeleteRrset(name, type) : new Change.DeleteRecord(name, type, words.rest());
    }

    private static String type(Words words) {
        words.skipClass();
        return words.next("a type");
    }

    private static Duration seconds(String text) {
        try {
            return Duration.ofSeconds(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(ZoneText.quote(text) + " is not a number of seconds", e);
        }
    }

    /** The words of a line, from left to right. */
    private static final class Words {

        private String left;

        Words(String line) {
            left = line.strip();
        }

        boolean isEmpty() {
            return left.isEmpty();
        }

        boolean isNumber() {
            return peek().matches("[0-9]+");
        }

        void skipClass() {
            if (CLASSES.contains(peek().toUpperCase(Locale.ROOT))) {
                next("a class");
            }
        }

        String next(String what) {
            String word = peek();
            if (word.isEmpty()) {
                throw new IllegalArgumentException("the line ends where " + what + " should be");
            }
            left = left.substring(word.length()).strip();
            return word;
        }

        /** All that is left, blanks and all. */
        String rest() {
            String rest = left;
            left = "";
            return rest;
        }

        void end() {
            if (!left.isEmpty()) {
                throw new IllegalArgumentException(
                        "there is more on the line than belongs there, from " + ZoneText.quote(peek()) + " on");
            }
        }

        private String peek() {
            int end = 0;
            while (end < left.length() && left.charAt(end) != ' ' && left.charAt(end) != '\t') {
                end++;
            }
            return left.substring(0, end);
        }
    }
}
