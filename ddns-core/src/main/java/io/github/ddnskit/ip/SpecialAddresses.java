package io.github.ddnskit.ip;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * Tells what an address is for, by the IANA special-purpose address registries (RFC 6890) and a list of networks that are
 * closed. Both are a data file beside this class. Immutable and thread-safe.
 */
public final class SpecialAddresses {

    private static final List<Range> RANGES = load();

    /**
     * A row of the registries.
     *
     * @param prefix the addresses it is about
     * @param addressClass what they are for
     * @param name its name in the registry
     * @param source the document that says so, or who runs the network
     */
    public record Range(Prefix prefix, AddressClass addressClass, String name, String source) {
        @Override
        public String toString() {
            return prefix + " " + name + " (" + source + ")";
        }
    }

    private SpecialAddresses() {}

    /**
     * Classifies an address.
     *
     * @param address any address
     * @return what it is for
     */
    public static AddressClass classify(InetAddress address) {
        return rangeOf(address).addressClass();
    }

    /**
     * Finds the row that is about an address: the one with the longest prefix.
     *
     * @param address any address
     * @return the row; there is one for each address
     */
    public static Range rangeOf(InetAddress address) {
        for (Range range : RANGES) {
            if (range.prefix().contains(address)) {
                return range;
            }
        }
        throw new IllegalStateException("no row for " + IpLiteral.format(address));
    }

    /** {@return all rows, the longest prefixes first} */
    public static List<Range> ranges() {
        return RANGES;
    }

    private static List<Range> load() {
        try (InputStream resource = SpecialAddresses.class.getResourceAsStream("special-addresses.tsv")) {
            if (resource == null) {
                throw new IllegalStateException("special-addresses.tsv is missing from ddns-core");
            }
            return new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(SpecialAddresses::row)
                    .sorted(Comparator.comparing((Range range) -> range.prefix().length())
                            .reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Range row(String line) {
        String[] columns = line.split("\t", -1);
        return new Range(Prefix.parse(columns[0]), AddressClass.parse(columns[1]), columns[2], columns[3]);
    }
}
