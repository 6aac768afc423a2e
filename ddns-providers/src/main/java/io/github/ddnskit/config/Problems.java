package io.github.ddnskit.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Collects what is wrong with a configuration, and keeps its secrets out of what is said about it. */
final class Problems {

    private static final String MASK = "***";
    private static final int SHORTEST_MASKED = 4;
    private static final int MAX_TYPOS = 2;

    private final List<Supplier<ConfigException.Problem>> problems = new ArrayList<>();
    private final Set<String> secrets = new HashSet<>();

    /** What is wrong, in words that quote nothing of the file. */
    void add(String path, String message) {
        ConfigException.Problem problem = new ConfigException.Problem(path, message);
        problems.add(() -> problem);
    }

    /** What is wrong, in words that quote a value: secrets are masked in it, those read later too. */
    void addQuoting(String path, String message) {
        problems.add(() -> new ConfigException.Problem(path, masked(message, secrets)));
    }

    /** A key that nobody knows; its value is not shown, since it may be a misplaced secret. */
    void unknownKey(String parent, String key, Collection<String> allowed) {
        String message = "is not known here; " + suggestion(key, allowed) + "allowed: " + String.join(", ", allowed);
        problems.add(() -> new ConfigException.Problem(member(parent, masked(key, secrets)), message));
    }

    /** Has this text masked wherever a message would quote it. */
    void secret(String text) {
        secrets.add(text);
    }

    int count() {
        return problems.size();
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    ConfigException toException(String origin) {
        return new ConfigException(origin, problems.stream().map(Supplier::get).toList());
    }

    static String masked(String message, Collection<String> texts) {
        String masked = message;
        for (String text : texts) {
            // what is shorter cannot be told from ordinary words
            if (text.length() >= SHORTEST_MASKED) {
                masked = masked.replace(text, MASK);
            }
        }
        return masked;
    }

    /** The path of a member of an object. */
    static String member(String parent, String key) {
        return key.matches("[A-Za-z_][A-Za-z0-9_]*")
                ? parent + "." + key
                : parent + "[\"" + key.replaceAll("\\p{Cntrl}", "?").replace("\"", "\\\"") + "\"]";
    }

    /** The path of an element of an array. */
    static String element(String parent, int index) {
        return parent + "[" + index + "]";
    }

    /** Which of the allowed words was meant, as a question with a blank after it; empty if none is near. */
    static String suggestion(String word, Collection<String> allowed) {
        return nearest(word, allowed)
                .map(near -> "did you mean \"" + near + "\"? ")
                .orElse("");
    }

    private static Optional<String> nearest(String key, Collection<String> allowed) {
        String best = "";
        int fewest = Math.min(MAX_TYPOS, key.length() - 1) + 1;
        for (String candidate : allowed) {
            int typos = typos(key, candidate);
            if (typos < fewest) {
                best = candidate;
                fewest = typos;
            }
        }
        return Optional.of(best).filter(found -> !found.isEmpty());
    }

    /** How many characters must be inserted, removed, replaced or swapped to turn one text into the other. */
    private static int typos(String from, String to) {
        if (Math.abs(from.length() - to.length()) > MAX_TYPOS) {
            return MAX_TYPOS + 1;
        }
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                boolean same = Character.toLowerCase(from.charAt(i - 1)) == Character.toLowerCase(to.charAt(j - 1));
                cost[i][j] =
                        Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[from.length()][to.length()];
    }
}
