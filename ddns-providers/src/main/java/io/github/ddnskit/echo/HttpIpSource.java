package io.github.ddnskit.echo;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.echo.internal.AddressText;
import io.github.ddnskit.echo.internal.CaptivePortal;
import io.github.ddnskit.echo.internal.Waits;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.http.HttpException;
import io.github.ddnskit.http.HttpReply;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks a web service from which address it is asked. Thread-safe.
 *
 * <p>Each question has a connection of its own, over the family asked for, since a connection that is kept may still show
 * an address that is gone. What counts is a reply with status 200, of at most 1 KiB, that holds one address of that family
 * and nothing else; no redirect is followed. A login page is thus never taken for an address, and the answer names a
 * captive portal as likely. A service that says 429, 403 or 503 is left alone for as long as it demands.
 *
 * <p>An answer over TLS is authenticated.
 */
public final class HttpIpSource implements IpSource {

    /** The longest body that is read, in bytes. */
    public static final int LONGEST_REPLY = 1024;

    private static final String TYPE = "http";

    private final Map<AddressFamily, URI> urls;
    private final BodyFormat format;
    private final SourceId id;
    private final @Nullable String operator;
    private final Clock clock;
    private final HttpEngine http;
    private final boolean ownsHttp;

    private HttpIpSource(Builder builder) {
        urls = new EnumMap<>(builder.urls);
        format = builder.format;
        operator = builder.operator;
        clock = builder.clock;
        id = new SourceId(
                TYPE,
                builder.name != null
                        ? builder.name
                        : urls.values().iterator().next().getHost().toLowerCase(Locale.ROOT));
        ownsHttp = builder.http == null;
        http = builder.http == null ? HttpEngine.create() : builder.http;
    }

    /** {@return a new builder} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A service that answers with a bare address for either family.
     *
     * @param url its URL
     * @return the source
     * @throws IllegalArgumentException if it is not an https URL
     */
    public static HttpIpSource of(String url) {
        return builder().url(url).build();
    }

    /**
     * The public services of the list that comes with ddnskit, one after the other until one answers.
     *
     * @return the source, which has one vote; {@link WellKnown#sources} gives several
     */
    public static IpSource wellKnown() {
        return WellKnown.bundled().failover();
    }

    @Override
    public SourceId id() {
        return id;
    }

    @Override
    public Vantage vantage() {
        return Vantage.REFLEXIVE;
    }

    @Override
    public Set<AddressFamily> families() {
        return urls.keySet();
    }

    @Override
    public Observation observe(Query query) throws InterruptedException {
        AddressFamily family = query.family();
        URI url = urls.get(family);
        if (url == null) {
            return Observation.unknown(id + " is not asked for " + family);
        }
        Optional<AddressFamily> only = familyOfLiteral(url);
        if (only.isPresent() && only.get() != family) {
            return Observation.unknown(url.getHost() + " is reached over " + only.get() + " only");
        }
        InetAddress from = query.bindAddress();
        if (from != null && AddressFamily.of(from) != family) {
            return Observation.unknown("no " + family + " question can be asked from " + IpLiteral.format(from));
        }
        HttpCall call = HttpCall.get(url.toString())
                .family(family)
                .probe(query.timeout(), LONGEST_REPLY, from)
                .build();
        try {
            return read(http.send(call), url, family);
        } catch (HttpException e) {
            return Observation.unknown(String.valueOf(e.getMessage()));
        }
    }

    private Observation read(HttpReply reply, URI url, AddressFamily family) {
        String who = url.getHost();
        int status = reply.status();
        if (status != 200) {
            String cause = who + " answered with status " + status;
            return (status >= 300 && status < 400) || status == 511
                    ? CaptivePortal.instead(cause)
                    : new Observation.Unknown(cause, Waits.after(reply, clock));
        }
        String body = reply.text();
        Provenance provenance =
                new Provenance(id, vantage(), operator == null ? operatorOf(who) : operator, isTls(url));
        return format.address(body)
                .map(text -> AddressText.read(text, who, family, provenance))
                .orElseGet(() -> body.stripLeading().startsWith("<")
                        ? AddressText.read(body, who, family, provenance)
                        : Observation.unknown(who + " answered with something else than " + format.words()));
    }

    @Override
    public void close() {
        if (ownsHttp) {
            http.close();
        }
    }

