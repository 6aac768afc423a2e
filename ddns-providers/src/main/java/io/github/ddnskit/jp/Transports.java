package io.github.ddnskit.jp;

import java.util.Arrays;
import java.util.List;

/** Reads the names of transports in configuration files. Stateless. */
final class Transports {

    private Transports() {}

    /** The one of these that is called so. */
    static <T> T parse(T[] transports, String text) {
        List<String> names = Arrays.stream(transports).map(Object::toString).toList();
        int found = names.indexOf(text);
        if (found < 0) {
            int last = names.size() - 1;
            throw new IllegalArgumentException("\"" + text + "\" is not a transport: write "
                    + String.join(", ", names.subList(0, last)) + " or " + names.get(last));
        }
        return transports[found];
    }
}
