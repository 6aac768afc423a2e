package io.github.ddnskit.dyndns2;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.testkit.provider.FakeDyndns2;
import io.github.ddnskit.testkit.provider.FakeHttp;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.net.Proxy;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/** Two servers, with TLS and without, that pass for all services of the catalogue. */
final class Lab implements AutoCloseable {

    static final Goal IPV4 = Goal.publish("203.0.113.8");
    static final Goal IPV6 = Goal.publish("2001:db8::8");

    private final FakeHttp tls;
    private final FakeHttp plain;
    /** Keeps a connection to each service: their handshakes would cost more than all else. */
    private final OkHttpClient connections = new OkHttpClient.Builder()
            .proxy(Proxy.NO_PROXY)
            .connectionPool(new ConnectionPool(Dialect.catalog().size() * 2, 5, TimeUnit.MINUTES))
            .build();

    private final HttpEngine tlsEngine;
    private final HttpEngine plainEngine;
    private final List<FakeDyndns2> services = new CopyOnWriteArrayList<>();
    private final Map<String, List<FakeDyndns2>> byEndpoint = new ConcurrentHashMap<>();
    private volatile Consumer<FakeDyndns2> listener = service -> {};

    Lab(Dialect... more) {
        Set<String> hosts = new HashSet<>();
        Dialect.catalog().forEach(row -> hosts.addAll(FakeDyndns2.endpoints(row)));
        List.of(more).forEach(row -> hosts.addAll(FakeDyndns2.endpoints(row)));
        tls = FakeHttp.start(hosts, this::answer);
        plain = FakeHttp.startPlain(this::answer);
        tlsEngine = tls.engine().client(connections).contact("test@example.org").build();
        plainEngine =
                plain.engine().client(connections).contact("test@example.org").build();
    }

    static List<Dialect> alive() {
        return Dialect.catalog().stream().filter(row -> row.service().isAlive()).toList();
    }

    /** A name that the service could have. */
    static Hostname name(Dialect row, String label) {
        String suffix = row.request().suffix();
        return Hostname.of(label + "." + (suffix.isEmpty() ? "example.org" : suffix));
    }

    /** The one service that runs from now on. */
    FakeDyndns2 serve(Dialect row) {
        stopAll();
        return serveToo(row, name(row, "home")).account("user", "password", "token");
    }

    /** No service runs any more. */
    void stopAll() {
        services.clear();
        byEndpoint.clear();
    }

    /** One more service, with credentials of its own and one name. */
    FakeDyndns2 serveToo(Dialect row, Hostname name) {
        FakeDyndns2 service = FakeDyndns2.of(row)
                .account("user-" + row.id(), "password-" + row.id(), "token-" + row.id())
                .host(name)
                .callsFrom(IpLiteral.parse("203.0.113.8"), IpLiteral.parse("2001:db8::8"));
        services.add(service);
        FakeDyndns2.endpoints(row)
                .forEach(endpoint -> byEndpoint
                        .computeIfAbsent(endpoint, none -> new CopyOnWriteArrayList<>())
                        .add(service));
        return service;
    }

    /** All services are asked from this address, where they register that. */
    void callsFrom(int last) {
        services.forEach(service ->
                service.callsFrom(IpLiteral.parse("203.0.113." + last), IpLiteral.parse("2001:db8::" + last)));
    }

    /** Tells a listener of each request that a service receives, before the service answers. */
    void whenAsked(Consumer<FakeDyndns2> wanted) {
        listener = wanted;
    }

    /** An updater for {@link #serve}. */
    Dyndns2Updater.Builder updater(Dialect row) {
        return updater(row, "");
    }

    /** An updater for {@link #serveToo}. */
    Dyndns2Updater.Builder updaterToo(Dialect row) {
        return updater(row, "-" + row.id());
    }

    /** The secrets of {@link #updaterToo}. */
    List<Secret> secrets(Dialect row) {
        return row.request().roles().stream()
                .filter(Role::isSecret)
                .map(role -> Secret.of(
                        (role == Role.USERNAME ? "user" : role.name().toLowerCase(Locale.ROOT)) + "-" + row.id()))
                .toList();
    }

    private Dyndns2Updater.Builder updater(Dialect row, String account) {
        Set<Role> roles = row.request().roles();
        Dyndns2Updater.Builder builder = Dyndns2Updater.builder().dialect(row).http(engine(row));
        if (roles.contains(Role.USERNAME)) {
            builder.username("user" + account);
        }
        if (roles.contains(Role.PASSWORD)) {
            builder.password(Secret.of("password" + account));
        }
        if (roles.contains(Role.TOKEN)) {
            builder.token(Secret.of("token" + account));
        }
        if (roles.contains(Role.ZONE)) {
            builder.zone("example.org");
        }
        if (roles.contains(Role.ID)) {
            builder.recordId("1234");
        }
        return row.isPlainHttpOnly() ? builder.allowPlainHttp() : builder;
    }

    HttpEngine engine(Dialect row) {
        return row.isPlainHttpOnly() ? plainEngine : tlsEngine;
    }

    /** The families that can be tested: one that is connected to needs the machine to have it. */
    Set<AddressFamily> families(Dialect row) {
        boolean bound = row.request().isSourceRegistered() && !tls.hasIpv6();
        return bound ? Set.of(AddressFamily.IPV4) : row.families().style().families();
    }

    /** An update of all families of a service. */
    static Update update(Dialect row, Hostname host) {
        Set<AddressFamily> families = row.families().style().families();
        return Update.of(
                host,
                families.contains(AddressFamily.IPV4) ? IPV4 : Goal.keep(),
                families.contains(AddressFamily.IPV6) ? IPV6 : Goal.keep());
    }

    private HttpAnswer answer(HttpExchange exchange) {
        if (services.size() == 1) {
            return answer(services.get(0), exchange);
        }
        return byEndpoint.getOrDefault(exchange.host(), List.of()).stream()
                .filter(service -> service.isMeant(exchange))
                .findFirst()
                .map(service -> answer(service, exchange))
                .orElseGet(() -> HttpAnswer.text(500, "nobody knows what to do with " + exchange.host()));
    }

    private HttpAnswer answer(FakeDyndns2 service, HttpExchange exchange) {
        listener.accept(service);
        return service.answer(exchange);
    }

    @Override
    public void close() {
        tlsEngine.close();
        plainEngine.close();
        connections.dispatcher().executorService().shutdown();
        connections.connectionPool().evictAll();
        tls.close();
        plain.close();
    }
}
