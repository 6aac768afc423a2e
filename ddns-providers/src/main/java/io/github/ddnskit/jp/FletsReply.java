package io.github.ddnskit.jp;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply of the API: lines such as {@code RESULT:OK} in any order, and then a table in CSV (RFC 4180) whose header begins
 * with {@code #Key}. Both are read by name, so that neither a new line nor a new column changes what the others mean.
 * Immutable and thread-safe.
 *
 * @param results the result lines by name
 * @param rows the rows of the table, each by column
 */
record FletsReply(Map<String, String> results, List<Map<String, String>> rows) {

    private static final Pattern RESULT_LINE = Pattern.compile("(RESULT[A-Z_]*) *: *(.*)");
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_]{1,64}");
    private static final String HEADER = "#Key";

    static FletsReply parse(String text) {
        Map<String, String> results = new HashMap<>();
        List<Map<String, String>> rows = new ArrayList<>();
        List<String> header = List.of();
        for (String line : text.replace("\ufeff", "").lines().map(String::strip).toList()) {
            Matcher result = RESULT_LINE.matcher(line);
            if (header.isEmpty() && result.matches()) {
                results.putIfAbsent(result.group(1), result.group(2));
            } else if (header.isEmpty() && cells(line).get(0).equals(HEADER)) {
                header = cells(line);
            } else if (!header.isEmpty() && !line.isEmpty()) {
                List<String> cells = cells(line);
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 0; i < Math.min(header.size(), cells.size()); i++) {
                    row.put(header.get(i), cells.get(i));
                }
                rows.add(row);
            }
        }
        return new FletsReply(results, rows);
    }

    /**
     * What went wrong.
     *
     * @param address the address that must be registered now
     * @param service the service, for people
     * @param key the host key, which the reply repeats
     * @param later when to try again what was refused
     * @return the failure, with the service's own words, or nothing if the code is OK and the table does not contradict
     */
    Optional<Outcome.Failed> failure(InetAddress address, String service, String key, Retry later) {
        String code = results.getOrDefault("RESULT", "");
        if (!CODE.matcher(code).matches()) {
            return Optional.of(Outcome.failed(
                    FailureReason.BAD_REPLY, Retry.backoff(), service + " answered without a result code"));
        }
        if (!code.equals("OK")) {
            String words = Requests.shown(results.getOrDefault("RESULT_EN", ""), key);
            String japanese = Requests.shown(results.getOrDefault("RESULT_JA", ""), key);
            return Optional.of(Outcome.failed(
                    FailureReason.REFUSED,
                    later,
                    service + " answered " + code + ": " + words + (japanese.isEmpty() ? "" : " / " + japanese)));
        }
        List<InetAddress> shown = addresses();
        return shown.isEmpty() || shown.contains(address)
                ? Optional.empty()
                : Optional.of(Outcome.failed(
                        FailureReason.CONFLICT,
                        Retry.backoff(),
                        service + " registered " + IpLiteral.format(shown) + " and not " + IpLiteral.format(address)));
    }

    /** All addresses in the table, in whichever column. */
    private List<InetAddress> addresses() {
        List<InetAddress> found = new ArrayList<>();
        for (Map<String, String> row : rows) {
            for (String cell : row.values()) {
                if (cell.indexOf(':') >= 0) {
                    try {
                        found.add(IpLiteral.parse(cell));
                    } catch (IllegalArgumentException notAnAddress) {
                        // another column
                    }
                }
            }
        }
        return found;
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }
}
