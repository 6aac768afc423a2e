package io.github.ddnskit.testkit.provider;

import io.github.ddnskit.http.HttpEngine;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Amazon Route 53 on loopback: hosted zones, record sets in their order and pages, change batches that are carried out as
 * a whole or not at all, their limits, and signatures that it checks itself. Thread-safe.
 *
 * <p>It serves {@code ListHostedZonesByName}, {@code ListResourceRecordSets}, {@code ChangeResourceRecordSets} and
 * {@code GetChange}. A change is pending until {@link #sync()}. Invalid batches are answered in either of the two shapes
 * that the service uses.
 *
 * @see <a href="https://docs.aws.amazon.com/Route53/latest/APIReference/Welcome.html">API reference</a>
 */
public final class FakeRoute53 implements AutoCloseable {

    /** The id of the only access key. */
    public static final String ACCESS_KEY_ID = "AKIDEXAMPLE";

    /** The only access key. */
    public static final String SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private static final Set<String> HOSTS =
            Set.of("route53.amazonaws.com", "route53.amazonaws.com.cn", "route53.us-gov.amazonaws.com");

    private final Route53Account account = new Route53Account();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final Clock clock;
    private final Route53Limits limits;
    private final FakeHttp http;
    private volatile SignatureGate gate;
    private volatile boolean bareErrors;
    private final AtomicInteger looksUntilSync = new AtomicInteger(Integer.MAX_VALUE);
    private volatile @Nullable Runnable beforeNextChange;
    private volatile boolean loseNextReply;

    private record Fault(boolean changesOnly, HttpAnswer answer) {}

    private FakeRoute53(Clock clock) {
        this.clock = clock;
        this.limits = new Route53Limits(clock);
        this.gate = new SignatureGate(ACCESS_KEY_ID, SECRET_ACCESS_KEY, null, "us-east-1", clock);
        this.http = FakeHttp.start(HOSTS, this::answer);
    }

    /** {@return one that runs by the system's clock, which the caller closes} */
    public static FakeRoute53 start() {
        return start(Clock.systemUTC());
    }

    /**
     * Starts one with a clock of its own.
     *
     * @param clock the time by which it judges signatures
     * @return one that runs, which the caller closes
     */
    public static FakeRoute53 start(Clock clock) {
        return new FakeRoute53(clock);
    }

    /** {@return a builder of an engine that connects to this server only, whatever the URL, and trusts it} */
    public HttpEngine.Builder engine() {
        return http.engine();
    }

    /** {@return where it listens} */
    public List<InetSocketAddress> addresses() {
        return http.addresses();
    }

    /** {@return the certificate that a client must trust; it is for localhost too} */
    public X509Certificate certificate() {
        return http.certificate();
    }

    /**
     * Adds a public hosted zone with its NS and SOA records. There may be several of one name.
     *
     * @param name its name
     * @return its id
     */
    public String addZone(String name) {
        return account.addZone(name, false);
    }

    /**
     * Adds a private hosted zone.
     *
     * @param name its name
     * @return its id
     */
    public String addPrivateZone(String name) {
        return account.addZone(name, true);
    }

    /**
     * Removes a zone with all that it holds.
     *
     * @param zone its id
     */
    public void removeZone(String zone) {
        account.removeZone(zone);
    }

    /**
     * Writes a set as if by hand, in place of one with the same name, type and set identifier.
     *
     * @param zone the id of the zone
     * @param set the set
     * @throws IllegalArgumentException if there is no such zone
     */
    public void put(String zone, Route53Set set) {
        account.put(zone, set);
    }

    /**
     * What a zone holds.
     *
     * @param zone its id
     * @return its sets in the order of a listing
     * @throws IllegalArgumentException if there is no such zone
     */
    public List<Route53Set> sets(String zone) {
        return account.sets(zone);
    }

    /**
     * The sets of a name and type in all zones.
     *
     * @param name the name
     * @param type the type
     * @return the sets
     */
    public List<Route53Set> sets(String name, String type) {
        return account.sets().stream()
                .filter(set ->
                        set.name().equals(Route53Set.plain(name)) && set.type().equals(type))
                .toList();
    }

    /**
     * The values of a name and type in all zones.
     *
     * @param name the name
     * @param type the type
     * @return the values, none if there are no such records
     */
    public List<String> values(String name, String type) {
        return sets(name, type).stream().flatMap(set -> set.values().stream()).toList();
    }

    /** Brings all changes so far to all name servers: they are {@code INSYNC} from now on. */
    public void sync() {
        account.sync();
    }

    /**
     * Brings changes to all name servers once somebody has asked for them that often.
     *
     * @param looks after how many requests of {@code GetChange}
     */
    public void syncAfterLooks(int looks) {
        looksUntilSync.set(looks);
    }

    /**
     * Refuses the next requests.
     *
     * @param times how many
     * @param status the status code
     * @param code the error code, such as {@code Throttling}
     */
    public void failNext(int times, int status, String code) {
        fail(times, false, error(status, code, List.of("as the test wants it"), false));
    }

    /**
     * Refuses the next change batches, and no other requests.
     *
     * @param times how many
     * @param status the status code
     * @param code the error code, such as {@code PriorRequestNotComplete}
     */
    public void failNextChange(int times, int status, String code) {
        fail(times, true, error(status, code, List.of("as the test wants it"), false));
    }

    /**
     * Answers the next request in a way of the test's own.
     *
     * @param answer the answer
     */
    public void answerNext(HttpAnswer answer) {
        fail(1, false, answer);
    }

    /**
     * Does something between what a client reads and what it writes.
     *
     * @param action run once, before the next change batch is carried out
     */
    public void beforeNextChange(Runnable action) {
        beforeNextChange = action;
    }

    /**
     * Lets five requests of the account through in each second, and answers others with {@code Throttling} and status 400,
     * as the service does. Without this there is no limit.
     */
    public void throttle() {
        limits.throttle();
    }

    /**
     * Takes a change of a zone only when the one before it is {@code INSYNC}, and else answers
     * {@code PriorRequestNotComplete} with status 400. The service does so when it is busy; without this changes of a zone
     * may follow each other at once.
     */
    public void oneChangeAtOnce() {
        limits.oneChangeAtOnce();
    }

    /** Carries out the next change batch, and closes the connection without an answer. */
    public void loseNextReply() {
        loseNextReply = true;
    }

    /**
     * Chooses the shape in which invalid batches are answered.
     *
     * @param bare true for {@code InvalidChangeBatch/Messages}, false for {@code ErrorResponse/Error}, the default
     */
    public void bareErrors(boolean bare) {
        bareErrors = bare;
    }

    /**
     * Accepts only requests with a session token from now on.
     *
     * @param token the token that goes with the access key
     */
    public void requireSessionToken(String token) {
        gate = new SignatureGate(ACCESS_KEY_ID, SECRET_ACCESS_KEY, token, "us-east-1", clock);
    }

    /**
     * Accepts only requests that are signed for another region from now on, as other partitions do.
     *
     * @param region the region
     */
    public void requireRegion(String region) {
        gate = new SignatureGate(ACCESS_KEY_ID, SECRET_ACCESS_KEY, null, region, clock);
    }

    /** {@return what was asked so far, in order} */
    public List<HttpExchange> exchanges() {
        return http.exchanges();
    }

    /** {@return the change batches that were sent so far, in order, refused ones included} */
    public List<HttpExchange> batches() {
        return http.exchanges().stream()
                .filter(exchange -> exchange.method().equals("POST"))
                .toList();
    }

    /** Forgets what was asked. */
    public void clear() {
        http.clear();
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpAnswer answer(HttpExchange request) {
        Optional<HttpAnswer> fault = nextFault(request);
        if (fault.isPresent()) {
            return fault.get();
        }
        Optional<SignatureGate.Refusal> refusal = gate.check(request);
        if (refusal.isPresent()) {
            return error(
                    refusal.get().status(),
                    refusal.get().code(),
                    List.of(refusal.get().message()),
                    false);
        }
        Optional<Route53Account.Refused> limit = limits.check(request, account);
        if (limit.isPresent()) {
            return error(limit.get().status, limit.get().code, limit.get().messages, false);
        }
        if (request.path().contains("/change/") && looksUntilSync.decrementAndGet() <= 0) {
            sync();
        }
        Runnable action = beforeNextChange;
        if (action != null && request.method().equals("POST")) {
            beforeNextChange = null;
            action.run();
        }
        try {
            HttpAnswer answer = HttpAnswer.xml(200, "<?xml version=\"1.0\"?>\n" + account.answer(request));
            if (loseNextReply && request.method().equals("POST")) {
                loseNextReply = false;
                return HttpAnswer.disconnect();
            }
            return dated(answer);
        } catch (Route53Account.Refused e) {
            return error(e.status, e.code, e.messages, bareErrors && e.code.equals("InvalidChangeBatch"));
        }
    }

    private Optional<HttpAnswer> nextFault(HttpExchange request) {
        synchronized (faults) {
            Fault next = faults.peek();
            if (next == null || (next.changesOnly() && !request.method().equals("POST"))) {
                return Optional.empty();
            }
            faults.remove();
            return Optional.of(next.answer());
        }
    }

    private void fail(int times, boolean changesOnly, HttpAnswer answer) {
        synchronized (faults) {
            for (int i = 0; i < times; i++) {
                faults.add(new Fault(changesOnly, answer));
            }
        }
    }

    private HttpAnswer error(int status, String code, List<String> messages, boolean bare) {
        return dated(HttpAnswer.xml(status, "<?xml version=\"1.0\"?>\n" + Route53Account.error(code, messages, bare)));
    }

    private HttpAnswer dated(HttpAnswer answer) {
        return answer.with(
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC)));
    }
}
