package io.github.ddnskit.testkit.provider;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.dyndns2.Dialect;
import io.github.ddnskit.dyndns2.FamilyStyle;
import io.github.ddnskit.dyndns2.Meaning;
import io.github.ddnskit.dyndns2.OtherFamily;
import io.github.ddnskit.dyndns2.Role;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A service of the dyndns2 family: it reads requests as a {@link Dialect} says, checks credentials, knows its hosts, keeps
 * their addresses, deletes the other family where the dialect does, and answers in the dialect's words. Thread-safe.
 *
 * <p>A request that the dialect does not allow, such as one with a parameter that it does not know, is answered with status
 * 500 and a body that says why.
 */
public final class FakeDyndns2 {

    private final Dialect dialect;
    private final FakeDyndns2Rules rules;
    private final Map<String, Map<AddressFamily, InetAddress>> hosts = new LinkedHashMap<>();
    private final Map<AddressFamily, InetAddress> callers = new EnumMap<>(AddressFamily.class);
    private final Deque<HttpAnswer> faults = new ArrayDeque<>();
    private final List<HttpExchange> exchanges = new ArrayList<>();
    private final Map<Role, String> account = new EnumMap<>(Role.class);
    private String zone = "";
    private boolean rejecting;
    private boolean broken;

    private FakeDyndns2(Dialect dialect) {
        this.dialect = dialect;
        this.rules = new FakeDyndns2Rules(dialect);
        account.put(Role.USERNAME, "user");
        account.put(Role.PASSWORD, "password");
        account.put(Role.TOKEN, "token");
        account.put(Role.ID, "1234");
        zone = dialect.request().suffix().isEmpty()
                ? "example.org"
                : dialect.request().suffix();
    }

    /**
     * A service that knows no host yet, and an account with user name {@code user}, password {@code password}, token
     * {@code token} and record id {@code 1234}. Give {@link #answer} to a {@link FakeHttp}.
     *
     * @param dialect how it is spoken to
     * @return the service
     */
    public static FakeDyndns2 of(Dialect dialect) {
        return new FakeDyndns2(dialect);
    }

    /**
     * The hosts at which requests of a dialect arrive, for the certificate of a {@link FakeHttp}.
     *
     * @param dialect the dialect
     * @return their names
     */
    public static Set<String> endpoints(Dialect dialect) {
        return FakeDyndns2Request.endpoints(dialect);
    }

    /** {@return the hosts at which requests arrive, as {@link #endpoints(Dialect)} tells} */
    public Set<String> endpoints() {
        return endpoints(dialect);
    }

    /**
     * Sets what the account is.
     *
     * @param username the user name
     * @param password the password
     * @param token the token
     * @return this
     */
    public synchronized FakeDyndns2 account(String username, String password, String token) {
        account.put(Role.USERNAME, username);
        account.put(Role.PASSWORD, password);
        account.put(Role.TOKEN, token);
        return this;
    }

    /**
     * Adds a host without addresses. A service whose requests name no host has one only.
     *
     * @param name its name
     * @return this
     */
    public synchronized FakeDyndns2 host(Hostname name) {
        hosts.put(name.ascii(), new EnumMap<>(AddressFamily.class));
        return this;
    }

    /**
     * Blocks a host that is updated again and again with what it has already, as services do with clients that do not
     * remember. It stays blocked, whatever it is told, until {@link #unblock}.
     *
     * @param unchanged how many updates in a row may change nothing before the next one is abuse
     * @return this
     * @throws IllegalArgumentException if the dialect has no word for abuse
     */
    public synchronized FakeDyndns2 abuseAfter(int unchanged) {
        rules.abuseAfter(unchanged);
        return this;
    }

    /**
     * Lets a host be updated again that was blocked for abuse.
     *
     * @param host the host
     */
    public synchronized void unblock(Hostname host) {
        rules.unblock(host);
    }

    /**
     * Turns away who does not say in {@code User-Agent} which program he is.
     *
     * @return this
     * @throws IllegalArgumentException if the dialect has no word for a bad agent
     */
    public synchronized FakeDyndns2 requireUserAgent() {
        rules.requireAgent();
        return this;
    }

