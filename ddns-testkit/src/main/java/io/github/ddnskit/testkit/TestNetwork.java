package io.github.ddnskit.testkit;

import io.github.ddnskit.Secret;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.testkit.gateway.HomeNetwork;
import io.github.ddnskit.testkit.provider.FakeDyndns2;
import io.github.ddnskit.testkit.provider.FakeHttp;
import io.github.ddnskit.testkit.provider.FakeRoute53;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that a dynamic DNS client meets, for one test: a name server, providers, a home with its router, and one time for all
 * of them. What a test does not ask for is not started; everything is closed with this. Thread-safe.
 *
 * <p>The name server has the zone {@code example.test}, and lets the key {@link #key()} update it. Signatures, delays and
 * quotas of all servers go by {@link #time()}.
 *
 * <pre>{@code
 * try (TestNetwork net = TestNetwork.start()) {
 *     Rfc2136Updater updater = Rfc2136Updater.builder()
 *             .server(net.dns().server()).zone("example.test").tsig(net.key()).clock(net.time().clock())
 *             .build();
 *     net.home().connect("203.0.113.8");
 *     ...
 *     net.dns().awaitRecord("home.example.test", "A", "203.0.113.8");
 * }
 * }</pre>
 *
 * <p>Needs {@code ddns-providers}, and for {@link #home}, {@link #dyndns2} and {@link #route53} MockWebServer, as the fakes
 * do that these give.
 */
public final class TestNetwork implements AutoCloseable {

    private final TsigKey key = TsigKey.of(
            "ddns-key.", TsigAlgorithm.HMAC_SHA256, Secret.of("dGVzdC1uZXR3b3JrLXRlc3QtbmV0d29yay10ZXN0ISE="));
    private final ManualTime time;
    private final List<AutoCloseable> running = new ArrayList<>();
    private @Nullable FakeAuthoritativeServer dns;
    private @Nullable HomeNetwork home;
    private @Nullable FakeRoute53 route53;
    private Supplier<HomeNetwork> situation = HomeNetwork::publicAddress;

    private TestNetwork(ManualTime time) {
        this.time = time;
    }

    /** {@return a network in which nothing has happened yet, at the beginning of 2026} */
    public static TestNetwork start() {
        return at(ManualTime.create());
    }

    /**
     * A network in a time that the test has already.
     *
     * @param time the time
     * @return the network
     */
    public static TestNetwork at(ManualTime time) {
        return new TestNetwork(time);
    }

    /**
     * Chooses in which situation the home is.
     *
     * @param chosen such as {@code HomeNetwork::carrierGradeNat}
     * @return this
     * @throws IllegalStateException if the home was asked for already
     */
    public synchronized TestNetwork home(Supplier<HomeNetwork> chosen) {
        if (home != null) {
            throw new IllegalStateException("the home is there already: choose before it is asked for");
        }
        situation = chosen;
        return this;
    }

    /** {@return the time, which stands still until the test moves it} */
    public ManualTime time() {
        return time;
    }

    /** {@return the key that may update the zone} */
    public TsigKey key() {
        return key;
    }

    /** {@return the name server of {@code example.test}} */
    public synchronized FakeAuthoritativeServer dns() {
        if (dns == null) {
            dns = closed(FakeAuthoritativeServer.zone("example.test")
                    .key(key)
                    .time(time)
                    .start());
        }
        return dns;
    }

    /** {@return the home, with a public address unless another situation was chosen} */
    public synchronized HomeNetwork home() {
        if (home == null) {
            home = closed(situation.get());
        }
        return home;
    }

    /** {@return Amazon Route 53 without any zone} */
    public synchronized FakeRoute53 route53() {
        if (route53 == null) {
            route53 = closed(FakeRoute53.start(time.clock()));
        }
        return route53;
    }

    /**
     * A service of the dyndns2 family, reached by TLS at its real URL.
     *
     * @param service the service
     * @return an engine that connects to this service only, whatever the URL; closed with this network
     */
    public synchronized HttpEngine dyndns2(FakeDyndns2 service) {
        FakeHttp http = closed(FakeHttp.start(service.endpoints(), service::answer));
        return closed(http.engine().build());
    }

    /** Closes all that was started, the last first. */
    @Override
    public synchronized void close() {
        RuntimeException trouble = null;
        for (int i = running.size() - 1; i >= 0; i--) {
            try {
                running.get(i).close();
            } catch (Exception e) {
                trouble = new IllegalStateException("something does not let itself be closed: " + e, e);
            }
        }
        running.clear();
        if (trouble != null) {
            throw trouble;
        }
    }

    private <T extends AutoCloseable> T closed(T started) {
        running.add(started);
        return started;
    }
}
