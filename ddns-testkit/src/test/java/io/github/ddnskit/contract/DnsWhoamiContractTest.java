package io.github.ddnskit.contract;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.DnsWhoamiSource;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.Fault;
import io.github.ddnskit.testkit.Trigger;
import io.github.ddnskit.testkit.contract.IpSourceContract;
import io.github.ddnskit.testkit.contract.IpSourceFixture;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The server here tells everybody the same, which is all the same to the one who asks. */
class DnsWhoamiContractTest extends IpSourceContract {

    @Override
    protected IpSourceFixture fixture() {
        return new Fixture();
    }

    private static final class Fixture implements IpSourceFixture {

        private final Map<AddressFamily, FakeAuthoritativeServer> servers = new EnumMap<>(AddressFamily.class);
        private final DnsWhoamiSource source;

        Fixture() {
            servers.put(AddressFamily.IPV4, server("127.0.0.1"));
            try {
                servers.put(AddressFamily.IPV6, server("::1"));
            } catch (UncheckedIOException thisMachineHasNoIpv6) {
                // then there is nothing to find
            }
            DnsWhoamiSource.Builder builder = DnsWhoamiSource.builder().name("myip.example.test");
            servers.forEach((family, server) -> builder.server(family, server.server()));
            source = builder.build();
        }

        private static FakeAuthoritativeServer server(String address) {
            return FakeAuthoritativeServer.zone("example.test")
                    .address(address)
                    .record("myip.example.test. 60 IN A 192.0.2.1")
                    .record("myip.example.test. 60 IN AAAA 2001:db8::1")
                    .start();
        }

        @Override
        public IpSource source() {
            return source;
        }

        @Override
        public Set<InetAddress> addresses(AddressFamily family) {
            return servers.containsKey(family)
                    ? Set.of(IpLiteral.parse(family == AddressFamily.IPV4 ? "192.0.2.1" : "2001:db8::1"))
                    : Set.of();
        }

        @Override
        public boolean asks() {
            return true;
        }

        @Override
        public int questions() {
            return servers.values().stream()
                    .mapToInt(server -> server.exchanges().size())
                    .sum();
        }

        @Override
        public void fallSilent() {
            from(Fault.loseReply());
        }

        @Override
        public void disappear() {
            each(FakeAuthoritativeServer::close);
        }

        @Override
        public Map<String, Runnable> lies() {
            return Map.of(
                    "the answer to another question", () -> from(Fault.wrongId()),
                    "a failure", () -> from(Fault.servfail()),
                    "a refusal", () -> from(Fault.refused()));
        }

        private void from(Fault fault) {
            each(FakeAuthoritativeServer::clearFaults);
            each(server -> server.fault(Trigger.always(), fault));
        }

        private void each(Consumer<FakeAuthoritativeServer> what) {
            servers.values().forEach(what);
        }

        @Override
        public void close() {
            each(FakeAuthoritativeServer::close);
        }
    }
}
