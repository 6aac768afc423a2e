package io.github.ddnskit.contract;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Secret;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.route53.AwsCredentials;
import io.github.ddnskit.route53.Route53Updater;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.testkit.contract.DnsUpdaterContract;
import io.github.ddnskit.testkit.contract.DnsUpdaterFixture;
import io.github.ddnskit.testkit.provider.FakeRoute53;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

class Route53ContractTest extends DnsUpdaterContract {

    @Override
    protected DnsUpdaterFixture fixture() {
        return new Fixture();
    }

    private static final class Fixture implements DnsUpdaterFixture {

        /** The tests with a silent server wait for it. */
        private static final Duration TIMEOUT = Duration.ofSeconds(15);

        private static final Secret KEY = Secret.of(FakeRoute53.SECRET_ACCESS_KEY);

        private final FakeRoute53 route53 = FakeRoute53.start();
        private final HttpEngine http =
                route53.engine().timeouts(TIMEOUT, TIMEOUT, TIMEOUT).build();
        private final Route53Updater updater = Route53Updater.builder()
                .credentials(AwsCredentials.of(FakeRoute53.ACCESS_KEY_ID, KEY))
                .http(http)
                .build();

        Fixture() {
            route53.addZone("example.test");
        }

        @Override
        public DnsUpdater updater() {
            return updater;
        }

        @Override
        public Hostname host() {
            return Hostname.of("home.example.test");
        }

        @Override
        public Hostname strangeHost() {
            return Hostname.of("home.example.org");
        }

        @Override
        public Set<InetAddress> addresses(Hostname host, AddressFamily family) {
            return route53.values(host.ascii(), family.recordType()).stream()
                    .map(IpLiteral::parse)
                    .collect(Collectors.toSet());
        }

        @Override
        public int changes() {
            return route53.batches().size();
        }

        /** A token that this key does not have. */
        @Override
        public void rejectCredentials() {
            route53.requireSessionToken("another");
        }

        @Override
        public boolean fallSilent() {
            for (int i = 0; i < 20; i++) {
                route53.answerNext(HttpAnswer.silence());
            }
            return true;
        }

        @Override
        public void breakDown() {
            route53.failNext(1000, 500, "InternalFailure");
        }

        @Override
        public List<Secret> secrets() {
            return List.of(KEY);
        }

        @Override
        public void close() {
            http.close();
            route53.close();
        }
    }
}
