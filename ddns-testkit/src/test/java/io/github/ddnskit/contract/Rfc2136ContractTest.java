package io.github.ddnskit.contract;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Secret;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.Fault;
import io.github.ddnskit.testkit.Trigger;
import io.github.ddnskit.testkit.contract.DnsUpdaterContract;
import io.github.ddnskit.testkit.contract.DnsUpdaterFixture;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

class Rfc2136ContractTest extends DnsUpdaterContract {

    @Override
    protected DnsUpdaterFixture fixture() {
        return new Fixture();
    }

    private static final class Fixture implements DnsUpdaterFixture {

        private static final TsigKey KEY =
                TsigKey.of("ddns-key.", TsigAlgorithm.HMAC_SHA256, Secret.of("Y2FuYXJ5LXRoYXQtbXVzdC1ub3Qtc2luZw=="));

        private final FakeAuthoritativeServer dns =
                FakeAuthoritativeServer.zone("example.test").key(KEY).start();
        private final Rfc2136Updater updater = Rfc2136Updater.builder()
                .server(dns.server())
                .zone("example.test")
                .tsig(KEY)
                .timeout(Duration.ofSeconds(15))
                .build();

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
            return dns.addresses(host.toString()).stream()
                    .map(IpLiteral::parse)
                    .filter(address -> AddressFamily.of(address) == family)
                    .collect(Collectors.toSet());
        }

        @Override
        public int changes() {
            return (int) dns.exchanges().stream()
                    .filter(exchange -> exchange.question().isUpdate())
                    .count();
        }

        @Override
        public void rejectCredentials() {
            dns.fault(Trigger.always().updates(), Fault.refused());
        }

        @Override
        public boolean fallSilent() {
            dns.fault(Trigger.always(), Fault.loseRequest());
            return true;
        }

        @Override
        public void breakDown() {
            dns.fault(Trigger.always().updates(), Fault.servfail());
        }

        @Override
        public List<Secret> secrets() {
            return List.of(KEY.secret());
        }

        /** The reply to a request that was not understood is not signed. */
        @Override
        public boolean rejectionsStand() {
            return false;
        }

        /** One message asks for the change and tells whether there was one. */
        @Override
        public boolean looksFirst() {
            return false;
        }

        @Override
        public void close() {
            dns.close();
        }
    }
}
