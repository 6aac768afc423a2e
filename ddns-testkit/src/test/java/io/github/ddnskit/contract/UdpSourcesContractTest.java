package io.github.ddnskit.contract;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.ip.NatPmpIpSource;
import io.github.ddnskit.ip.PcpIpSource;
import io.github.ddnskit.ip.StunIpSource;
import io.github.ddnskit.ip.SuffixIpSource;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.testkit.contract.IpSourceContract;
import io.github.ddnskit.testkit.contract.IpSourceFixture;
import io.github.ddnskit.testkit.gateway.FakeGateway;
import io.github.ddnskit.testkit.gateway.FakeStunServer;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;

class UdpSourcesContractTest {

    @Nested
    class Stun extends IpSourceContract {
        @Override
        protected IpSourceFixture fixture() {
            FakeStunServer stun = FakeStunServer.start();
            return new StunFixture(
                    stun,
                    StunIpSource.builder().addresses(stun.addresses()).build(),
                    Map.of(AddressFamily.IPV4, "192.0.2.1", AddressFamily.IPV6, stun.hasIpv6() ? "2001:db8::1" : ""));
        }
    }

    @Nested
    class ASuffixBehindWhatStunFinds extends IpSourceContract {
        @Override
        protected IpSourceFixture fixture() {
            FakeStunServer stun = FakeStunServer.start();
            return new StunFixture(
                    stun,
                    SuffixIpSource.of(
                            StunIpSource.builder().addresses(stun.addresses()).build(), "::1234"),
                    Map.of(AddressFamily.IPV6, stun.hasIpv6() ? "2001:db8::1234" : ""));
        }
    }

    @Nested
    class NatPmp extends IpSourceContract {
        @Override
        protected IpSourceFixture fixture() {
            FakeGateway gateway = FakeGateway.start();
            GatewayFixture fixture = new GatewayFixture(
                    gateway, NatPmpIpSource.at(gateway.ipv4()), Map.of(AddressFamily.IPV4, "192.0.2.1"));
            fixture.lie("the answer to another request", reply -> changed(reply, 1, 129));
            fixture.lie("0.0.0.0", reply -> ending(reply, 0, 0, 0, 0));
            fixture.lie("multicast", reply -> ending(reply, 224, 0, 0, 1));
            return fixture;
        }
    }

    @Nested
    class Pcp extends IpSourceContract {
        @Override
        protected IpSourceFixture fixture() {
            FakeGateway gateway = FakeGateway.start();
            GatewayFixture fixture = new GatewayFixture(
                    gateway,
                    PcpIpSource.at(gateway.addresses()),
                    Map.of(
                            AddressFamily.IPV4,
                            "192.0.2.1",
                            AddressFamily.IPV6,
                            gateway.hasIpv6() ? "2001:db8::1" : ""));
            fixture.lie("another nonce", reply -> changed(reply, 24, ~reply[24]));
            fixture.lie("the unspecified address", reply -> ending(reply, new int[16]));
            fixture.lie("an address of the other family", reply -> {
                byte[] other = reply.clone();
                boolean ipv4 = reply[44] == 0;
                Arrays.fill(other, 44, 60, ipv4 ? (byte) 0x20 : 0);
                other[54] = other[55] = (byte) 0xff;
                return other;
            });
            return fixture;
        }
    }

    private static byte[] changed(byte[] reply, int index, int value) {
        byte[] changed = reply.clone();
        changed[index] = (byte) value;
        return changed;
    }

    private static byte[] ending(byte[] reply, int... values) {
        byte[] changed = reply.clone();
        for (int i = 0; i < values.length; i++) {
            changed[reply.length - values.length + i] = (byte) values[i];
        }
        return changed;
    }

    private abstract static class Fixture implements IpSourceFixture {
        private final IpSource source;
        private final Map<AddressFamily, String> addresses;
        final Map<String, Runnable> lies = new LinkedHashMap<>();

        Fixture(IpSource source, Map<AddressFamily, String> addresses) {
            this.source = source;
            this.addresses = addresses;
        }

        @Override
        public IpSource source() {
            return source;
        }

        @Override
        public Set<InetAddress> addresses(AddressFamily family) {
            String address = addresses.getOrDefault(family, "");
            return address.isEmpty() ? Set.of() : Set.of(IpLiteral.parse(address));
        }

        @Override
        public boolean asks() {
            return true;
        }

        @Override
        public Map<String, Runnable> lies() {
            return lies;
        }

        @Override
        public void disappear() {
            close();
        }
    }

    private static final class StunFixture extends Fixture {
        private final FakeStunServer stun;

        StunFixture(FakeStunServer stun, IpSource source, Map<AddressFamily, String> addresses) {
            super(source, addresses);
            this.stun = stun;
            lie("far too much", reply -> Arrays.copyOf(reply, 60_000));
            lie("another transaction", reply -> changed(reply, 19, ~reply[19]));
            lies.put("an answer from another port", () -> {
                stun.behave();
                stun.answerFromAnotherPort();
            });
            lies.put("an error", () -> {
                stun.behave();
                stun.refuse(401);
            });
            lies.put("the old form, which routers rewrite", () -> {
                stun.behave();
                stun.answerInTheOldForm();
            });
            lies.put("the unspecified address", () -> {
                stun.behave();
                stun.mapped("0.0.0.0");
                stun.mapped("::");
            });
        }

        void lie(String name, UnaryOperator<byte[]> lie) {
            lies.put(name, () -> {
                stun.behave();
                stun.forge(lie);
            });
        }

        @Override
        public int questions() {
            return stun.requests().size();
        }

        @Override
        public void fallSilent() {
            stun.fallSilent();
        }

        @Override
        public void close() {
            stun.close();
        }
    }

    private static final class GatewayFixture extends Fixture {
        private final FakeGateway gateway;

        GatewayFixture(FakeGateway gateway, IpSource source, Map<AddressFamily, String> addresses) {
            super(source, addresses);
            this.gateway = gateway;
            lie("far too much", reply -> Arrays.copyOf(reply, 60_000));
            lies.put("an answer from another port", () -> {
                gateway.behave();
                gateway.answerFromAnotherPort();
            });
            lies.put("a result that is no success", () -> {
                gateway.behave();
                gateway.result(3);
            });
        }

        void lie(String name, UnaryOperator<byte[]> lie) {
            lies.put(name, () -> {
                gateway.behave();
                gateway.forge(lie);
            });
        }

        @Override
        public int questions() {
            return gateway.requests().size();
        }

        @Override
        public void fallSilent() {
            gateway.fallSilent();
        }

        @Override
        public void close() {
            gateway.close();
        }
    }
}
