package io.github.ddnskit.route53;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.http.HttpException;
import io.github.ddnskit.http.HttpFailures;
import io.github.ddnskit.http.HttpReply;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;

/**
 * The four requests that an updater needs, signed, paced, and sent again while Route 53 is busy. Thread-safe.
 *
 * @param endpoint without a slash at its end
 */
record Route53Api(
        HttpEngine http,
        String endpoint,
        boolean plainHttpAllowed,
        AwsCredentials credentials,
        Signer signer,
        RateLimiter limiter,
        Ticker ticker,
        RandomGenerator random,
        Refusals refusals) {

    private static final String VERSION = "/2013-04-01/";
    private static final int MOST_ATTEMPTS = 8;
    private static final Duration FIRST_WAIT = Duration.ofMillis(400);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** Zones in the order of their names, from one name on: it does not find the parents of a name. */
    Route53Xml.ZonePage zones(Route53Xml.Cursor from, int most, Deadline deadline)
            throws Route53Exception, InterruptedException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("dnsname", from.name() + ".");
        from.id().ifPresent(id -> query.put("hostedzoneid", id));
        query.put("maxitems", Integer.toString(most));
        return Route53Xml.zones(send("GET", "hostedzonesbyname", query, "", deadline));
    }

    /** Record sets in the order of their names, from one name on. */
    Route53Xml.RecordPage records(String zone, Route53Xml.Cursor from, int most, Deadline deadline)
            throws Route53Exception, InterruptedException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("name", from.name() + ".");
        from.type().ifPresent(type -> query.put("type", type));
        from.id().ifPresent(id -> query.put("identifier", id));
        query.put("maxitems", Integer.toString(most));
        return Route53Xml.records(send("GET", "hostedzone/" + zone + "/rrset", query, "", deadline));
    }

    /** Carries out all of the changes or none. */
    Route53Xml.ChangeInfo change(String zone, List<Change> changes, Deadline deadline)
            throws Route53Exception, InterruptedException {
        String body = Route53Xml.changeBatch(changes);
        return Route53Xml.changeInfo(send("POST", "hostedzone/" + zone + "/rrset/", Map.of(), body, deadline));
    }

    Route53Xml.ChangeInfo changeInfo(String change, Deadline deadline) throws Route53Exception, InterruptedException {
        return Route53Xml.changeInfo(send("GET", "change/" + change, Map.of(), "", deadline));
    }

    private XmlElement send(String method, String path, Map<String, String> query, String body, Deadline deadline)
            throws Route53Exception, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            if (!limiter.acquire(deadline)) {
                throw new Route53Exception(Outcome.failed(
                        FailureReason.RATE_LIMITED,
                        Retry.backoff(),
                        "more requests are waiting than the 5 a second that Route 53 allows an account"));
            }
            HttpReply reply = exchange(method, path, query, body, deadline);
            if (reply.isSuccess()) {
                return parsed(reply);
            }
            ApiError error = ApiError.of(reply);
            Duration wait = wait(attempt);
            if (!error.isBusy() || attempt == MOST_ATTEMPTS || !deadline.allows(wait)) {
                throw new Route53Exception(refusals.of(reply, error), error.code());
            }
            ticker.await(wait);
        }
    }

    private HttpReply exchange(String method, String path, Map<String, String> query, String body, Deadline deadline)
            throws Route53Exception, InterruptedException {
        URI uri = URI.create(endpoint + VERSION + path + text(query));
        try {
            AwsCredentials.Keys keys = credentials.resolve(deadline);
            HttpCall.Builder call = HttpCall.of(method, uri.toString()).allowPlainHttp(plainHttpAllowed);
            signer.sign(method, uri, body, keys).forEach((name, value) -> call.header(name, Secret.of(value)));
            return http.send(
                    body.isEmpty() ? call.build() : call.body("text/xml", body).build());
        } catch (IllegalStateException e) {
            throw new Route53Exception(HttpFailures.unreadable(e));
        } catch (HttpException e) {
            throw new Route53Exception(e.toFailed());
        }
    }

    private static XmlElement parsed(HttpReply reply) throws Route53Exception {
        try {
            return XmlElement.parse(reply.text());
        } catch (XMLStreamException e) {
            throw new Route53Exception(Outcome.failed(
                    FailureReason.BAD_REPLY, Retry.backoff(), "Route 53 sent something that is not XML"));
        }
    }

    /** Encodes all that the signature encodes, so that both sides agree on what was signed. */
    private static String text(Map<String, String> query) {
        return query.isEmpty()
                ? ""
                : query.entrySet().stream()
                        .map(entry -> entry.getKey() + "="
                                + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8)
                                        .replace("+", "%20")
                                        .replace("*", "%2A"))
                        .collect(Collectors.joining("&", "?", ""));
    }

    /** Up to a limit that doubles with each attempt, so that programs that were throttled together come back apart. */
    private Duration wait(int attempt) {
        long limit = Math.min(LONGEST_WAIT.toMillis(), FIRST_WAIT.toMillis() << (attempt - 1));
        return Duration.ofMillis(FIRST_WAIT.toMillis() / 4 + random.nextLong(limit));
    }
}
