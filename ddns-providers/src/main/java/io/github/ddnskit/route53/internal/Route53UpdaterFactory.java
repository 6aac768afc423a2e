package io.github.ddnskit.route53.internal;

import io.github.ddnskit.Secret;
import io.github.ddnskit.route53.AwsCredentials;
import io.github.ddnskit.route53.RateLimiter;
import io.github.ddnskit.route53.Route53Updater;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Field.Kind;
import io.github.ddnskit.spi.Settings;
import io.github.ddnskit.spi.UpdaterFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes a {@link Route53Updater} from settings. Thread-safe; all updaters that one factory makes for an access key share
 * the five requests a second of its account.
 */
public final class Route53UpdaterFactory implements UpdaterFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
                    "route53",
                    "Amazon Route 53",
                    "https://aws.amazon.com/route53/",
                    List.of(
                            Field.optional(
                                    "accessKeyId",
                                    Kind.TEXT,
                                    "Access key ID",
                                    "The id of an access key; left out together with the key, the variables AWS_ACCESS_KEY_ID"
                                            + " and AWS_SECRET_ACCESS_KEY of the environment are used."),
                            Field.optional(
                                    "secretAccessKey",
                                    Kind.SECRET,
                                    "Secret access key",
                                    "The key that belongs to the access key ID."),
                            Field.optional(
                                    "sessionToken",
                                    Kind.SECRET,
                                    "Session token",
                                    "The token of a temporary access key; a permanent one has none."),
                            Field.optional(
                                            "zoneId",
                                            Kind.TEXT,
                                            "Hosted zone ID",
                                            "The zone to write to, such as Z0123456789ABCDEFGHIJ; found by the name of the host if left"
                                                    + " out, unless the zone is private or not the only one of its name.")
                                    .withPattern("(/hostedzone/)?[A-Z0-9]{1,32}"),
                            Field.optional(
                                    "ttl",
                                    Kind.NUMBER,
                                    "TTL",
                                    "The time to live of new records in seconds, 60 if left out; existing records keep theirs."),
                            Field.optional(
                                    "owner",
                                    Kind.TEXT,
                                    "Owner",
                                    "If given, each host is marked with it in a TXT record, and records without that mark are"
                                            + " left alone."),
                            Field.optional(
                                    "waitForSync",
                                    Kind.DURATION,
                                    "Wait for name servers",
                                    "How long to wait until all name servers have a change, such as PT2M; not at all if left"
                                            + " out."),
                            Field.optional(
                                    "timeout",
                                    Kind.DURATION,
                                    "Timeout",
                                    "How long one update may take before that wait; PT1M if left out."),
                            Field.optional(
                                    "region",
                                    Kind.TEXT,
                                    "Region",
                                    "us-east-1 if left out; cn-northwest-1 for China, us-gov-west-1 for GovCloud."),
                            Field.optional(
                                    "endpoint",
                                    Kind.TEXT,
                                    "Endpoint",
                                    "The https URL of the API, if it is not that of the region.")))
            .withDocumentation("https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/Welcome.html");

    private final Map<String, RateLimiter> limiters = new ConcurrentHashMap<>();

    /** Used by {@link java.util.ServiceLoader}. */
    public Route53UpdaterFactory() {}

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public DnsUpdater create(Settings settings) {
        Route53Updater.Builder builder = Route53Updater.builder().credentials(credentials(settings));
        settings.text("zoneId").ifPresent(builder::zoneId);
        settings.number("ttl").map(Duration::ofSeconds).ifPresent(builder::ttl);
        settings.text("owner").ifPresent(builder::owner);
        settings.duration("waitForSync").ifPresent(builder::waitForSync);
        settings.duration("timeout").ifPresent(builder::timeout);
        settings.text("region").ifPresent(builder::region);
        settings.text("endpoint").ifPresent(builder::endpoint);
        String account = settings.text("accessKeyId").orElse("environment");
        return builder.rateLimiter(limiters.computeIfAbsent(account, key -> RateLimiter.create()))
                .build();
    }

    private static AwsCredentials credentials(Settings settings) {
        Optional<String> id = settings.text("accessKeyId");
        Optional<Secret> key = settings.secret("secretAccessKey");
        if (id.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("accessKeyId and secretAccessKey go together: give both, or none of them"
                    + " to use those of the environment");
        }
        if (id.isEmpty() && settings.secret("sessionToken").isPresent()) {
            throw new IllegalArgumentException("a sessionToken goes with an accessKeyId and a secretAccessKey: give all"
                    + " three, or none of them to use those of the environment");
        }
        return id.isEmpty()
                ? AwsCredentials.fromEnvironment()
                : AwsCredentials.of(
                        id.get(),
                        key.orElseThrow(),
                        settings.secret("sessionToken").orElse(null));
    }
}
