package io.github.ddnskit.jp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.UpdaterIdentity;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Publishes addresses at DDNS Now (f5.si). Thread-safe.
 *
 * <p>A request without an IPv4 address lets the service take the one it is called from, so the client is asked for both
 * families whenever one is due. The reply is JSON, and {@code "result": "OK"} is success.
 *
 * @see <a href="https://ddns.kuku.lu/">DDNS Now</a>
 */
public final class DdnsNowUpdater extends HttpService {

    private static final String SERVICE = "DDNS Now";
    private static final Hostname ZONE = Hostname.of("f5.si");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]{1,32}");
    private static final Capabilities CAPABILITIES =
            Capabilities.standard().withMinimumInterval(Duration.ofMinutes(1)).withFamiliesTogether();

    private final @Nullable String domain;
    private final Secret token;

    private DdnsNowUpdater(Builder builder, Secret token) {
        super(builder);
        domain = builder.domain;
        this.token = token;
    }

    /** {@return a builder, of which the token must be given} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return both families at once, at most once a minute for a name} */
    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public UpdaterIdentity identity() {
        return UpdaterIdentity.of("ddns-now:f5.si", domain == null ? "" : domain, token);
    }

    @Override
    public UpdateReport update(Update update) throws InterruptedException {
        return Requests.together(update, SERVICE, addresses -> send(update.host(), addresses));
    }

    private Optional<Outcome.Failed> send(Hostname host, Map<AddressFamily, InetAddress> addresses)
            throws InterruptedException {
        String name = domain;
        if (name == null) {
            if (!host.isWithin(ZONE) || host.equals(ZONE)) {
                return Optional.of(Outcome.failed(
                        FailureReason.UNKNOWN_HOST,
                        Retry.never(),
                        host + " does not end in .f5.si: say as which domain " + SERVICE + " knows it"));
            }
            name = host.ascii()
                    .substring(0, host.ascii().length() - ZONE.ascii().length() - 1);
        }
        HttpCall.Builder call =
                HttpCall.get("https://f5.si/update.php").query("domain", name).query("password", token);
        addresses.forEach((family, address) ->
                call.query(family == AddressFamily.IPV4 ? "ip" : "ipv6", IpLiteral.format(address)));
        return send(call.query("format", "json").build(), this::failure);
    }

    private Optional<Outcome.Failed> failure(String body) {
        JsonNode reply;
        try {
            reply = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return Optional.of(badReply()); // without its message, which quotes the reply
        }
        String result = reply.path("result").asText();
        if (result.equals("OK")) {
            return Optional.empty();
        }
        if (!result.equals("NG")) {
            return Optional.of(badReply());
        }
        String code = reply.path("errorcode").asText();
        String words = Requests.shown(reply.path("errormsg").asText(), token.reveal());
        return Optional.of(Outcome.failed(
                FailureReason.REFUSED,
                Requests.later(clock),
                SERVICE + " answered NG"
                        + (CODE.matcher(code).matches() ? " with the code " + code : "")
                        + (words.isEmpty() ? "" : ": " + words)));
    }

    private static Outcome.Failed badReply() {
        return Outcome.failed(
                FailureReason.BAD_REPLY,
                Retry.backoff(),
                SERVICE + " answered with something other than a result in JSON");
    }

    /** Collects what an updater needs. Not thread-safe. */
    public static final class Builder extends HttpBuilder<Builder> {

        private @Nullable String domain;
        private @Nullable Secret token;

        private Builder() {}

        /**
         * Sets as which domain the service knows the host, what stands before {@code .f5.si} in its name if not set.
         *
         * @param domain such as {@code home}
         * @return this
         * @throws IllegalArgumentException if it is empty, or more than a line
         */
        public Builder domain(String domain) {
            this.domain = Requests.singleLine("domain", domain);
            return this;
        }

        /**
         * Sets the API token, which the service calls a password.
         *
         * @param token the token
         * @return this
         */
        public Builder token(Secret token) {
            this.token = token;
            return this;
        }

        /**
         * Makes the updater. Nothing is sent yet.
         *
         * @return a new updater
         * @throws IllegalArgumentException if the token is missing
         */
        public DdnsNowUpdater build() {
            if (token == null) {
                throw new IllegalArgumentException(SERVICE + " needs the API token of the domain");
            }
            return new DdnsNowUpdater(this, token);
        }
    }
}
