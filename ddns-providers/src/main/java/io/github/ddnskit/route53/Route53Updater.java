package io.github.ddnskit.route53;

import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.UpdaterIdentity;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Publishes addresses in Amazon Route 53. Thread-safe; remembers nothing but which zones it found.
 *
 * <p>All hosts of a call that lie in one zone travel in one change batch, which Route 53 carries out as a whole or not at
 * all; if it refuses one, those that are not to blame are sent again without the others. Whatever is replaced is deleted
 * exactly as it was seen, so that a change by somebody else in between fails with
 * {@link io.github.ddnskit.FailureReason#CONFLICT} and is not overwritten. Nothing is written if the records are right
 * already.
 *
 * <p>The TTL of records that exist is kept unless {@link io.github.ddnskit.RecordOptions#ttl()} says otherwise. Sets with
 * a routing policy (weighted, latency, geolocation, multivalue, alias and so on) are never touched: their family fails
 * with CONFLICT. A mail exchanger is published along with addresses, and not when both families are kept.
 *
 * <p>The zone is the public hosted zone with the longest name that the host ends in, unless one is given by its id; a
 * private zone and one of several with the same name must be given. The access key needs the permissions
 * {@code route53:ListHostedZonesByName} (unless the zone is given), {@code route53:ListResourceRecordSets},
 * {@code route53:ChangeResourceRecordSets} and, to wait for the name servers, {@code route53:GetChange}.
 *
 * <p>Requests that Route 53 throttles are sent again within the time of the call, and then fail with
 * {@link io.github.ddnskit.FailureReason#RATE_LIMITED}. A refused key fails with {@link Retry.Never}, unless it is one
 * that rotates (from the environment, from a provider, or with a session token).
 *
 * @see <a href="https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html">API
 *     reference</a>
 */
public final class Route53Updater implements DnsUpdater {

    /** How many hosts one call takes; what they need is split at the limits of a request. */
    private static final int BATCH_SIZE = 100;

    private final Route53Api api;
    private final Zones zones;
    private final BatchRun.Options options;
    private final Ticker ticker;
    private final boolean ownsHttp;

    Route53Updater(Route53Api api, BatchRun.Options options, Ticker ticker, boolean ownsHttp) {
        this.api = api;
        this.zones = new Zones(api, ticker);
        this.options = options;
        this.ticker = ticker;
        this.ownsHttp = ownsHttp;
    }

    /** {@return a builder, of which only the credentials must be given} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return both families, a hundred names at a time, as often as needed} */
    @Override
    public Capabilities capabilities() {
        return Capabilities.standard().withBatchSize(BATCH_SIZE);
    }

    /** {@return the endpoint and the zone, if one was given, as the target, and the access key as the account} */
    @Override
    public UpdaterIdentity identity() {
        String zone = options.zoneId() == null ? "*" : options.zoneId();
        return api.credentials().identity("route53:" + api.endpoint() + "/" + zone);
    }

    @Override
    public UpdateReport update(Update update) throws InterruptedException {
        return updateAll(List.of(update)).get(0);
    }

    @Override
    public List<UpdateReport> updateAll(List<Update> updates) throws InterruptedException {
        List<HostJob> jobs = updates.stream()
                .map(update -> new HostJob(update, options.owner()))
                .toList();
        return new BatchRun(api, zones, options, ticker).run(jobs);
    }

    RateLimiter rateLimiter() {
        return api.limiter();
    }

    /** Closes the HTTP engine, unless it was given. */
    @Override
    public void close() {
        if (ownsHttp) {
            api.http().close();
        }
    }

    /** Collects what a {@link Route53Updater} needs. Not thread-safe. */
    public static final class Builder {

        private static final Duration DEFAULT_TTL = Duration.ofSeconds(60);
        private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
        private static final Duration MAX_WAIT = Duration.ofHours(1);
        private static final String DEFAULT_REGION = "us-east-1";
        private static final Pattern ZONE_ID = Pattern.compile("[A-Z0-9]{1,32}");

        /** The endpoint of each partition, by the region that its requests are signed for. */
        private static final Map<String, String> ENDPOINTS = Map.of(
                DEFAULT_REGION,
                "https://route53.amazonaws.com",
                "cn-northwest-1",
                "https://route53.amazonaws.com.cn",
                "us-gov-west-1",
                "https://route53.us-gov.amazonaws.com");

        private @Nullable AwsCredentials credentials;
        private @Nullable String zoneId;
        private @Nullable Duration ttl;
        private @Nullable OwnerRecord owner;
        private @Nullable Duration sync;
        private @Nullable Duration timeout;
        private @Nullable String region;
        private @Nullable String endpoint;
        private boolean plainHttpAllowed;
        private @Nullable HttpEngine http;
        private @Nullable RateLimiter limiter;
        private @Nullable Clock clock;
        private Ticker ticker = Ticker.SYSTEM;

        private Builder() {}

        /**
         * As whom to sign.
         *
         * @param credentials an access key, the environment, or what {@link AwsIdentity} makes of a provider of the AWS SDK
         * @return this
         */
        public Builder credentials(AwsCredentials credentials) {
            refuseSecond(this.credentials, "credentials");
            this.credentials = credentials;
            return this;
        }

        /**
         * The hosted zone to write to; if it is not given, it is found by the name of the host.
         *
         * @param zoneId its id, such as {@code Z0123456789ABCDEFGHIJ}, with or without {@code /hostedzone/}
         * @return this
         * @throws IllegalArgumentException if it is none
         */
        public Builder zoneId(String zoneId) {
            refuseSecond(this.zoneId, "zone id");
            String bare = Route53Xml.bareId(zoneId.strip());
            if (!ZONE_ID.matcher(bare).matches()) {
                throw new IllegalArgumentException(
                        "\"" + zoneId + "\" is no zone id: it looks like Z0123456789ABCDEFGHIJ, and is not the name");
            }
            this.zoneId = bare;
            return this;
        }

        /**
         * The time to live of records that are new, unless an update says otherwise; 60 s if it is not given.
         *
         * @param ttl whole seconds from 0 to 2^31-1
         * @return this
         * @throws IllegalArgumentException if it is out of range or not in whole seconds
         */
        public Builder ttl(Duration ttl) {
            refuseSecond(this.ttl, "TTL");
            this.ttl = RecordOptions.defaults().withTtl(ttl).ttl();
            return this;
        }

        /**
         * Marks each host with a TXT record at {@code _ddnskit-owner.host}, written and removed in the same change batch, and
         * touches no records that lack it or that carry another owner's.
         *
         * @param owner who publishes the host, such as the name of the device
         * @return this
         * @throws IllegalArgumentException if it is not up to 64 letters, digits, dots, hyphens and underscores
         */
        public Builder owner(String owner) {
            refuseSecond(this.owner, "owner");
            this.owner = new OwnerRecord(owner);
            return this;
        }

        /**
         * Counts a change as published only once all name servers of Route 53 have it, usually within a minute. If they have
         * not in that time, it fails with {@link io.github.ddnskit.Retry.Backoff}, and is found to be unchanged next time.
         *
         * @param longest how long to wait, more than nothing and an hour at most
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder waitForSync(Duration longest) {
            refuseSecond(this.sync, "wait for the name servers");
            this.sync = checked("wait for the name servers", longest);
            return this;
        }

        /**
         * The time within which the requests of one call begin, without {@link #waitForSync}; 60 s if it is not given. A
         * hundred hosts take about twenty-five seconds if they lie far apart in their zone.
         *
         * @param timeout more than nothing, an hour at most
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder timeout(Duration timeout) {
            refuseSecond(this.timeout, "timeout");
            this.timeout = checked("timeout", timeout);
            return this;
        }

        /**
         * The region that requests are signed for: {@code us-east-1} if it is not given, {@code cn-northwest-1} in China and
         * {@code us-gov-west-1} in GovCloud. These three bring their endpoints along.
         *
         * @param region the region
         * @return this
         */
        public Builder region(String region) {
            refuseSecond(this.region, "region");
            this.region = region;
            return this;
        }

        /**
         * Where the API is, if not at the endpoint of the region.
         *
         * @param endpoint an https URL without a path; http only with {@link #allowPlainHttp}
         * @return this
         * @throws IllegalArgumentException if it is not such a URL
         */
        public Builder endpoint(String endpoint) {
            refuseSecond(this.endpoint, "endpoint");
            this.endpoint = origin(endpoint);
            return this;
        }

        /**
         * Permits an endpoint without TLS, such as an emulator on this machine. Signatures would travel in the clear.
         *
         * @return this
         */
        public Builder allowPlainHttp() {
            this.plainHttpAllowed = true;
            return this;
        }

        /**
         * The HTTP engine; one of its own if it is not given.
         *
         * @param http an engine, which stays the caller's to close
         * @return this
         */
        public Builder http(HttpEngine http) {
            refuseSecond(this.http, "HTTP engine");
            this.http = http;
            return this;
        }

        /**
         * What keeps the account within its five requests a second; one of its own if it is not given. Give the same to all
         * updaters of an account.
         *
         * @param limiter the limiter of the account
         * @return this
         */
        public Builder rateLimiter(RateLimiter limiter) {
            refuseSecond(this.limiter, "rate limiter");
            this.limiter = limiter;
            return this;
        }

        /**
         * The clock whose time is signed; the system's if it is not given.
         *
         * @param clock a clock
         * @return this
         */
        public Builder clock(Clock clock) {
            refuseSecond(this.clock, "clock");
            this.clock = clock;
            return this;
        }

        /** Lets a test pass the time by hand. */
        Builder ticker(Ticker ticker) {
            this.ticker = ticker;
            return this;
        }

        /**
         * Makes the updater. Nothing is sent yet.
         *
         * @return a new updater
         * @throws IllegalArgumentException if there are no credentials, the settings do not go together, or the artifacts of
         *     AWS are missing; the message says what would be right, and which lines to add
         */
        public Route53Updater build() {
            if (credentials == null) {
                throw new IllegalArgumentException(
                        "there are no credentials: give an access key, or say that they are in the environment");
            }
            AwsArtifacts.require();
            String signedFor = region == null ? DEFAULT_REGION : region;
            String api = endpoint == null ? ENDPOINTS.get(signedFor) : endpoint;
            if (api == null) {
                throw new IllegalArgumentException("the endpoint for the region \"" + signedFor
                        + "\" is not known: give it too, or leave the region out unless it is China or GovCloud");
            }
            if (api.startsWith("http:") && !plainHttpAllowed) {
                throw new IllegalArgumentException("signatures would travel to " + api + " in the clear: use https");
            }
            Clock signing = clock == null ? Clock.systemUTC() : clock;
            Route53Api requests = new Route53Api(
                    http == null ? HttpEngine.create() : http,
                    api,
                    plainHttpAllowed,
                    credentials,
                    new Signer("route53", signedFor, signing),
                    limiter == null ? RateLimiter.create(ticker) : limiter,
                    ticker,
                    new Random(),
                    new Refusals(signing, credentials.rotate()));
            BatchRun.Options options = new BatchRun.Options(
                    zoneId, ttl == null ? DEFAULT_TTL : ttl, owner, timeout == null ? DEFAULT_TIMEOUT : timeout, sync);
            return new Route53Updater(requests, options, ticker, http == null);
        }

        private static String origin(String endpoint) {
            URI uri;
            try {
                uri = URI.create(endpoint.strip());
            } catch (IllegalArgumentException e) {
                throw noOrigin(endpoint);
            }
            boolean http = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            boolean bare = uri.getRawPath() == null
                    || uri.getRawPath().isEmpty()
                    || uri.getRawPath().equals("/");
            if (!http || !bare || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawQuery() != null) {
                throw noOrigin(endpoint);
            }
            return uri.getScheme() + "://" + uri.getRawAuthority();
        }

        private static IllegalArgumentException noOrigin(String endpoint) {
            return new IllegalArgumentException("not a URL such as https://route53.amazonaws.com: it has "
                    + endpoint.length() + " characters; leave out user, path and query");
        }

        private static Duration checked(String what, Duration duration) {
            if (duration.isNegative() || duration.isZero() || duration.compareTo(MAX_WAIT) > 0) {
                throw new IllegalArgumentException("a " + what + " is more than 0 and at most 1 h, not " + duration);
            }
            return duration;
        }

        private static void refuseSecond(@Nullable Object first, String what) {
            if (first != null) {
                throw new IllegalArgumentException("the " + what + " is given twice: give it once");
            }
        }
    }
}