    /**
     * Says that the account would have to pay for updates of a host, such as {@code !donator}.
     *
     * @param host the host
     * @return this
     * @throws IllegalArgumentException if the dialect has no word for that
     */
    public synchronized FakeDyndns2 notPaidFor(Hostname host) {
        rules.unpaid(host);
        return this;
    }

    /**
     * Demands time between two updates of a host: who comes too early is told how long to wait, such as {@code w60s}, and
     * nothing is changed.
     *
     * @param least the time between them
     * @param clock by which it passes
     * @return this
     * @throws IllegalArgumentException if the dialect does not know the codes of dyndns2
     */
    public synchronized FakeDyndns2 interval(Duration least, Clock clock) {
        rules.interval(least, clock);
        return this;
    }

    /**
     * Sets where requests seem to come from, for a service that registers that.
     *
     * @param addresses at most one of each family
     * @return this
     */
    public synchronized FakeDyndns2 callsFrom(InetAddress... addresses) {
        for (InetAddress address : addresses) {
            callers.put(AddressFamily.of(address), address);
        }
        return this;
    }

    /**
     * Answers the next requests with something else, and does nothing about them.
     *
     * @param times how many
     * @param answer what to answer
     */
    public synchronized void failNext(int times, HttpAnswer answer) {
        for (int i = 0; i < times; i++) {
            faults.add(answer);
        }
    }

    /**
     * Answers the next request with what the dialect says for something, and does nothing about it.
     *
     * @param meaning what it is to mean
     * @return whether the dialect has a reply for it
     */
    public synchronized boolean failNext(Meaning meaning) {
        Optional<FakeDyndns2Words.Line> line = FakeDyndns2Words.line(dialect, List.of(meaning), "", List.of());
        line.ifPresent(one -> faults.add(FakeDyndns2Words.answer(List.of(one))));
        return line.isPresent();
    }

    /** Answers the next requests as it would have without {@link #failNext}. */
    public synchronized void forgetFaults() {
        faults.clear();
    }

    /** Rejects all credentials from now on. */
    public synchronized void rejectCredentials() {
        rejecting = true;
    }

    /** Fails from now on, as a server does that is out of order. */
    public synchronized void breakDown() {
        broken = true;
    }

    /**
     * What it publishes.
     *
     * @param host the name
     * @param family the family
     * @return the address, or none
     */
    public synchronized Set<InetAddress> addresses(Hostname host, AddressFamily family) {
        return Optional.ofNullable(hosts.get(host.ascii()))
                .map(addresses -> addresses.get(family))
                .map(Set::of)
                .orElse(Set.of());
    }

    /** {@return what it was asked so far, in order} */
    public synchronized List<HttpExchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /**
     * Whether a request goes to one of its URLs, with its credentials.
     *
     * @param exchange the request
     * @return true if it would not be turned away
     */
    public synchronized boolean isMeant(HttpExchange exchange) {
        return FakeDyndns2Request.read(dialect, exchange)
                .map(request -> mayEnter(request) && request.trouble().isEmpty())
                .orElse(false);
    }

    /**
     * Answers a request.
     *
     * @param exchange the request
     * @return what the service says to it
     */
    public synchronized HttpAnswer answer(HttpExchange exchange) {
        exchanges.add(exchange);
        HttpAnswer fault = faults.poll();
        if (fault != null) {
            return fault;
        }
        if (broken) {
            return HttpAnswer.text(503, "out of order");
        }
        Optional<FakeDyndns2Request> read = FakeDyndns2Request.read(dialect, exchange);
        if (read.isEmpty()) {
            return HttpAnswer.text(
                    404, "no page of " + dialect.id() + ": " + exchange.method() + " " + exchange.path());
        }
        FakeDyndns2Request request = read.get();
        if (!request.trouble().isEmpty()) {
            return HttpAnswer.text(500, "not as " + dialect.id() + " has it: " + request.trouble());
        }
        Optional<FakeDyndns2Words.Line> objection = rules.beforeAll(exchange);
        if (objection.isPresent()) {
            return FakeDyndns2Words.answer(List.of(objection.get()));
        }
        if (rejecting || !mayEnter(request)) {
            return say(List.of(Meaning.BAD_AUTH, Meaning.BAD_ACCOUNT), "", List.of())
                    .orElse(HttpAnswer.text(401, ""));
        }
        List<FakeDyndns2Words.Line> lines = new ArrayList<>();
        for (String name : names(request)) {
            lines.add(update(name, request, exchange.family()));
        }
        return FakeDyndns2Words.answer(lines);
    }

