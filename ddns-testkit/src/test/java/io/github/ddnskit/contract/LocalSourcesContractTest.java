package io.github.ddnskit.contract;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.CommandIpSource;
import io.github.ddnskit.ip.DeclaredIpSource;
import io.github.ddnskit.ip.FileIpSource;
import io.github.ddnskit.ip.FixedIpSource;
import io.github.ddnskit.ip.InterfaceIpSource;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.testkit.contract.IpSourceContract;
import io.github.ddnskit.testkit.contract.IpSourceFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class LocalSourcesContractTest {

    private static final Map<AddressFamily, Set<InetAddress>> BOTH = Map.of(
            AddressFamily.IPV4, Set.of(IpLiteral.parse("192.0.2.1")),
            AddressFamily.IPV6, Set.of(IpLiteral.parse("2001:db8::1")));

    @Nested
    class AFixedSource extends IpSourceContract {
        @Override
        protected IpSourceFixture fixture() {
            return new Fixture(FixedIpSource.of("192.0.2.1", "2001:db8::1"), BOTH);
        }
    }

    @Nested
    class ADeclaredSource extends IpSourceContract {
        @Override
        protected IpSourceFixture fixture() {
            DeclaredIpSource source = DeclaredIpSource.create();
            source.declare("192.0.2.1");
            source.declare("2001:db8::1");
            return new Fixture(source, BOTH);
        }
    }

    @Nested
    class AnInterface extends IpSourceContract {
        @Override
        protected IpSourceFixture fixture() {
            return new Fixture(InterfaceIpSource.of("no-such-if"), Map.of());
        }
    }

    @Nested
    class AFile extends IpSourceContract {
        @TempDir
        @SuppressWarnings("NullAway.Init")
        Path folder;

        @Override
        protected IpSourceFixture fixture() {
            Path file = folder.resolve("addresses");
            write(file, "192.0.2.1\n2001:db8::1\n");
            return new Fixture(FileIpSource.of(file), BOTH);
        }
    }

    @Nested
    class ACommand extends IpSourceContract {
        @TempDir
        @SuppressWarnings("NullAway.Init")
        Path folder;

        @Override
        protected IpSourceFixture fixture() {
            Path script = folder.resolve("script");
            Path asked = folder.resolve("asked");
            write(script, "echo 192.0.2.1; echo 2001:db8::1");
            return new Fixture(CommandIpSource.of("sh", script.toString()), BOTH) {
                @Override
                public boolean asks() {
                    return true;
                }

                @Override
                public int questions() {
                    return (int) asked.toFile().length();
                }

                @Override
                public void fallSilent() {
                    write(script, "echo >> " + asked + "; sleep 1000");
                }

                @Override
                public void disappear() {
                    write(script, "exit 1");
                }

                @Override
                public Map<String, Runnable> lies() {
                    return Map.of(
                            "a sentence", () -> write(script, "echo the address is 192.0.2.9"),
                            "an address and a failure", () -> write(script, "echo 192.0.2.9; exit 1"));
                }
            };
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static class Fixture implements IpSourceFixture {
        private final IpSource source;
        private final Map<AddressFamily, Set<InetAddress>> addresses;

        Fixture(IpSource source, Map<AddressFamily, Set<InetAddress>> addresses) {
            this.source = source;
            this.addresses = addresses;
        }

        @Override
        public IpSource source() {
            return source;
        }

        @Override
        public Set<InetAddress> addresses(AddressFamily family) {
            return addresses.getOrDefault(family, Set.of());
        }

        @Override
        public void close() {}
    }
}
