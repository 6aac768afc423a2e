package io.github.ddnskit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** The server as a user of the library meets it. */
final class FakeAuthoritativeServerTest {

    @Test
    void aZoneNeedsNothingButAName() {
        try (FakeAuthoritativeServer dns =
                FakeAuthoritativeServer.zone("example.test").start()) {
            assertThat(dns.server()).isEqualTo("127.0.0.1:" + dns.port());
            assertThat(dns.serial()).isEqualTo(1);
            assertThat(dns.zoneText()).isEqualTo("""
                    example.test. 3600 IN SOA ns.example.test. hostmaster.example.test. 1 3600 600 86400 60
                    example.test. 3600 IN NS ns.example.test.
                    ns.example.test. 3600 IN A 127.0.0.1
                    """);
        }
    }

    @Test
    void recordsCanBeReadBack() {
        try (FakeAuthoritativeServer dns = FakeAuthoritativeServer.zone("example.test.")
                .record("home.example.test 60 IN AAAA 2001:db8::1")
                .record("home.example.test. A 192.0.2.2")
                .record("home.example.test 60 A 192.0.2.1")
                .start()) {
            assertThat(dns.addresses("Home.Example.Test")).containsExactly("192.0.2.1", "192.0.2.2", "2001:db8::1");
            assertThat(dns.records("home.example.test"))
                    .containsExactly(
                            "home.example.test. 60 IN A 192.0.2.1",
                            "home.example.test. 60 IN A 192.0.2.2",
                            "home.example.test. 60 IN AAAA 2001:db8::1");
            assertThat(dns.records("nothing.example.test")).isEmpty();
        }
    }

