package io.github.ddnskit.state;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The text of a state file. The first line says which version it is. Then come one or more blocks: each record has a line
 * of {@code key=value} pairs whose values are URL-encoded, and the last line of a block counts and sums up what stands
 * above it in the block. What a later block says of a record holds:
 *
 * <pre>{@code
 * ddnskit-state 1
 * home.example.org ipv4 target=bind confirmed=192.0.2.1 options=default at=2026-11-22T10:15:30Z sent=2026-11-22T10:15:30Z
 * end 1 5f1d7a84
 * }</pre>
 *
 * <p>A last block without an end is what remains of a save that never came to its end, and counts for nothing.
 */
final class StateText {

    static final Comparator<RecordKey> ORDER =
            Comparator.comparing(RecordKey::host).thenComparing(RecordKey::family);

    private static final String MAGIC = "ddnskit-state ";
    private static final int VERSION = 1;
    private static final String END = "end ";
    private static final String NONE = "none";
    private static final BitSet PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_*:,/"
            .chars()
            .collect(BitSet::new, BitSet::set, BitSet::or);
    private static final int USUAL_LINE = 160;
    private static final int LONGEST_QUOTE = 60;

    private StateText() {}

    /** Says what is wrong with a text. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;

        MalformedException(String message) {
            super(message);
        }
    }

    /** Says that a later version of this library wrote the text. */
    static final class NewerVersionException extends Exception {
        private static final long serialVersionUID = 1;

        NewerVersionException(String message) {
            super(message);
        }
    }

    /** The text of a file that holds these states in one block. */
    static String write(Map<RecordKey, RecordState> states) {
        return block(new StringBuilder(MAGIC).append(VERSION).append('\n'), states);
    }

    /** The text of a block to append. */
    static String block(Map<RecordKey, RecordState> states) {
        return block(new StringBuilder(), states);
    }

    /** One record as it stands in a file, without the end of the line. */
    static String record(RecordKey key, RecordState state) {
        StringBuilder text = new StringBuilder();
        line(text, key, state);
        return text.substring(0, text.length() - 1);
    }

    private static String block(StringBuilder text, Map<RecordKey, RecordState> states) {
        states.forEach((key, state) -> line(text, key, state));
        return text.append(lastLine(states.size(), text.toString()))
                .append('\n')
                .toString();
    }

    static Map<RecordKey, RecordState> read(String text) throws MalformedException, NewerVersionException {
        int line = text.indexOf('\n') + 1;
        requireVersion(line == 0 ? text : text.substring(0, line - 1));
        Map<RecordKey, RecordState> states = new HashMap<>();
        Map<RecordKey, RecordState> block = new HashMap<>(text.length() / USUAL_LINE);
        Map<String, String> known = new HashMap<>();
        int blockStart = 0;
        int lines = 0;
        for (int end = text.indexOf('\n', line); end >= 0; end = text.indexOf('\n', line)) {
            if (text.startsWith(END, line)) {
                if (!text.substring(line, end).equals(lastLine(lines, text.substring(blockStart, line)))) {
                    throw new MalformedException("its sum is wrong");
                }
                if (states.isEmpty()) {
                    states = block; // mostly the only one, and long
                } else {
                    states.putAll(block);
                }
                block = new HashMap<>();
                lines = 0;
                blockStart = end + 1;
            } else {
                lines++;
                add(new Line(text, line, end), block, known);
            }
            line = end + 1;
        }
        if (blockStart == 0) {
            throw new MalformedException("it is cut off");
        }
        return states;
    }

    /** Reads one record; {@code known} has those strings that records have in common. */
    static void add(String line, Map<RecordKey, RecordState> block, Map<String, String> known)
            throws MalformedException {
        add(new Line(line, 0, line.length()), block, known);
    }

