package io.github.ddnskit.jp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.testkit.contract.DnsUpdaterContract;
import io.github.ddnskit.testkit.contract.DnsUpdaterFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnamaeUpdaterTest {

    private static final String HOST = "ddnsclient.onamae.com";
    private static final String CANARY = "canary-0f7a";
    private static final String DONE = "000 COMMAND SUCCESSFUL\r\n.\r\n";
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    /** Answers greeting, LOGIN, MODIP and LOGOUT with these. */
    private static FakeLines.Script answers(String greeting, String login, String modIp, String logout) {
        return peer -> {
            peer.write(greeting);
            for (String answer : List.of(login, modIp, logout)) {
                String command = peer.readToDot().get(0);
                peer.write(command.equals("LOGOUT") ? logout : answer);
            }
        };
    }

    private static OnamaeUpdater.Builder updater(LineEngine lines) {
        return OnamaeUpdater.builder()
                .userId("12345678")
                .password(Secret.of(CANARY))
                .domain("example.com")
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .lines(lines);
    }

    private static Outcome update(OnamaeUpdater updater, String host) throws InterruptedException {
        return updater.update(Update.of(Hostname.of(host), Goal.publish("192.0.2.8"), Goal.keep()))
                .ipv4();
    }

    @Test
    void saysToTheByteWhatTheServiceUnderstands() throws Exception {
        try (FakeLines server = new FakeLines(true, answers(DONE, DONE, DONE, DONE), HOST)) {
            OnamaeUpdater updater = updater(server.engine().build()).build();
            assertThat(update(updater, "nas.home.example.com")).isEqualTo(Outcome.reached(Goal.publish("192.0.2.8")));
            assertThat(update(updater, "example.com")).isInstanceOf(Outcome.Published.class);
            assertThat(server.received()).isEqualTo("""
                            LOGIN
                            USERID:12345678
                            PASSWORD:canary-0f7a
                            .
                            MODIP
                            HOSTNAME:nas.home
                            DOMNAME:example.com
                            IPV4:192.0.2.8
                            .
                            LOGOUT
                            .
                            LOGIN
                            USERID:12345678
                            PASSWORD:canary-0f7a
                            .
                            MODIP
                            DOMNAME:example.com
                            IPV4:192.0.2.8
                            .
                            LOGOUT
                            .
                            """);
            assertThat(server.families()).containsOnly(AddressFamily.IPV4);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'002 LOGIN ERROR\n.\n', '', BAD_CREDENTIALS, never, true",
        "'000 COMMAND SUCCESSFUL\n.\n', '001 COMMAND ERROR\n.\n', UNKNOWN_HOST, not before 2026-11-22T01:00:00Z, false",
        "'000 COMMAND SUCCESSFUL\n.\n', '002 LOGIN ERROR\n.\n', BAD_CREDENTIALS, never, true",
        "'000 COMMAND SUCCESSFUL\n.\n', '003 DB ERROR\n.\n', SERVER_ERROR, with backoff, false",
        "'000 COMMAND SUCCESSFUL\n.\n', 'canary-0f7a\n.\n', BAD_REPLY, with backoff, false",
        "'000 COMMAND SUCCESSFUL\n.\n', '0000\n.\n', BAD_REPLY, with backoff, false",
    })
    void tellsWhatEachReplyMeans(String login, String modIp, FailureReason reason, String retry, boolean toAll)
            throws Exception {
        try (FakeLines server = new FakeLines(true, answers(DONE, login, modIp, DONE), HOST)) {
            Outcome outcome = update(updater(server.engine().build()).build(), "nas.example.com");
            assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.reason()).isEqualTo(reason);
                assertThat(failed.retry()).hasToString(retry);
                assertThat(failed.isAccountWide()).isEqualTo(toAll);
                assertThat(failed.detail()).contains("Onamae.com").doesNotContain(CANARY);
            });
            assertThat(server.received()).as("it logs out in any case").endsWith("LOGOUT\n.\n");
        }
    }

    @Test
    void takesNoReplyForASuccessThatHasNoEnd() throws Exception {
        try (FakeLines server = new FakeLines(
                true,
                peer -> {
                    peer.write(DONE);
                    peer.readToDot();
                    peer.write(DONE);
                    peer.readToDot();
                    peer.write("000 COMMAND SUCCESSFUL\n");
                },
                HOST)) {
            assertFailed(server, FailureReason.UNREACHABLE, "before its reply was complete");
            server.script(peer -> peer.write("000 COMMAND SUCCESSFUL\n".repeat(21)));
            assertFailed(server, FailureReason.BAD_REPLY, "a reply without an end");
            server.script(peer -> peer.write("0".repeat(1025)));
            assertFailed(server, FailureReason.BAD_REPLY, "more than the 1024 octets");
        }
    }

    @Test
    void believesTheAnswerToTheUpdateWhateverBecomesOfTheLogout() throws Exception {
        try (FakeLines server = new FakeLines(
                true,
                peer -> {
                    peer.write(DONE);
                    peer.readToDot();
                    peer.write(DONE);
                    peer.readToDot();
                    peer.write(DONE);
                },
                HOST)) {
            assertThat(update(updater(server.engine().build()).build(), "nas.example.com"))
                    .isInstanceOf(Outcome.Published.class);
        }
    }

    @Test
    void sendsNothingToAServerThatDoesNotProveItsName() throws Exception {
        try (FakeLines other = new FakeLines(true, answers(DONE, DONE, DONE, DONE), "other.example.org")) {
            assertFailed(other, FailureReason.UNREACHABLE, "no TLS connection to ddnsclient.onamae.com");
            OnamaeUpdater distrusting = updater(
                            LineEngine.builder().connectTo(other.addresses()).build())
                    .build();
            assertThat(update(distrusting, "nas.example.com").toString()).contains("no TLS connection");
            assertThat(other.received()).isEmpty();
        }
    }

    @Test
    void endsByItsDeadlineAndAtAnInterrupt() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch forever = new CountDownLatch(1);
        try (FakeLines server = new FakeLines(
                true,
                peer -> {
                    reached.countDown();
                    try {
                        forever.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                HOST)) {
            OnamaeUpdater hasty = updater(
                            server.engine().timeout(Duration.ofMillis(300)).build())
                    .build();
            assertThat(update(hasty, "nas.example.com").toString()).contains("did not answer in time");

            Thread test = Thread.currentThread();
            Thread interrupter = new Thread(() -> {
                try {
                    reached.await();
                    test.interrupt();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            OnamaeUpdater patient = updater(server.engine().build()).build();
            interrupter.start();
            assertThatThrownBy(() -> update(patient, "nas.example.com")).isInstanceOf(InterruptedException.class);
            forever.countDown();
        }
    }

    @Test
    void sendsNothingThatItCannotPublish() throws Exception {
        try (FakeLines server = new FakeLines(true, answers(DONE, DONE, DONE, DONE), HOST)) {
            OnamaeUpdater updater = updater(server.engine().build()).build();
            assertThat(update(updater, "nas.example.org").toString())
                    .contains("does not lie in the domain example.com");
            Hostname host = Hostname.of("nas.example.com");
            Goal goal = Goal.publish("192.0.2.8");
            RecordOptions plain = RecordOptions.defaults();
            for (RecordOptions options : List.of(
                    plain.withTtl(Duration.ofSeconds(60)), plain.withWildcard(true), plain.withMailExchanger(host))) {
                assertThat(updater.update(new Update(host, goal, Goal.keep(), options))
                                .ipv4())
                        .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                            assertThat(failed.reason()).isEqualTo(FailureReason.UNSUPPORTED);
                            assertThat(failed.retry()).isEqualTo(Retry.never());
                        });
            }
            Goal two = Goal.publish("192.0.2.8", "192.0.2.9");
            assertThat(updater.update(Update.of(host, two, Goal.keep())).ipv4().toString())
                    .contains("takes one ipv4 address, and there are 2");
            OnamaeUpdater odd = updater(server.engine().build())
                    .password(Secret.of("two\nMODIP"))
                    .build();
            assertThat(update(odd, "nas.example.com").toString())
                    .contains("line break")
                    .doesNotContain("MODIP");
            assertThat(server.callers()).isEmpty();
        }
        assertThatThrownBy(() -> OnamaeUpdater.builder().userId("1\n2")).hasMessageContaining("one line");
        assertThatThrownBy(() -> OnamaeUpdater.builder().userId("1").build()).hasMessageContaining("needs a user id");
    }

    private static void assertFailed(FakeLines server, FailureReason reason, String words) throws Exception {
        assertThat(update(updater(server.engine().build()).build(), "nas.example.com"))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                    assertThat(failed.reason()).isEqualTo(reason);
                    assertThat(failed.detail()).contains(words);
                });
    }

    @Nested
    class Contract extends DnsUpdaterContract {

        @Override
        protected DnsUpdaterFixture fixture() {
            return new Fixture();
        }
    }

    /** A service that knows one host. */
    private static final class Fixture implements DnsUpdaterFixture {

        private final Map<String, String> records = new ConcurrentHashMap<>();
        private final AtomicInteger changes = new AtomicInteger();
        private volatile String login = DONE;
        private volatile String modIp = DONE;
        private final FakeLines server = new FakeLines(true, this::talk, HOST);
        private final OnamaeUpdater updater =
                OnamaeUpdaterTest.updater(server.engine().build()).build();

        private void talk(FakeLines.Peer peer) throws IOException {
            peer.write(DONE);
            while (true) {
                List<String> command = peer.readToDot();
                switch (command.get(0)) {
                    case "LOGIN" -> peer.write(login);
                    case "MODIP" -> {
                        changes.incrementAndGet();
                        boolean known = command.contains("HOSTNAME:nas");
                        if (known && modIp.equals(DONE)) {
                            records.put("nas.example.com", command.get(3).substring("IPV4:".length()));
                        }
                        peer.write(known ? modIp : "001 COMMAND ERROR\r\n.\r\n");
                    }
                    default -> peer.write(DONE);
                }
            }
        }

        @Override
        public DnsUpdater updater() {
            return updater;
        }

        @Override
        public Hostname host() {
            return Hostname.of("nas.example.com");
        }

        @Override
        public Hostname strangeHost() {
            return Hostname.of("stranger.example.com");
        }

        @Override
        public Set<InetAddress> addresses(Hostname host, AddressFamily family) {
            String address = records.get(host.ascii());
            return address == null || family == AddressFamily.IPV6 ? Set.of() : Set.of(IpLiteral.parse(address));
        }

        @Override
        public int changes() {
            return changes.get();
        }

        @Override
        public void rejectCredentials() {
            login = "002 LOGIN ERROR\r\n.\r\n";
        }

        @Override
        public void breakDown() {
            modIp = "003 DB ERROR\r\n.\r\n";
        }

        @Override
        public List<Secret> secrets() {
            return List.of(Secret.of(CANARY));
        }

        @Override
        public boolean removes() {
            return false;
        }

        @Override
        public boolean looksFirst() {
            return false;
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
