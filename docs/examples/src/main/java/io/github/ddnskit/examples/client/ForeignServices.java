package io.github.ddnskit.examples.client;

import io.github.ddnskit.dyndns2.Dialect;
import io.github.ddnskit.dyndns2.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What another program calls the services that it knows, and what they are here: a table in a file, and for all else the
 * servers of the catalogue.
 */
final class ForeignServices {

    private static final Pattern SERVER = Pattern.compile("https?://([^/:]+)[/:].*");
    private static final Set<Role> FROM_THE_UPDATE =
            EnumSet.complementOf(EnumSet.of(Role.USERNAME, Role.PASSWORD, Role.TOKEN, Role.ZONE, Role.ID));

    private final Map<String, Service> byName = new LinkedHashMap<>();
    private final String username;
    private final String password;

    /**
     * A service.
     *
     * @param type the type of its updater, or empty if it cannot be carried over
     * @param fields by the name of each field of that type, the option whose value goes there
     * @param remark what a person should know, or why it cannot be carried over; or empty
     */
    record Service(String type, Map<String, String> fields, String remark) {
        boolean isKnown() {
            return !type.isEmpty();
        }
    }

    /**
     * Reads a table.
     *
     * @param program the name of the program, and of its table
     * @param username what it calls the option with the user name
     * @param password what it calls the option with the password
     */
    ForeignServices(String program, String username, String password) {
        this.username = username;
        this.password = password;
        String file = program + ".tsv";
        try (InputStream in = Objects.requireNonNull(ForeignServices.class.getResourceAsStream(file), file)) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", 4))
                    .forEach(row ->
                            byName.put(row[0], new Service(row[1].equals("-") ? "" : row[1], fields(row[2]), row[3])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : text.split(" ", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return fields;
    }

    /** {@return the names that stand in the table} */
    Set<String> names() {
        return byName.keySet();
    }

    /** The service with a name that the program has for it. */
    Optional<Service> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The service that is updated at a server, if a user name and a password are all that it wants. */
    Optional<Service> at(String server) {
        String host = server.replaceFirst("^https?://", "").replaceFirst("[:/].*$", "");
        return Dialect.catalog().stream()
                .filter(dialect -> dialect.service().isAlive())
                .filter(dialect -> isAt(host, dialect.request().url()))
                .map(this::service)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static boolean isAt(String host, String url) {
        Matcher server = SERVER.matcher(url);
        return server.matches() && server.group(1).equalsIgnoreCase(host);
    }

    private Optional<Service> service(Dialect dialect) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Role role : dialect.request().roles()) {
            switch (role) {
                case USERNAME -> fields.put("username", username);
                case PASSWORD -> fields.put("password", password);
                case TOKEN -> fields.put("token", password);
                default -> {
                    if (!FROM_THE_UPDATE.contains(role)) {
                        return Optional.empty();
                    }
                }
            }
        }
        return fields.isEmpty() ? Optional.empty() : Optional.of(new Service(dialect.id(), fields, ""));
    }

    /** The domain below which a service has all its names, or empty. */
    static String suffix(String type) {
        return Dialect.catalog().stream()
                .filter(dialect -> dialect.id().equals(type))
                .map(dialect -> dialect.request().suffix())
                .findFirst()
                .orElse("");
    }
}
