package io.github.ddnskit.config;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Says all that is wrong with a configuration. Holds no secret. */
public final class ConfigException extends IOException {

    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems; // the message says it all, should the exception be sent elsewhere

    /**
     * One thing that is wrong.
     *
     * @param path where it stands, such as {@code $.hosts[0].families[1]}; {@code $} is the whole file
     * @param message what is wrong, and what is allowed there
     */
    public record Problem(String path, String message) {
        /** {@return path and message} */
        @Override
        public String toString() {
            return path + ": " + message;
        }
    }

    /**
     * Creates the exception.
     *
     * @param origin what was read, such as the name of the file
     * @param problems what is wrong with it, at least one thing
     */
    public ConfigException(String origin, List<Problem> problems) {
        super(message(origin, problems));
        this.problems = List.copyOf(problems);
    }

    /** {@return what is wrong, in the order of the file as far as it could be read} */
    public List<Problem> problems() {
        return problems;
    }

    private static String message(String origin, List<Problem> problems) {
        if (problems.size() == 1 && problems.get(0).path().equals("$")) {
            return origin + " " + problems.get(0).message();
        }
        return origin
                + (problems.size() == 1 ? " has a problem" : " has " + problems.size() + " problems")
                + problems.stream().map(problem -> "\n  " + problem).collect(Collectors.joining());
    }
}
