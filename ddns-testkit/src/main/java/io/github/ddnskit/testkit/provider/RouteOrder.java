package io.github.ddnskit.testkit.provider;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The order in which Route 53 lists names: labels reversed, escaped, with a dot at the end, as ASCII. */
final class RouteOrder {

    private RouteOrder() {}

    static String key(String plainName) {
        List<String> labels = Arrays.asList(plainName.replace("*", "\\052").split("\\."));
        Collections.reverse(labels);
        return String.join(".", labels) + ".";
    }
}
