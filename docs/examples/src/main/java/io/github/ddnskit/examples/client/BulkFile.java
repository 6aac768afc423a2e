package io.github.ddnskit.examples.client;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Update;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.ip.SpecialAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads names and addresses from a file: {@code host,address[,address...]} in each line, {@code #} before a remark. */
final class BulkFile {

    private BulkFile() {}

    /**
     * A line.
     *
     * @param number its number, from 1
     * @param text what stands there, without space around it
     * @param update what it asks for
     */
    record Row(int number, String text, Update update) {}

    /**
     * Reads a file.
     *
     * @param file the file, in UTF-8
     * @param allowed the classes of addresses that may be published although they are not global
     * @return the lines that hold a name
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if lines are wrong; the message has the first ten of them
     */
    static List<Row> read(Path file, Set<AddressClass> allowed) throws IOException {
        List<Row> rows = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        int number = 0;
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            for (String line : (Iterable<String>) lines::iterator) {
                number++;
                String text = line.strip();
                if (text.isEmpty() || text.startsWith("#")) {
                    continue;
                }
                try {
                    rows.add(new Row(number, text, update(text, allowed)));
                } catch (IllegalArgumentException e) {
                    wrong.add("line " + number + ": " + e.getMessage());
                }
            }
        }
        if (!wrong.isEmpty()) {
            String more = wrong.size() > 10 ? "\n  and " + (wrong.size() - 10) + " more" : "";
            throw new IllegalArgumentException(file + " holds " + wrong.size() + " lines that are wrong:\n  "
                    + wrong.stream().limit(10).collect(Collectors.joining("\n  ")) + more);
        }
        return rows;
    }

    private static Update update(String text, Set<AddressClass> allowed) {
        String[] fields = text.split("\\s*,\\s*", -1);
        if (fields.length < 2) {
            throw new IllegalArgumentException("write host,address: there is no comma in \"" + text + "\"");
        }
        List<InetAddress> addresses = new ArrayList<>();
        for (int i = 1; i < fields.length; i++) {
            InetAddress address = IpLiteral.parse(fields[i]);
            AddressClass is = SpecialAddresses.classify(address);
            if (is != AddressClass.GLOBAL && !allowed.contains(is)) {
                throw new IllegalArgumentException(fields[i] + " is not a global address (" + is
                        + "), and the configuration does not allow such addresses");
            }
            addresses.add(address);
        }
        return Update.of(
                Hostname.of(fields[0]), goal(addresses, AddressFamily.IPV4), goal(addresses, AddressFamily.IPV6));
    }

    private static Goal goal(List<InetAddress> addresses, AddressFamily family) {
        List<InetAddress> own = addresses.stream()
                .filter(address -> AddressFamily.of(address) == family)
                .toList();
        return own.isEmpty() ? Goal.keep() : Goal.publish(own);
    }
}
