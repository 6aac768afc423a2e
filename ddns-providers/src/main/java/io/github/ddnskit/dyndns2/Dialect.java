package io.github.ddnskit.dyndns2;

import io.github.ddnskit.AddressFamily;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How one service of the dyndns2 family is spoken to: a row of data. Immutable and thread-safe.
 *
 * <p>Take one of the {@linkplain #catalog() catalogue}, read your own {@linkplain #fromJson from JSON}, or
 * {@linkplain #builder build} one. A service that is like dyndns2 in all points needs a URL and a {@link FamilyStyle}:
 *
 * <pre>
 * Dialect.builder("example").url("https://update.example.org/nic/update").families(FamilyStyle.LIST).build()
 * </pre>
 *
 * @param service what people need to know of it
 * @param request what it is sent
 * @param families how it treats the two families
 * @param pace how often it wants to be asked
 * @param replies what its replies mean
 */
public record Dialect(Service service, Request request, Families families, Pace pace, Replies replies) {

    /** How long to wait where a service says that it is not available, and nothing about when it will be. */
    static final Duration UNAVAILABLE = Duration.ofMinutes(30);

    /** How long to wait where a service says that there were too many requests, and no more. */
    static final Duration TOO_MANY = Duration.ofMinutes(10);

    /** {@return the services that are known, in the order of their ids, those that have ended included} */
    public static List<Dialect> catalog() {
        return DialectCatalog.ALL;
    }

    /**
     * A service of the catalogue.
     *
     * @param id such as {@code noip}
     * @return its dialect
     * @throws IllegalArgumentException if it is not in the catalogue
     */
    public static Dialect of(String id) {
        return catalog().stream()
                .filter(dialect -> dialect.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + id
                        + "\" is no service of the catalogue: take one of Dialect.catalog(), or build your own"));
    }

    /**
     * Reads a dialect in the form in which the catalogue holds its own.
     *
     * @param json a JSON object
     * @return the dialect
     * @throws IllegalArgumentException if it is not one; the message says where and what would be right
     */
    public static Dialect fromJson(String json) {
        return DialectReader.one(json);
    }

    /**
     * Begins a dialect. What is not said is as dyndns2 has it.
     *
     * @param id lower-case letters, digits and hyphens
     * @return a new builder
     */
    public static DialectBuilder builder(String id) {
        return builder(Service.of(id));
    }

    /**
     * Begins a dialect of a service that people are told about. What is not said is as dyndns2 has it.
     *
     * @param service what people need to know of it
     * @return a new builder
     */
    public static DialectBuilder builder(Service service) {
        return new DialectBuilder(service);
    }

    /** The same service elsewhere: all its requests go to one place. */
    Dialect at(String url) {
        Families there = new Families(
                families.style(),
                families.other(),
                families.keep(),
                families.remove(),
                families.removeBoth(),
                null,
                null);
        Dialect moved = new Dialect(service, request.at(url), there, pace, replies);
        DialectRules.check(moved);
        return moved;
    }

    /** {@return how configuration files name it} */
    public String id() {
        return service.id();
    }

    /** {@return whether requests of its own can only travel in the clear} */
    public boolean isPlainHttpOnly() {
        return UrlTemplate.of(request.url()).isPlain();
    }

    /** {@return whether a request says which name it is about; if not, the credentials do, and are for one name only} */
    public boolean namesHost() {
        Set<Role> roles = request.roles();
        return roles.contains(Role.HOST) || roles.contains(Role.LABEL);
    }

    /**
     * Whether the record of a family can be deleted without the other.
     *
     * @param family the family
     * @return true if there are parameters for it
     */
    public boolean canRemove(AddressFamily family) {
        return families.remove().containsKey(family);
    }

    /** {@return the id} */
    @Override
    public String toString() {
        return "Dialect[" + id() + "]";
    }
}
