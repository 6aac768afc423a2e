package io.github.ddnskit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.peers.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.xbill.DNS.Type;

/** A thousand servers, one after the other, leave nothing behind. */
@Isolated("threads and descriptors are those of the whole process")
final class LivesTest {

    private static final int SERVERS = 1000;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    @Test
    void leaveNoThreadNoSocketAndNoPort() throws IOException {
        Peers.require(Files.isDirectory(DESCRIPTORS), "the system tells what is open in /proc/self/fd");
        FakeAuthoritativeServerBuilder builder =
                FakeAuthoritativeServer.zone("example.test").allowUnsigned();
        int port;
        try (FakeAuthoritativeServer warm = builder.start()) {
            port = warm.port();
        }
        long before = descriptors();
        for (int i = 0; i < SERVERS; i++) {
            try (FakeAuthoritativeServer server = builder.start()) {
                if (i % 50 == 0) {
                    use(server);
                }
            }
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("fake-dns"));
        assertThat(descriptors()).as("the JDK itself may keep a few").isLessThan(before + 20);
        try (FakeAuthoritativeServer again = builder.port(port).start()) {
            assertThat(again.port()).isEqualTo(port);
        }
    }

    private static void use(FakeAuthoritativeServer server) {
        try (DnsClient client = new DnsClient(server)) {
            client.ask(DnsClient.add("example.test", "www.example.test", "192.0.2.1"));
            client.askByTcp(DnsClient.query("www.example.test", Type.A).toWire(), 1);
            assertThat(server.addresses("www.example.test")).containsExactly("192.0.2.1");
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count();
        }
    }
}
