package io.github.ddnskit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.dyndns2.Dialect;
import io.github.ddnskit.dyndns2.Dyndns2Updater;
import io.github.ddnskit.dyndns2.FamilyStyle;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.jp.FletsDdnsUpdater;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.testkit.contract.DnsUpdaterContract;
import io.github.ddnskit.testkit.contract.DnsUpdaterFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Our own client of dyndns2 keeps its contract with our own gateway. */
class OurClientTest extends DnsUpdaterContract {

    static final Hostname HOME = Hostname.of("home.example.test");

    /** How the gateway is spoken to. */
    static Dialect dialect() {
        return Dialect.builder("gateway")
                .url("https://127.0.0.1/nic/update")
                .families(FamilyStyle.LIST)
                .batch(20)
                .removeBoth(Map.of("offline", "yes"))
                .build();
    }

    @Override
    protected DnsUpdaterFixture fixture() throws IOException {
        return new Fixture();
    }

    private static final class Fixture implements DnsUpdaterFixture {

        private final MemoryZone zone = new MemoryZone();
        private final Service service = Service.tls(zone, HOME.ascii());
        private final Secret password = Secret.of(Service.PASSWORD);
        private final HttpEngine http =
                HttpEngine.builder().trust(Service.certificate()).build();
        private final Dyndns2Updater updater = Dyndns2Updater.builder()
                .dialect(dialect())
                .endpoint(service.base() + "/nic/update")
                .username("alice")
                .password(password)
                .http(http)
                .build();

        Fixture() throws IOException {}

        @Override
        public DnsUpdater updater() {
            return updater;
        }

        @Override
        public Hostname host() {
            return HOME;
        }

        @Override
        public Hostname strangeHost() {
            return Hostname.of("strange.example.test");
        }

        @Override
        public Set<InetAddress> addresses(Hostname host, AddressFamily family) {
            return zone.addresses(host, family);
        }

        @Override
        public int changes() {
            return (int) service.events.stream()
                    .filter(GatewayEvent.Updated.class::isInstance)
                    .count();
        }

        @Override
        public void rejectCredentials() {
            service.accounts.change("alice", alice -> alice.map(one -> one.withPassword(SecretHash.of("another", 1))));
        }

        @Override
        public void breakDown() {
            zone.broken = true;
        }

        @Override
        public List<Secret> secrets() {
            return List.of(password);
        }

        @Override
        public boolean looksFirst() {
            return false;
        }

        @Override
        public void close() {
            http.close();
            service.close();
        }
    }

    @Test
    void ourClientOfTheIpv6ServicesUpdatesItToo() throws Exception {
        MemoryZone zone = new MemoryZone();
        AccountToken.Fresh token = AccountToken.create(HOME);
        try (Service service = Service.tls(zone, HOME.ascii());
                HttpEngine http =
                        HttpEngine.builder().trust(Service.certificate()).build();
                FletsDdnsUpdater updater = FletsDdnsUpdater.openIpv6()
                        .endpoint(service.base() + "/api/renew/")
                        .zone("example.test")
                        .hostKey(Secret.of(token.text()))
                        .http(http)
                        .build()) {
            service.accounts.change("alice", alice -> alice.map(one -> one.withToken(token.kept(), Instant.MAX)));
            assertThat(updater.update(Update.of(HOME, Goal.keep(), Goal.publish("2001:db8::7")))
                            .ipv6())
                    .hasToString("published 2001:db8::7");
            assertThat(zone.addresses(HOME, AddressFamily.IPV6)).hasSize(1);
        }
    }
}
