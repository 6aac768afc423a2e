package io.github.ddnskit.dyndns2;

import io.github.ddnskit.AddressFamily;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Dialect}. Not thread-safe. Its methods are what a row says in JSON of how a service is spoken to. */
public final class DialectBuilder {

    private static final int MOST_HOSTS = 100;

    private final Service service;

    private String method = "GET";
    private @Nullable String url;
    private @Nullable String ipv6Url;
    private @Nullable Authentication authentication;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, Value> parameters = new LinkedHashMap<>();
    private boolean form;
    private String suffix = "";
    private int batch = 1;
    private boolean sourceRegistered;
    private boolean contactWanted;
    private Charset charset = StandardCharsets.UTF_8;

    private @Nullable FamilyStyle style;
    private final Map<AddressFamily, OtherFamily> other = new EnumMap<>(AddressFamily.class);
    private final Map<AddressFamily, Map<String, String>> keep = new EnumMap<>(AddressFamily.class);
    private final Map<AddressFamily, Map<String, String>> remove = new EnumMap<>(AddressFamily.class);
    private Map<String, String> removeBoth = Map.of();
    private @Nullable String removeUrl;
    private @Nullable String removeIpv6Url;

    private Pace pace = Pace.POLITE;

    private final List<ReplyRule> replies = new ArrayList<>();
    private boolean standardReplies = true;
    private boolean html;
    private boolean json;
    private boolean anyLine;

    DialectBuilder(Service service) {
        this.service = service;
    }

    /**
     * Where requests go.
     *
     * @param url https or http, with a path of which whole segments may be roles, without a query
     * @return this
     */
    public DialectBuilder url(String url) {
        UrlTemplate.of(url);
        this.url = url;
        return this;
    }

    /**
     * Where requests about IPv6 alone go.
     *
     * @param url as for {@link #url}, which is used if left out
     * @return this
     */
    public DialectBuilder ipv6Url(String url) {
        UrlTemplate.of(url);
        this.ipv6Url = url;
        return this;
    }

    /**
     * The HTTP method.
     *
     * @param method {@code GET} by default
     * @return this
     */
    public DialectBuilder method(String method) {
        if (!List.of("GET", "POST", "PUT").contains(method)) {
            throw new IllegalArgumentException("\"" + method + "\" is not a method: write GET, POST or PUT");
        }
        this.method = method;
        return this;
    }

    /**
     * What the header carries.
     *
     * @param authentication HTTP Basic with user name and password by default, or none if URL or parameters hold a
     *     password or token
     * @return this
     */
    public DialectBuilder auth(Authentication authentication) {
        this.authentication = authentication;
        return this;
    }

    /**
     * Adds a header field.
     *
     * @param name its name
     * @param value its value, always the same
     * @return this
     */
    public DialectBuilder header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /**
     * Adds a parameter. Without any, they are those of dyndns2: {@code hostname}, {@code myip}, and {@code myipv6} where
     * the families are separate; none if the service registers where it is asked from.
     *
     * @param name its name
     * @param value a role such as {@code {host}}, or a text that is always the same
     * @return this
     */
    public DialectBuilder parameter(String name, String value) {
        parameters.put(name, Value.of(value));
        return this;
    }

    /**
     * Sends the parameters in the body, as a form.
     *
     * @return this
     */
    public DialectBuilder form() {
        form = true;
        return this;
    }

    /**
     * The domain below which all names of the service are, for {@link Role#LABEL}.
     *
     * @param suffix such as {@code duckdns.org}
     * @return this
     */
    public DialectBuilder suffix(String suffix) {
        this.suffix = suffix;
        return this;
    }

    /**
     * How many names one request takes, with commas between them.
     *
     * @param batch 1 by default
     * @return this
     */
    public DialectBuilder batch(int batch) {
        if (batch < 1 || batch > MOST_HOSTS) {
            throw new IllegalArgumentException("a batch holds 1 to " + MOST_HOSTS + " names, not " + batch);
        }
        this.batch = batch;
        return this;
    }

    /**
     * That the service registers the address from which it is asked.
     *
     * @return this
     */
    public DialectBuilder sourceRegistered() {
        sourceRegistered = true;
        return this;
    }

    /**
     * That the User-Agent has to name a mail address.
     *
     * @return this
     */
    public DialectBuilder contactWanted() {
        contactWanted = true;
        return this;
    }

    /**
     * How replies are encoded that do not say so.
     *
     * @param charset UTF-8 by default
     * @return this
     */
    public DialectBuilder charset(Charset charset) {
        this.charset = charset;
        return this;
    }