    private boolean mayEnter(FakeDyndns2Request request) {
        return account.entrySet().stream()
                .allMatch(one -> request.values()
                        .getOrDefault(one.getKey(), one.getValue())
                        .equals(one.getValue()));
    }

    private List<String> names(FakeDyndns2Request request) {
        String full = request.values().get(Role.HOST);
        String label = request.values().get(Role.LABEL);
        if (full != null) {
            return List.of(full.split(",", -1));
        }
        if (label != null) {
            return List.of(label.split(",", -1)).stream()
                    .map(one -> one + "." + zone)
                    .toList();
        }
        return List.of(hosts.keySet().iterator().next());
    }

    private FakeDyndns2Words.Line update(String name, FakeDyndns2Request request, AddressFamily family) {
        Map<AddressFamily, InetAddress> records = hosts.get(name);
        if (records == null) {
            return words(List.of(Meaning.NO_HOST, Meaning.BAD_HOST, Meaning.NOT_YOURS, Meaning.BAD_ACCOUNT), name);
        }
        Optional<FakeDyndns2Words.Line> objection = rules.before(name);
        if (objection.isPresent()) {
            return objection.get();
        }
        Map<AddressFamily, InetAddress> named = new EnumMap<>(request.publish());
        if (dialect.request().isSourceRegistered() && request.remove().isEmpty()) {
            Optional.ofNullable(callers.get(family)).ifPresent(caller -> named.put(family, caller));
        }
        Map<AddressFamily, InetAddress> after = new EnumMap<>(AddressFamily.class);
        after.putAll(records);
        for (AddressFamily one : AddressFamily.values()) {
            if (named.containsKey(one)) {
                after.put(one, named.get(one));
            } else if (request.remove().contains(one)) {
                after.remove(one);
            } else if (isOneRequestForBoth() && !request.keep().contains(one)) {
                if (dialect.families().unnamed(one) == OtherFamily.REQUIRED) {
                    return words(List.of(Meaning.BAD_ADDRESS, Meaning.MALFORMED, Meaning.SERVER_FAILED), name);
                }
                if (dialect.families().unnamed(one) == OtherFamily.REMOVED
                        || dialect.families().keep().containsKey(one)) {
                    after.remove(one);
                }
            }
        }
        boolean changed = !after.equals(records);
        records.clear();
        records.putAll(after);
        rules.after(name, changed);
        List<String> addresses = named.values().stream().map(IpLiteral::format).toList();
        return FakeDyndns2Words.line(
                        dialect,
                        changed
                                ? List.of(Meaning.CHANGED, Meaning.UNCHANGED)
                                : List.of(Meaning.UNCHANGED, Meaning.CHANGED),
                        name,
                        addresses)
                .orElseThrow();
    }

    private boolean isOneRequestForBoth() {
        return dialect.families().style() == FamilyStyle.LIST
                || dialect.families().style() == FamilyStyle.SEPARATE;
    }

    private FakeDyndns2Words.Line words(List<Meaning> meanings, String name) {
        return FakeDyndns2Words.line(dialect, meanings, name, List.of())
                .orElse(new FakeDyndns2Words.Line(404, "not found"));
    }

    private Optional<HttpAnswer> say(List<Meaning> meanings, String name, List<String> addresses) {
        return FakeDyndns2Words.line(dialect, meanings, name, addresses)
                .map(line -> FakeDyndns2Words.answer(List.of(line)));
    }
}
