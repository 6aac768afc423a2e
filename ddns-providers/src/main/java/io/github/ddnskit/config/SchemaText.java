package io.github.ddnskit.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Writes JSON so that a type takes one line: a change of a type is then a change of a line. */
final class SchemaText {

    /** Down to here everything begins on a line of its own: the members of the definitions, and what they list. */
    private static final int BROKEN_LEVELS = 4;

    private SchemaText() {}

    static String of(JsonNode tree) {
        return text(tree, 0) + "\n";
    }

    private static String text(JsonNode node, int level) {
        if (level == BROKEN_LEVELS || node.isEmpty()) {
            return node.toString();
        }
        List<String> parts = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            object.properties()
                    .forEach(member -> parts.add("\"" + member.getKey() + "\": " + text(member.getValue(), level + 1)));
            return broken("{", parts, "}", level);
        }
        node.forEach(element -> parts.add(text(element, level + 1)));
        return broken("[", parts, "]", level);
    }

    private static String broken(String open, List<String> parts, String close, int level) {
        String margin = "\n" + "  ".repeat(level);
        return open + margin + "  " + String.join("," + margin + "  ", parts) + margin + close;
    }
}