    /**
     * How it is told both families.
     *
     * @param style must be said
     * @return this
     */
    public DialectBuilder families(FamilyStyle style) {
        this.style = style;
        return this;
    }

    /**
     * What becomes of the record of a family that a request does not name.
     *
     * @param unnamed that family
     * @param other kept by default
     * @return this
     */
    public DialectBuilder other(AddressFamily unnamed, OtherFamily other) {
        this.other.put(unnamed, other);
        return this;
    }

    /**
     * The parameters that leave a record alone, for a service that has to be told so.
     *
     * @param family the family of the record
     * @param fixed names and values
     * @return this
     */
    public DialectBuilder keep(AddressFamily family, Map<String, String> fixed) {
        keep.put(family, fixed);
        return this;
    }

    /**
     * The parameters that delete a record.
     *
     * @param family the family of the record
     * @param fixed names and values, none if {@link #removeUrl} says it all
     * @return this
     */
    public DialectBuilder remove(AddressFamily family, Map<String, String> fixed) {
        remove.put(family, fixed);
        return this;
    }

    /**
     * The parameters that delete both records at once.
     *
     * @param fixed names and values
     * @return this
     */
    public DialectBuilder removeBoth(Map<String, String> fixed) {
        removeBoth = fixed;
        return this;
    }

    /**
     * Where requests go that delete a record.
     *
     * @param url as for {@link #url}, which is used if left out
     * @param ipv6Url the same for IPv6, or null if it is no other
     * @return this
     */
    public DialectBuilder removeUrl(String url, @Nullable String ipv6Url) {
        Stream.of(url, ipv6Url == null ? url : ipv6Url).forEach(UrlTemplate::of);
        removeUrl = url;
        removeIpv6Url = ipv6Url;
        return this;
    }

    /**
     * How often it wants to be asked.
     *
     * @param pace by default 5 minutes between two requests for one name, and no refresh
     * @return this
     */
    public DialectBuilder pace(Pace pace) {
        this.pace = pace;
        return this;
    }

    /**
     * Adds a row to the reply table, in place of the dyndns2 code of the same key.
     *
     * @param rule the row
     * @return this
     */
    public DialectBuilder reply(ReplyRule rule) {
        replies.add(rule);
        return this;
    }

    /**
     * Knows no other replies than those that were added.
     *
     * @return this
     */
    public DialectBuilder onlyOwnReplies() {
        standardReplies = false;
        return this;
    }

    /**
     * Takes tags out of the body before it is read.
     *
     * @return this
     */
    public DialectBuilder html() {
        html = true;
        return this;
    }

    /**
     * Reads the fields of a JSON object as lines: {@code {"code": 0}} as {@code code 0}.
     *
     * @return this
     */
    public DialectBuilder json() {
        json = true;
        return this;
    }

    /**
     * Reads the first line that is known, wherever it stands: for a service that writes other lines before it.
     *
     * @return this
     */
    public DialectBuilder anyLine() {
        anyLine = true;
        return this;
    }

    /**
     * Builds the dialect.
     *
     * @return the dialect
     * @throws IllegalArgumentException if something is missing or does not go together; the message says what
     */
    public Dialect build() {
        if (url == null) {
            throw new IllegalArgumentException(
                    service.id() + ": no url, such as https://update.example.org/nic/update");
        }
        if (style == null) {
            throw new IllegalArgumentException(service.id() + ": no families: say list, separate, each, ipv4 or ipv6");
        }
        Dialect dialect = new Dialect(
                service,
                new Request(
                        method,
                        url,
                        ipv6Url,
                        authentication(url),
                        headers,
                        parameters.isEmpty() && !sourceRegistered ? Request.standardParameters(style) : parameters,
                        form,
                        suffix,
                        batch,
                        sourceRegistered,
                        contactWanted,
                        charset),
                new Families(style, other, keep, remove, removeBoth, removeUrl, removeIpv6Url),
                pace,
                standardReplies
                        ? Replies.withStandard(replies, html, json, anyLine)
                        : new Replies(replies, false, html, json, anyLine));
        DialectRules.check(dialect);
        return dialect;
    }

    private Authentication authentication(String where) {
        if (authentication != null) {
            return authentication;
        }
        boolean inside = Stream.concat(UrlTemplate.of(where).segments().stream(), parameters.values().stream())
                .anyMatch(value -> value.is(Role.PASSWORD) || value.is(Role.TOKEN));
        return inside
                ? new Authentication.None()
                : new Authentication.Basic(Value.of("{username}"), Value.of("{password}"));
    }
}