    @Test
    void readsAZoneFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("zone"), """
                $TTL 120
                @ SOA ns1 hostmaster 7 3600 600 86400 60
                @ NS ns1
                ns1 A 127.0.0.1
                www CNAME ns1
                """);
        try (FakeAuthoritativeServer dns =
                FakeAuthoritativeServer.zone("example.test").zoneFile(file).start()) {
            assertThat(dns.serial()).isEqualTo(7);
            assertThat(dns.records("www.example.test"))
                    .containsExactly("www.example.test. 120 IN CNAME ns1.example.test.");
        }
    }

    @Test
    void refusesWhatCannotBeServed(@TempDir Path folder) {
        FakeAuthoritativeServerBuilder builder = FakeAuthoritativeServer.zone("example.test");
        assertThatThrownBy(() -> FakeAuthoritativeServer.zone("exa mple..test"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.record("www.elsewhere.test 60 A 192.0.2.1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("www.elsewhere.test");
        assertThatThrownBy(() -> builder.record("www.example.test 60 A not-an-address"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not-an-address");
        assertThatThrownBy(() -> builder.address("192.0.2.1")).hasMessageContaining("exposedAddress");
        assertThatThrownBy(() -> builder.port(65_536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.zoneFile(folder.resolve("none"))).isInstanceOf(UncheckedIOException.class);
        try (FakeAuthoritativeServer dns = builder.start()) {
            assertThatThrownBy(() -> builder.port(dns.port()).start())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(dns.server());
        }
    }

    @Test
    void unsignedUpdatesAreRefusedUnlessAllowed() {
        Update update = DnsClient.add("example.test", "home.example.test", "192.0.2.7");
        FakeAuthoritativeServerBuilder builder = FakeAuthoritativeServer.zone("example.test");
        try (FakeAuthoritativeServer dns = builder.start();
                DnsClient client = new DnsClient(dns)) {
            assertThat(client.ask(update).getRcode()).isEqualTo(Rcode.REFUSED);
            assertThat(dns.serial()).isEqualTo(1);
        }
        try (FakeAuthoritativeServer dns = builder.allowUnsigned().start();
                DnsClient client = new DnsClient(dns)) {
            assertThat(client.ask(update).getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(dns.addresses("home.example.test")).containsExactly("192.0.2.7");
            assertThat(dns.serial()).isEqualTo(2);
        }
    }

    @Test
    void anUpdateIsDoneAsAWholeOrNotAtAll() {
        Update update = DnsClient.add("example.test", "home.example.test", "192.0.2.7");
        DnsClient.add("example.test", "home.elsewhere.test", "192.0.2.7")
                .getSection(Section.UPDATE)
                .forEach(record -> update.addRecord(record, Section.UPDATE));
        try (FakeAuthoritativeServer dns = FakeAuthoritativeServer.zone("example.test")
                        .allowUnsigned()
                        .start();
                DnsClient client = new DnsClient(dns)) {
            String before = dns.zoneText();
            assertThat(client.ask(update).getRcode()).isEqualTo(Rcode.NOTZONE);
            assertThat(dns.zoneText()).isEqualTo(before);
        }
    }

    @Test
    void anEmptyNonTerminalAppearsAndGoesWithWhatIsBelowIt() {
        try (FakeAuthoritativeServer dns = FakeAuthoritativeServer.zone("example.test")
                        .allowUnsigned()
                        .start();
                DnsClient client = new DnsClient(dns)) {
            client.ask(DnsClient.add("example.test", "a.b.c.example.test", "192.0.2.7"));
            assertThat(client.ask("b.c.example.test", Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(client.ask("c.example.test", Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
            Update removal = new Update(DnsClient.name("example.test"));
            removal.delete(DnsClient.name("a.b.c.example.test"));
            client.ask(removal);
            assertThat(client.ask("b.c.example.test", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
            assertThat(client.ask("c.example.test", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        }
    }

    @Test
    void aLargeZoneKeepsItsOrder() {
        String lines = IntStream.range(0, 3000)
                .mapToObj("host%1$d.example.test 60 A 192.0.2.1\n"::formatted)
                .reduce("", String::concat);
        try (FakeAuthoritativeServer dns =
                FakeAuthoritativeServer.zone("example.test").record(lines).start()) {
            assertThat(dns.zoneText().lines()).hasSize(3003);
            assertThat(dns.zoneText()).startsWith("example.test. 3600 IN SOA");
        }
    }

    @Test
    void rubbishNeitherKillsTheServerNorReachesItsLog() {
        List<LogRecord> logged = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("io.github.ddnskit.testkit");
        logger.addHandler(handler);
        Random random = new Random(2136);
        byte[] good =
                DnsClient.add("example.test", "home.example.test", "192.0.2.7").toWire(Message.MAXLENGTH);
        try (FakeAuthoritativeServer dns = FakeAuthoritativeServer.zone("example.test")
                        .allowUnsigned()
                        .start();
                DnsClient rude = new DnsClient(dns);
                DnsClient polite = new DnsClient(dns)) {
            for (int i = 0; i < 5000; i++) {
                byte[] bad = Arrays.copyOf(good, good.length - random.nextInt(2) * random.nextInt(good.length));
                for (int k = random.nextInt(4); k > 0 && bad.length > 0; k--) {
                    bad[random.nextInt(bad.length)] = (byte) random.nextInt();
                }
                rude.send(bad);
                if (i % 50 == 0) { // so that the queue of the socket does not overflow
                    assertThat(polite.ask("example.test", Type.SOA).getRcode()).isEqualTo(Rcode.NOERROR);
                }
            }
            assertThat(logged).extracting(LogRecord::getMessage).isEmpty();
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void closingEndsItsThreadAndFreesItsPort() throws Exception {
        FakeAuthoritativeServer dns =
                FakeAuthoritativeServer.zone("example.test").start();
        try (Socket idle = new Socket(dns.host(), dns.port());
                DnsClient client = new DnsClient(dns)) {
            assertThat(client.ask("example.test", Type.SOA).getRcode()).isEqualTo(Rcode.NOERROR);
            dns.fault(Trigger.always(), Fault.delay(Duration.ofHours(1)));
            client.send(DnsClient.query("example.test", Type.SOA));
            String thread = "fake-dns-" + dns.port();
            assertThat(threads(thread)).allMatch(Thread::isDaemon).hasSize(1);

            dns.close();
            dns.close();

            assertThat(threads(thread)).isEmpty();
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
        }
        FakeAuthoritativeServer.zone("example.test").port(dns.port()).start().close();
    }

    private static List<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .toList();
    }
}
