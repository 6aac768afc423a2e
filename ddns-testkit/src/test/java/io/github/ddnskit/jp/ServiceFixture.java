package io.github.ddnskit.jp;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Secret;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.testkit.contract.DnsUpdaterFixture;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A service of one name, which is updated by HTTP, and cannot be told to remove an address. */
abstract class ServiceFixture implements DnsUpdaterFixture {

    private final SharedHttp http;
    private final DnsUpdater updater;
    private final String secret;
    private final Map<AddressFamily, InetAddress> records = new ConcurrentHashMap<>();

    ServiceFixture(SharedHttp http, DnsUpdater updater, String secret) {
        this.http = http;
        this.updater = updater;
        this.secret = secret;
        http.answer(this::register);
    }

    /** Publishes what a request tells, and answers that it did. */
    abstract HttpAnswer register(HttpExchange exchange);

    /** Answers that the credentials are wrong. */
    abstract HttpAnswer rejection();

    final void publish(@Nullable String address) {
        if (address != null) {
            InetAddress published = IpLiteral.parse(address);
            records.put(AddressFamily.of(published), published);
        }
    }

    @Override
    public DnsUpdater updater() {
        return updater;
    }

    @Override
    public Set<InetAddress> addresses(Hostname host, AddressFamily family) {
        InetAddress address = records.get(family);
        return address == null ? Set.of() : Set.of(address);
    }

    @Override
    public int changes() {
        return http.exchanges().size();
    }

    @Override
    public void rejectCredentials() {
        http.answer(exchange -> rejection());
    }

    @Override
    public void breakDown() {
        http.answer(exchange -> HttpAnswer.text(500, "down"));
    }

    @Override
    public List<Secret> secrets() {
        return List.of(Secret.of(secret));
    }

    @Override
    public boolean removes() {
        return false;
    }

    @Override
    public boolean looksFirst() {
        return false;
    }

    @Override
    public void close() {}
}
