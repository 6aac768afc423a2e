package io.github.ddnskit.ip;

import io.github.ddnskit.AddressFamily;
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
    private static final List<Row> IPV4 = rows(AddressFamily.IPV4);
    private static final List<Row> IPV6 = rows(AddressFamily.IPV6);

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
        byte[] bytes = address.getAddress();
        long high = bits(bytes, 0);
        long low = bits(bytes, Long.BYTES);
        for (Row row : bytes.length == 4 ? IPV4 : IPV6) {
            if (row.holds(high, low)) {
                return row.range();
            }
        }
        throw new IllegalStateException("no row for " + IpLiteral.format(address));
    }

    /** {@return all rows, the longest prefixes first} */
    public static List<Range> ranges() {
        return RANGES;
    }

    /** A range as numbers, since every address that is seen anywhere is classified. */
    private record Row(long high, long low, long highMask, long lowMask, Range range) {

        static Row of(Range range) {
            byte[] bytes = range.prefix().address().getAddress();
            int length = range.prefix().length();
            return new Row(
                    bits(bytes, 0),
                    bits(bytes, Long.BYTES),
                    mask(Math.min(length, Long.SIZE)),
                    mask(Math.max(length - Long.SIZE, 0)),
                    range);
        }

        private static long mask(int length) {
            return length == 0 ? 0 : -1L << (Long.SIZE - length);
        }

        boolean holds(long otherHigh, long otherLow) {
            return ((high ^ otherHigh) & highMask) == 0 && ((low ^ otherLow) & lowMask) == 0;
        }
    }

    /** Eight bytes as a number; those that are not there are zero. */
    private static long bits(byte[] bytes, int from) {
        long bits = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            bits = (bits << Byte.SIZE) | (i < bytes.length ? bytes[i] & 0xff : 0);
        }
        return bits;
    }

    private static List<Row> rows(AddressFamily family) {
        return RANGES.stream()
                .filter(range -> AddressFamily.of(range.prefix().address()) == family)
                .map(Row::of)
                .toList();
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
