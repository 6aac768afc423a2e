package io.github.ddnskit.upnp;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.testkit.contract.IpSourceContract;
import io.github.ddnskit.testkit.contract.IpSourceFixture;
import io.github.ddnskit.testkit.gateway.FakeUpnpRouter;
import java.net.InetAddress;
import java.util.Map;
import java.util.Set;

class UpnpIpSourceContractTest extends IpSourceContract {

    /** Shared, since each engine reads the trust store of the platform. */
    private static final HttpEngine HTTP = HttpEngine.create();

    @Override
    protected IpSourceFixture fixture() {
        return new Fixture();
    }

    private static final class Fixture implements IpSourceFixture {

        private final FakeUpnpRouter router = FakeUpnpRouter.start();
        private final UpnpIpSource source = UpnpIpSource.builder()
                .gateway(UpnpGateway.at(router.address(), router.ssdpPort()))
                .ipv6OfRouter()
                .http(HTTP)
                .build();

        Fixture() {
            router.ipv6("2001:db8::1", "", "");
        }

        @Override
        public IpSource source() {
            return source;
        }

        @Override
        public Set<InetAddress> addresses(AddressFamily family) {
            return Set.of(IpLiteral.parse(family == AddressFamily.IPV4 ? "192.0.2.1" : "2001:db8::1"));
        }

        @Override
        public boolean asks() {
            return true;
        }

        @Override
        public int questions() {
            return router.searches() + router.exchanges().size();
        }

        @Override
        public void fallSilent() {
            router.fallSilent();
        }

        @Override
        public void disappear() {
            router.close();
        }

        @Override
        public Map<String, Runnable> lies() {
            return Map.of(
                    "elsewhere", () -> router.searchReply(reply -> reply.replace("//127.0.0.1", "//127.0.0.2")),
                    "not connected",
                            () -> {
                                router.searchReply(reply -> reply);
                                router.externalAddress("0.0.0.0");
                                router.ipv6("::", "", "");
                            });
        }

        @Override
        public void close() {
            router.close();
        }
    }
}
