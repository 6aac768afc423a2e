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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The text of a state file. A line says which version it is, each record has a line of {@code key=value} pairs whose
 * values are URL-encoded, and the last line counts and sums up what stands above it:
 *
 * <pre>{@code
 * ddnskit-state 1
 * home.example.org ipv4 target=bind confirmed=192.0.2.1 options=default at=2026-11-22T10:15:30Z sent=2026-11-22T10:15:30Z
 * end 1 5f1d7a84
 * }</pre>
 */
final class StateText {

    static final Comparator<RecordKey> ORDER =
            Comparator.comparing(RecordKey::host).thenComparing(RecordKey::family);

    private static final String MAGIC = "ddnskit-state ";
    private static final int VERSION = 1;
    private static final String NONE = "none";

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

    static String write(Map<RecordKey, RecordState> states) {
        StringBuilder text = new StringBuilder(MAGIC).append(VERSION).append('\n');
        states.forEach((key, state) -> text.append(line(key, state)).append('\n'));
        return text.append(lastLine(states.size(), text.toString()))
                .append('\n')
                .toString();
    }

    static Map<RecordKey, RecordState> read(String text) throws MalformedException, NewerVersionException {
        String[] lines = text.split("\n", -1);
        requireVersion(lines[0]);
        int last = lines.length - 2;
        if (last < 1 || !lines[lines.length - 1].isEmpty()) {
            throw new MalformedException("it is cut off");
        }
        String above = text.substring(0, text.length() - lines[last].length() - 1);
        if (!lines[last].equals(lastLine(last - 1, above))) {
            throw new MalformedException("its sum is wrong");
        }
        Map<RecordKey, RecordState> states = new LinkedHashMap<>();
        for (int i = 1; i < last; i++) {
            try {
                String[] words = lines[i].split(" ", -1);
                RecordKey key = new RecordKey(Hostname.of(words[0]), AddressFamily.parse(words[1]));
                states.put(key, state(words));
            } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
                throw new MalformedException("line " + (i + 1) + " cannot be read");
            }
        }
        return states;
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

    private static String line(RecordKey key, RecordState state) {
        StringJoiner line = new StringJoiner(" ");
        line.add(key.host().ascii()).add(key.family().toString());
        add(line, "target", state.target());
        RecordState.Confirmed confirmed = state.confirmed();
        if (confirmed != null) {
            add(line, "confirmed", addresses(confirmed.addresses()));
            add(line, "options", confirmed.options());
            add(line, "at", confirmed.at());
        }
        add(line, "attempted", state.attempted() == null ? null : addresses(state.attempted()));
        add(line, "sent", state.sentAt());
        add(line, "failures", state.failures() == 0 ? null : state.failures());
        add(line, "not-before", state.notBefore());
        RecordState.Halt halt = state.halt();
        if (halt != null) {
            add(line, "halt", halt.reason());
            add(line, "seal", halt.seal());
            add(line, "detail", halt.detail());
        }
        return line.toString();
    }

    private static RecordState state(String[] words) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 2; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            values.put(
                    words[i].substring(0, equals),
                    URLDecoder.decode(words[i].substring(equals + 1), StandardCharsets.UTF_8));
        }
        String confirmed = values.get("confirmed");
        String attempted = values.get("attempted");
        String halt = values.get("halt");
        return new RecordState(
                required(values, "target"),
                confirmed == null
                        ? null
                        : new RecordState.Confirmed(
                                addresses(confirmed),
                                required(values, "options"),
                                Instant.parse(required(values, "at"))),
                attempted == null ? null : addresses(attempted),
                instant(values, "sent"),
                Integer.parseInt(values.getOrDefault("failures", "0")),
                instant(values, "not-before"),
                halt == null
                        ? null
                        : new RecordState.Halt(
                                required(values, "seal"), FailureReason.valueOf(halt), required(values, "detail")));
    }

    private static void add(StringJoiner line, String key, @Nullable Object value) {
        if (value != null) {
            String encoded = URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
            line.add(key + "=" + encoded.replace("%3A", ":").replace("%2C", ",").replace("%2F", "/"));
        }
    }

    private static String required(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value;
    }

    private static @Nullable Instant instant(Map<String, String> values, String key) {
        String value = values.get(key);
        return value == null ? null : Instant.parse(value);
    }

    private static String addresses(Set<InetAddress> addresses) {
        return addresses.isEmpty() ? NONE : IpLiteral.format(addresses).replace(" ", "");
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
        return "end " + records + " " + String.format("%08x", crc.getValue());
    }
}