    private static void add(Line line, Map<RecordKey, RecordState> block, Map<String, String> known)
            throws MalformedException {
        try {
            RecordKey key = new RecordKey(Hostname.of(line.word()), AddressFamily.parse(line.word()));
            block.put(key, state(line, known));
        } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
            throw new MalformedException("this line cannot be read: " + line.quote());
        }
    }

    private static void requireVersion(String line) throws MalformedException, NewerVersionException {
        if (line.equals(MAGIC + VERSION)) {
            return;
        }
        if (line.matches(MAGIC + "[1-9][0-9]{0,5}")) {
            throw new NewerVersionException("was written by a later version (" + line
                    + ") than this one, which reads version " + VERSION + ": update, or choose another file");
        }
        throw new MalformedException("it does not start with \"" + MAGIC + VERSION + "\"");
    }

    private static void line(StringBuilder line, RecordKey key, RecordState state) {
        line.append(key.host().ascii()).append(' ').append(key.family());
        add(line, "target", state.target());
        RecordState.Confirmed confirmed = state.confirmed();
        if (confirmed != null) {
            add(line, "confirmed", addresses(confirmed.addresses()));
            add(line, "options", confirmed.options());
            addInstant(line, "at", confirmed.at());
        }
        add(line, "attempted", state.attempts().isEmpty() ? null : attempts(state.attempts()));
        addInstant(line, "sent", state.sentAt());
        add(line, "failures", state.failures() == 0 ? null : state.failures());
        addInstant(line, "not-before", state.notBefore());
        RecordState.Halt halt = state.halt();
        if (halt != null) {
            add(line, "halt", halt.reason());
            add(line, "seal", halt.seal());
            add(line, "detail", halt.detail());
        }
        line.append('\n');
    }

    /** Takes the words of a line in the order in which they were written. */
    private static final class Line {
        private final String text;
        private final int start;
        private final int end;
        private int at;

        /** The line from {@code start} to {@code end} of a text. */
        Line(String text, int start, int end) {
            this.text = text;
            this.start = start;
            this.end = end;
            at = start;
        }

        String word() {
            int space = text.indexOf(' ', at);
            boolean last = space < 0 || space >= end;
            String word = text.substring(at, last ? end : space);
            at = last ? end : space + 1;
            return word;
        }

        @Nullable
        String value(String key) {
            int equals = at + key.length();
            if (!text.startsWith(key, at) || equals >= end || text.charAt(equals) != '=') {
                return null;
            }
            at = equals + 1;
            return decoded(word());
        }

        String required(String key) {
            String value = value(key);
            if (value == null) {
                throw new IllegalArgumentException(key + " is missing");
            }
            return value;
        }

        void requireEnd() {
            if (at < end) {
                throw new IllegalArgumentException("something is left over");
            }
        }

        String quote() {
            return end - start > LONGEST_QUOTE
                    ? text.substring(start, start + LONGEST_QUOTE) + "..."
                    : text.substring(start, end);
        }
    }

    private static RecordState state(Line line, Map<String, String> known) {
        String target = one(line.required("target"), known);
        String confirmed = line.value("confirmed");
        RecordState.Confirmed last = confirmed == null
                ? null
                : new RecordState.Confirmed(
                        addresses(confirmed),
                        one(line.required("options"), known),
                        InstantText.read(line.required("at")));
        String attempted = line.value("attempted");
        String sent = line.value("sent");
        String failures = line.value("failures");
        String notBefore = line.value("not-before");
        String halt = line.value("halt");
        RecordState state = new RecordState(
                target,
                last,
                attempted == null ? List.of() : attempts(attempted),
                sent == null ? null : InstantText.read(sent),
                failures == null ? 0 : Integer.parseInt(failures),
                notBefore == null ? null : InstantText.read(notBefore),
                halt == null
                        ? null
                        : new RecordState.Halt(
                                line.required("seal"), FailureReason.valueOf(halt), line.required("detail")));
        line.requireEnd();
        return state;
    }

    private static void add(StringBuilder line, String key, @Nullable Object value) {
        if (value != null) {
            line.append(' ').append(key).append('=').append(encoded(value.toString()));
        }
    }

    private static void addInstant(StringBuilder line, String key, @Nullable Instant instant) {
        if (instant != null) {
            InstantText.write(line.append(' ').append(key).append('='), instant);
        }
    }

    private static String encoded(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!PLAIN.get(value.charAt(i))) {
                return URLEncoder.encode(value, StandardCharsets.UTF_8)
                        .replace("%3A", ":")
                        .replace("%2C", ",")
                        .replace("%2F", "/");
            }
        }
        return value;
    }

    private static String decoded(String value) {
        return value.indexOf('%') < 0 && value.indexOf('+') < 0
                ? value
                : URLDecoder.decode(value, StandardCharsets.UTF_8);
    }

    /** One and the same string for all records: there may be a hundred thousand that have it in common. */
    private static String one(String value, Map<String, String> known) {
        String first = known.putIfAbsent(value, value);
        return first == null ? value : first;
    }

    private static String addresses(Set<InetAddress> addresses) {
        if (addresses.size() == 1) {
            return IpLiteral.format(addresses.iterator().next());
        }
        return addresses.isEmpty() ? NONE : IpLiteral.format(addresses).replace(" ", "");
    }

    private static String attempts(List<Set<InetAddress>> attempts) {
        return attempts.stream().map(StateText::addresses).collect(Collectors.joining("/"));
    }

    private static List<Set<InetAddress>> attempts(String text) {
        List<Set<InetAddress>> attempts = new ArrayList<>();
        for (String attempt : text.split("/", -1)) {
            attempts.add(addresses(attempt));
        }
        return attempts;
    }

    private static Set<InetAddress> addresses(String text) {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        if (!text.equals(NONE)) {
            for (String literal : text.split(",", -1)) {
                addresses.add(IpLiteral.parse(literal));
            }
        }
        return addresses;
    }

    private static String lastLine(int records, String above) {
        CRC32 crc = new CRC32();
        crc.update(above.getBytes(StandardCharsets.UTF_8));
        // a digit too many, so that the zeros in front stay
        return END + records + " "
                + Long.toHexString(crc.getValue() | 0x1_0000_0000L).substring(1);
    }
}
