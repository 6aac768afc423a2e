package io.github.ddnskit.examples.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the lines of a {@code ddclient.conf} as ddclient 3.10 reads them:
 * {@code [option=value[, ...]] [host[,...] [login [password]]]}.
 */
final class DdclientFile {

    /** ddclient looks for passwords before all else, so that they may hold what else ends a value. */
    private static final Pattern PASSWORD =
            Pattern.compile("^((?:[^#]*\\s)?[^#]*?password\\S*?)\\s*=\\s*('.*'|[^']\\S*)(.*)$");

    private static final Pattern OPTION = Pattern.compile("^[,\\s]*([a-zA-Z][0-9a-zA-Z_-]*)=(.*)$", Pattern.DOTALL);
    private static final Pattern SPACE_BEFORE_EQUALS = Pattern.compile("^[a-zA-Z][0-9a-zA-Z_-]*\\s+=.*$");
    private static final String STAND_IN = "\u0001";

    private DdclientFile() {}

    /**
     * A line, with those that continue it.
     *
     * @param number the number of its first line, from 1
     * @param options the options that it sets
     * @param hosts the hosts that it names, none if it sets options for those that follow
     */
    record Line(int number, Map<String, String> options, List<String> hosts) {}

    /**
     * Reads a file.
     *
     * @param text the text of the file
     * @return its lines, without those that say nothing
     * @throws ForeignFormatException if ddclient could not read it either
     */
    static List<Line> read(String text) throws ForeignFormatException {
        List<Line> lines = new ArrayList<>();
        StringBuilder continued = new StringBuilder();
        List<String> passwords = new ArrayList<>();
        int first = 0;
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            first = continued.isEmpty() && passwords.isEmpty() ? number : first;
            String line = withoutComment(hide(raw, passwords));
            continued.append(line);
            if (line.endsWith("\\")) {
                continued.setLength(continued.length() - 1);
                continue;
            }
            String whole = continued.toString().strip();
            if (!whole.isEmpty()) {
                lines.add(parse(first, whole, passwords));
            }
            continued.setLength(0);
            passwords.clear();
        }
        if (!continued.toString().isBlank()) {
            lines.add(parse(first, continued.toString().strip(), passwords));
        }
        return lines;
    }

    /** Takes a password out, and leaves something in its place that ends nowhere too early. */
    private static String hide(String line, List<String> passwords) {
        Matcher found = PASSWORD.matcher(line);
        if (!found.matches()) {
            return line;
        }
        String value = found.group(2);
        boolean quoted = value.length() > 1 && value.startsWith("'") && value.endsWith("'");
        // a comma at its end is meant to divide, though ddclient takes it for a part of the password
        boolean divided = !quoted && value.length() > 1 && value.endsWith(",");
        passwords.add(
                quoted
                        ? value.substring(1, value.length() - 1)
                        : divided ? value.substring(0, value.length() - 1) : value);
        return found.group(1) + "=" + STAND_IN + (divided ? "," : "") + found.group(3);
    }

    private static String withoutComment(String line) {
        int comment = line.indexOf('#');
        return comment < 0 ? line : line.substring(0, comment);
    }

    private static Line parse(int number, String text, List<String> passwords) throws ForeignFormatException {
        Map<String, String> options = new LinkedHashMap<>();
        int password = 0;
        String rest = text;
        for (Matcher option = OPTION.matcher(rest); option.matches(); option = OPTION.matcher(rest)) {
            StringBuilder value = new StringBuilder();
            String behind = option.group(2);
            int end = value(number, behind, value);
            boolean hidden = value.toString().equals(STAND_IN) && password < passwords.size();
            options.put(option.group(1), hidden ? passwords.get(password++) : value.toString());
            rest = behind.substring(end);
        }
        rest = rest.replaceFirst("^[,\\s]+", "").replaceAll("\\s*,\\s*", ",");
        if (SPACE_BEFORE_EQUALS.matcher(rest).matches()) {
            throw new ForeignFormatException(
                    number, "there is a space before an equals sign, which ddclient does not take");
        }
        String[] words = rest.isEmpty() ? new String[0] : rest.split("\\s+", -1);
        if (words.length > 1) {
            options.put("login", words[1]);
        }
        if (words.length > 2) {
            options.put("password", words[2]);
        }
        String hosts = (words.length > 0 ? words[0] : "") + "," + options.getOrDefault("host", "");
        options.remove("host");
        return new Line(
                number,
                options,
                Stream.of(hosts)
                        .flatMap(all -> Arrays.stream(all.split(",", -1)))
                        .filter(one -> !one.isEmpty())
                        .toList());
    }

    /** Reads a value, and returns where it ends. */
    private static int value(int number, String text, StringBuilder value) throws ForeignFormatException {
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                value.append(text.charAt(++i));
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (quote == 0 && (c == ',' || Character.isWhitespace(c))) {
                return i;
            } else {
                value.append(c);
            }
        }
        if (quote != 0) {
            throw new ForeignFormatException(number, "a quotation mark is missing");
        }
        return text.length();
    }
}
