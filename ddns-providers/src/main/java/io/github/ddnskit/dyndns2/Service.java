package io.github.ddnskit.dyndns2;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What people need to know of a service. Immutable and thread-safe.
 *
 * @param id how configuration files name it
 * @param name what to call it before people
 * @param homePage its home page
 * @param documentation where its update requests are described
 * @param evidence where the facts come from: {@code official} for the service's own page, else the names of clients
 * @param checked when that was looked at
 * @param ended since when it has ended and what to use instead, or null if it is alive
 * @param notes what else is worth knowing, or empty
 * @param help by the text of a role, a sentence about what to enter there
 */
public record Service(
        String id,
        String name,
        String homePage,
        String documentation,
        List<String> evidence,
        LocalDate checked,
        @Nullable Ended ended,
        String notes,
        Map<String, String> help) {

    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    /**
     * That a service has ended.
     *
     * @param since the day, month or year, as far as it is known
     * @param instead one sentence: what to use instead
     */
    public record Ended(String since, String instead) {}

    /**
     * Checks the id and copies the collections.
     *
     * @param id how configuration files name it
     * @param name what to call it before people
     * @param homePage its home page
     * @param documentation where its update requests are described
     * @param evidence where the facts come from
     * @param checked when that was looked at
     * @param ended since when it has ended and what to use instead, or null if it is alive
     * @param notes what else is worth knowing, or empty
     * @param help by the text of a role, a sentence about what to enter there
     * @throws IllegalArgumentException if the id is not of lower-case letters and digits, with hyphens between them
     */
    public Service {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "\"" + id + "\" is not an id: write lower-case letters and digits, with hyphens between them");
        }
        evidence = List.copyOf(evidence);
        help = Map.copyOf(help);
    }

    /**
     * A service of which no more is said than its id.
     *
     * @param id lower-case letters, digits and hyphens
     * @return the service, alive
     * @throws IllegalArgumentException if it is not an id
     */
    public static Service of(String id) {
        return new Service(id, id, "", "", List.of(), LocalDate.EPOCH, null, "", Map.of());
    }

    /** {@return whether it can be used} */
    public boolean isAlive() {
        return ended == null;
    }
}
