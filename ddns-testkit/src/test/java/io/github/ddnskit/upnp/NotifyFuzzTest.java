package io.github.ddnskit.upnp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What may come to the port for events, in pieces. */
class NotifyFuzzTest {

    private static final Pattern REQUEST = Pattern.compile("NOTIFY ([^ ]*) HTTP/1\\.[01]");

    @FuzzTest
    void readsAnEventThatIsCompleteAndNoOther(byte[] bytes) {
        String slowly = slowly(new String(bytes, StandardCharsets.ISO_8859_1));
        String told = told(bytes);
        assertThat(told).isEqualTo(slowly);
        if (told.startsWith("event")) {
            for (int length : new int[] {0, 1, bytes.length / 2, bytes.length - 1}) {
                assertThat(told(Arrays.copyOf(bytes, length)))
                        .as("its first %s bytes", length)
                        .isIn("incomplete", told);
            }
            assertThat(told(Arrays.copyOf(bytes, bytes.length + 3)))
                    .as("with something behind it")
                    .isEqualTo(told);
        }
    }

    private static String told(byte[] bytes) {
        try {
            Optional<NotifyMessage> message = NotifyMessage.parse(bytes);
            message.ifPresent(
                    event -> assertThat(NotifyMessage.next(event.sequence())).isBetween(1L, 0xffff_ffffL));
            return message.map(event -> event(event.path(), event.sid(), event.sequence(), event.variables()))
                    .orElse("incomplete");
        } catch (UpnpException e) {
            assertThat(e).hasMessageMatching("[a-zA-Z ,-]+");
            return "refused";
        }
    }

    private static String event(String path, String sid, long sequence, Set<String> variables) {
        return "event " + sequence + " of " + sid + " to " + path + " about "
                + variables.stream().sorted().toList();
    }

    private static String slowly(String text) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return "incomplete";
        }
        List<String> lines = Arrays.asList(text.substring(0, end).split("\r\n|\r|\n", -1));
        Matcher request = REQUEST.matcher(lines.get(0));
        List<String> names = lines.stream()
                .skip(1)
                .filter(line -> line.indexOf(':') > 0)
                .map(line -> line.substring(0, line.indexOf(':')).strip().toLowerCase(Locale.ROOT))
                .toList();
        String length = field(lines, "content-length", "0");
        if (!request.matches() || Set.copyOf(names).size() != names.size() || !length.matches("[0-9]{1,5}")) {
            return "refused";
        }
        String rest = text.substring(end + 4);
        String body = field(lines, "transfer-encoding", "").equalsIgnoreCase("chunked")
                ? chunks(rest)
                : rest.length() < Integer.parseInt(length) ? null : rest.substring(0, Integer.parseInt(length));
        if (body == null || body.equals("refused")) {
            return body == null ? "incomplete" : body;
        }
        String sequence = field(lines, "seq", "");
        return SlowXml.read(new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .filter(root -> field(lines, "nt", "").equals("upnp:event"))
                .filter(root -> field(lines, "nts", "").equals("upnp:propchange"))
                .filter(root -> sequence.matches("[0-9]{1,10}") && Long.parseLong(sequence) < 1L << 32)
                .filter(root -> root.name().equals("propertyset") && root.depth() <= 32 && root.size() <= 4096)
                .map(root -> event(
                        request.group(1),
                        field(lines, "sid", ""),
                        Long.parseLong(sequence),
                        root.children("property").stream()
                                .flatMap(property -> property.children().stream())
                                .map(SlowXml::name)
                                .collect(Collectors.toSet())))
                .orElse("refused");
    }

    private static String field(List<String> lines, String name, String absent) {
        return lines.stream()
                .skip(1)
                .filter(line -> line.indexOf(':') > 0)
                .filter(line -> line.substring(0, line.indexOf(':')).strip().equalsIgnoreCase(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(absent);
    }

    /** RFC 9112 section 7.1; null if it goes on. */
    private static @Nullable String chunks(String text) {
        int eol = text.indexOf('\n');
        if (eol < 0) {
            return null;
        }
        String size = text.substring(0, eol).split(";", 2)[0].strip();
        if (!size.matches("[0-9a-fA-F]{1,5}")) {
            return "refused";
        }
        int length = Integer.parseInt(size, 16);
        if (length == 0) {
            return "";
        }
        String rest = text.substring(eol + 1);
        if (rest.length() < length + 2) {
            return null;
        }
        if (!rest.startsWith("\r\n", length)) {
            return "refused";
        }
        String more = chunks(rest.substring(length + 2));
        return more == null || more.equals("refused") ? more : rest.substring(0, length) + more;
    }
}
