package io.github.ddnskit.testkit.provider;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A resource record set in a {@link FakeRoute53}. Immutable and thread-safe.
 *
 * @param name lower-case, without a trailing dot and escapes
 * @param type such as {@code AAAA}
 * @param ttl in seconds; -1 for an alias, which has none
 * @param values its values as they were written, none for an alias
 * @param more the other elements by name, such as {@code Weight}: their text, or the XML inside
 */
public record Route53Set(String name, String type, long ttl, List<String> values, Map<String, String> more) {

    private static final int ESCAPE = 3; // octal digits

    /**
     * Copies the components.
     *
     * @param name lower-case, without a trailing dot and escapes
     * @param type such as {@code AAAA}
     * @param ttl in seconds; -1 for an alias, which has none
     * @param values its values as they were written, none for an alias
     * @param more the other elements by name, such as {@code Weight}: their text, or the XML inside
     */
    public Route53Set {
        name = plain(name);
        values = List.copyOf(values);
        more = Collections.unmodifiableMap(new TreeMap<>(more));
    }

    /**
     * Plain records.
     *
     * @param name their name
     * @param type their type
     * @param ttl in seconds
     * @param values their values
     * @return the set
     */
    public static Route53Set of(String name, String type, long ttl, String... values) {
        return new Route53Set(name, type, ttl, Arrays.asList(values), Map.of());
    }

    /**
     * An alias.
     *
     * @param name its name
     * @param type its type
     * @param target the name that it stands for
     * @return the set
     */
    public static Route53Set alias(String name, String type, String target) {
        String inside = "<HostedZoneId>Z2FDTNDATAQYW2</HostedZoneId><DNSName>" + target
                + ".</DNSName><EvaluateTargetHealth>false</EvaluateTargetHealth>";
        return new Route53Set(name, type, -1, List.of(), Map.of("AliasTarget", inside));
    }

    /**
     * The same set with an element more.
     *
     * @param element its name, such as {@code SetIdentifier}
     * @param text its text, or the XML inside
     * @return a copy with it
     */
    public Route53Set with(String element, String text) {
        Map<String, String> all = new TreeMap<>(more);
        all.put(element, text);
        return new Route53Set(name, type, ttl, values, all);
    }

    /** What may be there once only: name, type and set identifier. */
    String key() {
        return RouteOrder.key(name) + " " + type + " " + more.getOrDefault("SetIdentifier", "");
    }

    boolean hasPolicy() {
        return more.containsKey("SetIdentifier");
    }

    /** Whether a DELETE of the other one is meant for this one: values count in any order. */
    boolean isSame(Route53Set other) {
        return ttl == other.ttl && sorted(values).equals(sorted(other.values)) && more.equals(other.more);
    }

    /** The name as Route 53 writes it: with a dot at the end, and {@code \052} for an asterisk. */
    String writtenName() {
        return written(name);
    }

    static String written(String name) {
        return name.replace("*", "\\052") + ".";
    }

    static String plain(String name) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == '\\' && i + ESCAPE < name.length()) {
                plain.append((char) Integer.parseInt(name.substring(i + 1, i + 1 + ESCAPE), 8));
                i += ESCAPE;
            } else {
                plain.append(name.charAt(i));
            }
        }
        String text = plain.toString().toLowerCase(Locale.ROOT);
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private static List<String> sorted(List<String> values) {
        List<String> copy = new ArrayList<>(values);
        Collections.sort(copy);
        return copy;
    }
}
