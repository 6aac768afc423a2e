package io.github.ddnskit.http;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that an {@link HttpEngine} can send. Immutable and thread-safe.
 *
 * <p>Whatever is given as a {@link Secret} marks the call as one that carries credentials, which travel over TLS only
 * unless {@link Builder#allowPlainHttp} is set. {@link #toString()} shows neither secrets nor any value of the query.
 */
public final class HttpCall {

    private final String method;
    private final URI url;
    private final String display;
    private final List<Header> headers;
    private final byte @Nullable [] body;
    private final String contentType;
    private final @Nullable AddressFamily family;
    private final Charset charset;
    private final boolean carriesSecrets;
    private final boolean plainHttpAllowed;
    private final @Nullable Probe probe;

    private HttpCall(Builder builder) {
        method = builder.method;
        url = URI.create(builder.url.toString());
        display = builder.display.toString();
        headers = List.copyOf(builder.headers);
        body = builder.body == null ? null : builder.body.clone();
        contentType = builder.contentType;
        family = builder.family;
        charset = builder.charset;
        carriesSecrets = builder.carriesSecrets;
        plainHttpAllowed = builder.plainHttpAllowed;
        probe = builder.probe;
    }

    record Header(String name, String value) {}

    /**
     * Begins a GET.
     *
     * @param url an absolute http or https URL, without a fragment; its query must hold no secret
     * @return a new builder
     * @throws IllegalArgumentException if it is not such a URL
     */
    public static Builder get(String url) {
        return new Builder("GET", url);
    }

    /**
     * Begins a request with any method.
     *
     * @param method such as {@code PUT}
     * @param url an absolute http or https URL, without a fragment; its query must hold no secret
     * @return a new builder
     * @throws IllegalArgumentException if it is not such a URL
     */
    public static Builder of(String method, String url) {
        return new Builder(method, url);
    }

    String method() {
        return method;
    }

    URI url() {
        return url;
    }

    List<Header> headers() {
        return headers;
    }

    byte @Nullable [] body() {
        return body;
    }

    String contentType() {
        return contentType;
    }

    @Nullable
    AddressFamily family() {
        return family;
    }

    Charset charset() {
        return charset;
    }

    boolean carriesSecrets() {
        return carriesSecrets;
    }

    boolean isPlainHttpAllowed() {
        return plainHttpAllowed;
    }

    @Nullable
    Probe probe() {
        return probe;
    }

    /** {@return method and URL, with {@code ***} for secrets and for the values of the query} */
    @Override
    public String toString() {
        return method + " " + display;
    }

    /** Builds a call. Not thread-safe. */
    public static final class Builder {

        private final String method;
        private final StringBuilder url;
        private final StringBuilder display;
        private final List<Header> headers = new ArrayList<>();
        private final StringBuilder form = new StringBuilder();
        private byte @Nullable [] body;
        private String contentType = "";
        private @Nullable AddressFamily family;
        private Charset charset = StandardCharsets.UTF_8;
        private boolean hasQuery;
        private boolean carriesSecrets;
        private boolean plainHttpAllowed;
        private @Nullable Probe probe;

        private Builder(String method, String url) {
            URI parsed = URI.create(url);
            boolean http = "https".equalsIgnoreCase(parsed.getScheme()) || "http".equalsIgnoreCase(parsed.getScheme());
            if (!http || parsed.getHost() == null || parsed.getRawFragment() != null) {
                throw new IllegalArgumentException(
                        "not a URL such as https://host/path: " + parsed.getScheme() + "://" + parsed.getHost());
            }
            if (parsed.getRawUserInfo() != null) {
                throw new IllegalArgumentException(
                        "give user and password apart, not in the URL of " + parsed.getHost());
            }
            this.method = method;
            this.url = new StringBuilder(url);
            this.hasQuery = parsed.getRawQuery() != null;
            String shown = hasQuery ? url.substring(0, url.indexOf('?')) : url;
            this.display = new StringBuilder(shown);
            if (hasQuery) {
                display.append("?***");
            }
        }

        /**
         * Appends a segment to the path.
         *
         * @param segment its text, not encoded
         * @return this
         */
        public Builder segment(String segment) {
            return segment(UrlText.encode(segment), UrlText.encode(segment));
        }

        /**
         * Appends a secret segment to the path.
         *
         * @param segment its text, not encoded
         * @return this
         */
        public Builder segment(Secret segment) {
            carriesSecrets = true;
            return segment(UrlText.encode(segment.reveal()), UrlText.MASK);
        }

        private Builder segment(String encoded, String shown) {
            if (hasQuery) {
                throw new IllegalStateException("the path comes before the query");
            }
            String slash = url.charAt(url.length() - 1) == '/' ? "" : "/";
            url.append(slash).append(encoded);
            display.append(slash).append(shown);
            return this;
        }

        /**
         * Appends a parameter to the query.
         *
         * @param name the name
         * @param value its value, not encoded
         * @return this
         */
        public Builder query(String name, String value) {
            url.append(hasQuery ? '&' : '?')
                    .append(UrlText.encode(name))
                    .append('=')
                    .append(UrlText.encode(value));
            display.append(hasQuery ? '&' : '?')
                    .append(UrlText.encode(name))
                    .append('=')
                    .append(UrlText.MASK);
            hasQuery = true;
            return this;
        }

        /**
         * Appends a secret parameter to the query.
         *
         * @param name the name
         * @param value its value, not encoded
         * @return this
         */
        public Builder query(String name, Secret value) {
            carriesSecrets = true;
            return query(name, value.reveal());
        }

        /**
         * Appends a query that has no name and value.
         *
         * @param text the text, not encoded
         * @return this
         */
        public Builder rawQuery(Secret text) {
            carriesSecrets = true;
            url.append(hasQuery ? '&' : '?').append(UrlText.encode(text.reveal()));
            display.append(hasQuery ? '&' : '?').append(UrlText.MASK);
            hasQuery = true;
            return this;
        }

        /**
         * Adds a header field.
         *
         * @param name the name
         * @param value its value
         * @return this
         */
        public Builder header(String name, String value) {
            headers.add(new Header(name, value));
            return this;
        }

        /**
         * Adds a secret header field.
         *
         * @param name the name
         * @param value its value
         * @return this
         */
        public Builder header(String name, Secret value) {
            carriesSecrets = true;
            return header(name, value.reveal());
        }

        /**
         * Authenticates with a token (RFC 6750).
         *
         * @param token the token
         * @return this
         */
        public Builder bearer(Secret token) {
            carriesSecrets = true;
            return header("Authorization", "Bearer " + token.reveal());
        }

        /**
         * Authenticates with user and password (RFC 7617), in UTF-8.
         *
         * @param user the user
         * @param password the password
         * @return this
         */
        public Builder basic(String user, Secret password) {
            carriesSecrets = true;
            byte[] both = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
            return header("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
        }

        /**
         * Sets the body.
         *
         * @param contentType its media type
         * @param content its text, sent in UTF-8
         * @return this
         */
        public Builder body(String contentType, String content) {
            this.contentType = contentType;
            this.body = content.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        /**
         * Sets a JSON body.
         *
         * @param content the JSON text
         * @return this
         */
        public Builder json(String content) {
            return body("application/json", content);
        }

        /**
         * Appends a parameter to a form in the body.
         *
         * @param name the name
         * @param value its value, not encoded
         * @return this
         */
        public Builder form(String name, String value) {
            form.append(form.isEmpty() ? "" : "&")
                    .append(UrlText.encode(name))
                    .append('=')
                    .append(UrlText.encode(value));
            return body("application/x-www-form-urlencoded", form.toString());
        }

        /**
         * Appends a secret parameter to a form in the body.
         *
         * @param name the name
         * @param value its value, not encoded
         * @return this
         */
        public Builder form(String name, Secret value) {
            carriesSecrets = true;
            return form(name, value.reveal());
        }

        /**
         * Connects to addresses of one family only: for a provider that registers the address it is called from.
         *
         * @param family the family, or null for any, which is the default
         * @return this
         */
        public Builder family(@Nullable AddressFamily family) {
            this.family = family;
            return this;
        }

        /**
         * Reads the reply in this charset if its Content-Type names none.
         *
         * @param charset UTF-8 by default
         * @return this
         */
        public Builder charset(Charset charset) {
            this.charset = charset;
            return this;
        }

        /**
         * Permits credentials to travel in the clear: only what the user permitted for this provider.
         *
         * @param allowed false by default
         * @return this
         */
        public Builder allowPlainHttp(boolean allowed) {
            this.plainHttpAllowed = allowed;
            return this;
        }

        /**
         * Marks the call as one that carries credentials in another way, such as a signature.
         *
         * @return this
         */
        public Builder carriesSecrets() {
            this.carriesSecrets = true;
            return this;
        }

        /**
         * Asks for what only a connection of its own can tell, such as an address. No redirect is followed.
         *
         * @param timeout the time for all of it
         * @param longestReply the longest body that is read, in bytes
         * @param from the local address to connect from, or null for the engine's choice
         * @return this
         */
        public Builder probe(Duration timeout, int longestReply, @Nullable InetAddress from) {
            this.probe = new Probe(timeout, longestReply, from);
            return this;
        }

        /** {@return the call} */
        public HttpCall build() {
            if (body == null && List.of("POST", "PUT", "PATCH").contains(method)) {
                body = new byte[0];
            }
            return new HttpCall(this);
        }
    }
}
