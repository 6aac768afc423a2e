package io.github.ddnskit.jp;

import static io.github.ddnskit.jp.MyDnsAccount.CANARY;
import static io.github.ddnskit.jp.MyDnsAccount.HOME;
import static io.github.ddnskit.jp.MyDnsAccount.V4;
import static io.github.ddnskit.jp.MyDnsAccount.V6;
import static io.github.ddnskit.jp.MyDnsAccount.account;
import static io.github.ddnskit.jp.Outcomes.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.jp.MyDnsJpUpdater.Transport;
import io.github.ddnskit.peers.Peers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Notices to MyDNS.JP by a login over POP3 or FTP. */
class MyDnsLoginsTest {

    @Test
    void logsInByPop3FromTheAddressItself() throws Exception {
        try (FakeLines server = new FakeLines(
                true,
                peer -> {
                    peer.write("+OK ready\r\n");
                    while (true) {
                        peer.read();
                        peer.write("+OK\r\n");
                    }
                },
                "ipv4.mydns.jp",
                "ipv6.mydns.jp")) {
            Peers.require(server.hasIpv6(), "the machine has an IPv6 loopback");
            MyDnsJpUpdater updater = account()
                    .transport(Transport.POP3)
                    .lines(server.engine().build())
                    .build();
            Update update = Update.of(HOME, V4, Goal.publish("::1"));
            assertThat(updater.update(update)).isEqualTo(UpdateReport.published(update));
            assertThat(server.families()).containsExactly(AddressFamily.IPV4, AddressFamily.IPV6);
            assertThat(server.received()).isEqualTo(("USER mydns123456\r\nPASS " + CANARY + "\r\nQUIT\r\n").repeat(2));
            assertFailed(
                    updater.update(Update.of(HOME, Goal.keep(), V6)).ipv6(),
                    FailureReason.UNREACHABLE,
                    "is not one of this device");
            updater.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-ERR busy, , SERVER_ERROR, with backoff",
        "hello, , BAD_REPLY, with backoff",
        "+OK, -ERR wrong, BAD_CREDENTIALS, never",
        "+OK, -ERR [AUTH] wrong, BAD_CREDENTIALS, never",
        "+OK, -ERR [IN-USE] again, SERVER_ERROR, with backoff",
        "+OK, -ERR [SYS/TEMP] later, SERVER_ERROR, with backoff",
        "+OK, +OKAY, BAD_REPLY, with backoff",
    })
    void tellsWhatEachReplyOfPop3Means(String greeting, String pass, FailureReason reason, String retry)
            throws Exception {
        FakeLines.Script script = peer -> {
            peer.write(greeting + "\r\n");
            while (true) {
                peer.write(peer.read().startsWith("PASS") ? pass + "\r\n" : "+OK\r\n");
            }
        };
        assertOutcome(Transport.POP3, true, script, reason, retry);
    }

    @Test
    void logsInByFtpOnceTlsIsAgreedUpon() throws Exception {
        try (FakeLines server = new FakeLines(
                false,
                peer -> {
                    peer.write("220-Welcome\r\n230 not yet\r\n220 ready\r\n");
                    peer.read();
                    peer.write("234 go on\r\n");
                    peer.startTls();
                    peer.read();
                    peer.write("331 password\r\n");
                    peer.read();
                    peer.write("230 in\r\n");
                    peer.read();
                    peer.write("221 bye\r\n");
                },
                "ftp.mydns.jp")) {
            MyDnsJpUpdater updater = account()
                    .transport(Transport.FTP)
                    .loginHost("ftp.mydns.jp")
                    .lines(server.engine().build())
                    .build();
            assertThat(updater.update(Update.of(HOME, V4, Goal.keep())).ipv4()).isEqualTo(Outcome.reached(V4));
            assertThat(server.received()).isEqualTo("AUTH TLS\r\nUSER mydns123456\r\nPASS " + CANARY + "\r\nQUIT\r\n");
            assertThat(server.families()).containsExactly(AddressFamily.IPV4);
            updater.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "500 what, UNSUPPORTED, with backoff",
        "530 no, UNSUPPORTED, with backoff",
        "421 later, SERVER_ERROR, with backoff",
        "200 fine, BAD_REPLY, with backoff",
        "hm, BAD_REPLY, with backoff",
        "'234 ok\r\n331 password please', BAD_REPLY, with backoff",
    })
    void sendsNoPasswordOverFtpWithoutTls(String answer, FailureReason reason, String retry) throws Exception {
        FakeLines.Script script = peer -> {
            peer.write("220 ready\r\n");
            peer.read();
            peer.write(answer + "\r\n");
            peer.read();
        };
        assertThat(assertOutcome(Transport.FTP, false, script, reason, retry)).doesNotContain("USER", CANARY);
    }

    @ParameterizedTest
    @CsvSource({
        "530 wrong, BAD_CREDENTIALS, never",
        "421 later, SERVER_ERROR, with backoff",
        "226 eh, BAD_REPLY, with backoff"
    })
    void tellsWhatEachReplyOfFtpMeans(String answer, FailureReason reason, String retry) throws Exception {
        FakeLines.Script script = peer -> {
            peer.write("220 ready\r\n");
            peer.read();
            peer.write("234 go on\r\n");
            peer.startTls();
            peer.read();
            peer.write("331 password\r\n");
            peer.read();
            peer.write(answer + "\r\n");
            peer.read();
        };
        assertThat(assertOutcome(Transport.FTP, false, script, reason, retry)).endsWith("QUIT\r\n");
    }

    /** {@return what the server received} */
    private static String assertOutcome(
            Transport transport, boolean tlsAtOnce, FakeLines.Script script, FailureReason reason, String retry)
            throws Exception {
        try (FakeLines server = new FakeLines(tlsAtOnce, script, "ipv4.mydns.jp");
                MyDnsJpUpdater updater = account()
                        .transport(transport)
                        .lines(server.engine().build())
                        .build()) {
            Outcome outcome = updater.update(Update.of(HOME, V4, Goal.keep())).ipv4();
            assertFailed(outcome, reason, retry, "");
            assertThat(((Outcome.Failed) outcome).detail()).containsIgnoringCase("mydns.jp");
            return server.received();
        }
    }
}