    /** {@return the id} */
    @Override
    public String toString() {
        return id.toString();
    }

    /** The last two labels of a name, or three where the last two look like {@code co.jp}; an address is its own. */
    static String operatorOf(String host) {
        if (host.startsWith("[") || host.matches("[0-9.]+")) {
            return host;
        }
        String[] labels = host.toLowerCase(Locale.ROOT).split("\\.", -1);
        int last = labels.length - 1;
        int count = last >= 2 && labels[last].length() == 2 && labels[last - 1].length() <= 3 ? 3 : 2;
        return String.join(".", Arrays.asList(labels).subList(Math.max(0, labels.length - count), labels.length));
    }

    private static boolean isTls(URI url) {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    private static Optional<AddressFamily> familyOfLiteral(URI url) {
        try {
            String host = url.getHost();
            return Optional.of(AddressFamily.of(
                    IpLiteral.parse(host.startsWith("[") ? host.substring(1, host.length() - 1) : host)));
        } catch (IllegalArgumentException aName) {
            return Optional.empty();
        }
    }

    /** Builds a source. Not thread-safe. */
    public static final class Builder {

        private final Map<AddressFamily, URI> urls = new EnumMap<>(AddressFamily.class);
        private BodyFormat format = new BodyFormat.Plain();
        private @Nullable String name;
        private @Nullable String operator;
        private boolean plainHttpAllowed;
        private Clock clock = Clock.systemUTC();
        private @Nullable HttpEngine http;

        private Builder() {}

        /**
         * Asks one URL for both families, each over its own.
         *
         * @param url its URL
         * @return this
         * @throws IllegalArgumentException if it is not an http or https URL
         */
        public Builder url(String url) {
            return url(AddressFamily.IPV4, url).url(AddressFamily.IPV6, url);
        }

        /**
         * Asks a URL for one family; a family without one is not asked for.
         *
         * @param family the family
         * @param url its URL
         * @return this
         * @throws IllegalArgumentException if it is not an http or https URL
         */
        public Builder url(AddressFamily family, String url) {
            HttpCall.get(url);
            urls.put(family, URI.create(url));
            return this;
        }

        /**
         * Reads the address from a string in a JSON body. A bare address is expected by default.
         *
         * @param pointer where the string is (RFC 6901), such as {@code /ip}
         * @return this
         * @throws IllegalArgumentException if it is not a pointer
         */
        public Builder jsonPointer(String pointer) {
            format = BodyFormat.Json.at(pointer);
            return this;
        }

        /**
         * Reads the address from the one line {@code key=value} of a body.
         *
         * @param key the key, such as {@code ip}
         * @return this
         * @throws IllegalArgumentException if no line can begin with it
         */
        public Builder key(String key) {
            format = BodyFormat.Line.of(key);
            return this;
        }

        /**
         * Names the source in events and status; the host of the URL by default.
         *
         * @param name the name
         * @return this
         */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /**
         * Says who runs the service: answers of one operator do not count as independent.
         *
         * @param operator such as {@code cloudflare.com}; the end of the host name by default
         * @return this
         */
        public Builder operator(String operator) {
            this.operator = operator;
            return this;
        }

        /**
         * Permits a URL without TLS, whose answers anybody on the way can forge and which count as such.
         *
         * @param allowed false by default
         * @return this
         */
        public Builder allowPlainHttp(boolean allowed) {
            plainHttpAllowed = allowed;
            return this;
        }

        /**
         * Tells the time from which a wait counts.
         *
         * @param clock the system's by default
         * @return this
         */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Shares an engine, which the source does not close. A proxy that it goes through would tell its own address.
         *
         * @param http the engine; one of its own by default
         * @return this
         */
        public Builder http(HttpEngine http) {
            this.http = http;
            return this;
        }

        /**
         * Builds the source.
         *
         * @return a new one, which the caller closes
         * @throws IllegalArgumentException if there is no URL, or one without TLS that is not permitted
         */
        public HttpIpSource build() {
            if (urls.isEmpty()) {
                throw new IllegalArgumentException("an http source needs a URL to ask");
            }
            for (URI url : urls.values()) {
                if (!plainHttpAllowed && !isTls(url)) {
                    throw new IllegalArgumentException("anybody on the way could forge what " + url.getHost()
                            + " answers: use https, or permit plain http for this source");
                }
            }
            return new HttpIpSource(this);
        }
    }
}
