package io.github.ddnskit.route53;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** The order in which Route 53 lists names: with their labels reversed and a dot at the end, compared as ASCII. */
final class NameOrder {

    static final Comparator<String> COMPARATOR = Comparator.comparing(NameOrder::sortKey);

    private NameOrder() {}

    private static String sortKey(String name) {
        List<String> labels = Arrays.asList(name.split("\\."));
        Collections.reverse(labels);
        return String.join(".", labels) + ".";
    }
}
