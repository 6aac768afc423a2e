package io.github.ddnskit.examples.extending;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.testkit.contract.IpSourceContract;
import io.github.ddnskit.testkit.contract.IpSourceFixture;
import java.net.InetAddress;
import java.util.Set;

/** The source keeps what the client relies on. */
final class ModemIpSourceTest extends IpSourceContract {

    @Override
    protected IpSourceFixture fixture() {
        IpSource source = new ModemIpSource(() -> "192.0.2.7");
        return new IpSourceFixture() {
            @Override
            public IpSource source() {
                return source;
            }

            @Override
            public Set<InetAddress> addresses(AddressFamily family) {
                return family == AddressFamily.IPV4 ? Set.of(IpLiteral.parse("192.0.2.7")) : Set.of();
            }

            @Override
            public void close() {}
        };
    }
}
