package io.github.ddnskit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** DNS cookies: RFC 7873 and RFC 9018. */
final class CookiesTest {

    private static final byte[] MINE = HexFormat.of().parseHex("0123456789abcdef");

    private final ManualTime time = ManualTime.create();

    @Test
    void aCookieIsAnsweredWithOneOfTheServer() {
        try (FakeAuthoritativeServer server = zone().start();
                DnsClient client = new DnsClient(server)) {
            Message reply = client.ask(query(new CookieOption(MINE)));
            CookieOption cookie = cookie(reply);
            assertThat(reply.getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(cookie.getClientCookie()).isEqualTo(MINE);
            byte[] theirs = cookie.getServerCookie().orElseThrow();
            String start =
                    "01000000" + HexFormat.of().toHexDigits((int) time.now().getEpochSecond());
            assertThat(HexFormat.of().formatHex(theirs)).hasSize(32).startsWith(start);
            assertThat(cookie(client.ask(query(new CookieOption(MINE, theirs)))).getServerCookie())
                    .contains(theirs);
        }
    }

    @Test
    void withoutACookieThereIsNone() {
        try (FakeAuthoritativeServer server = zone().requireCookies().start();
                DnsClient client = new DnsClient(server)) {
            Message reply = client.ask(query());
            assertThat(reply.getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(reply.getOPT().getOptions()).isEmpty();
        }
    }

    @Test
    void aCookieOfAnyOtherLengthIsMalformed() {
        try (FakeAuthoritativeServer server = zone().start();
                DnsClient client = new DnsClient(server)) {
            for (int length : new int[] {0, 1, 7, 9, 15, 41}) {
                GenericEDNSOption broken = new GenericEDNSOption(EDNSOption.Code.COOKIE, new byte[length]);
                assertThat(client.ask(query(broken)).getRcode())
                        .as("%d octets", length)
                        .isEqualTo(Rcode.FORMERR);
            }
        }
    }

    @Test
    void aServerThatInsistsAnswersOnlyThoseThatItKnows() {
        try (FakeAuthoritativeServer server = zone().requireCookies().start();
                DnsClient client = new DnsClient(server)) {
            Message stranger = client.ask(query(new CookieOption(MINE)));
            assertThat(stranger.getRcode()).isEqualTo(Rcode.BADCOOKIE);
            assertThat(stranger.getSection(Section.ANSWER)).isEmpty();
            CookieOption known = cookie(stranger);
            assertThat(client.ask(query(known)).getRcode()).isEqualTo(Rcode.NOERROR);
            byte[] forged = known.getServerCookie().orElseThrow().clone();
            forged[15] ^= 1;
            assertThat(client.ask(query(new CookieOption(MINE, forged))).getRcode())
                    .isEqualTo(Rcode.BADCOOKIE);
            time.advance(Duration.ofHours(1));
            assertThat(client.ask(query(known)).getRcode()).isEqualTo(Rcode.NOERROR);
            time.advance(Duration.ofSeconds(1));
            assertThat(client.ask(query(known)).getRcode()).isEqualTo(Rcode.BADCOOKIE);
            byte[] wire = query(known).toWire();
            assertThat(client.askByTcp(wire, 1))
                    .singleElement()
                    .satisfies(
                            reply -> assertThat(new Message(reply).getRcode()).isEqualTo(Rcode.NOERROR));
        }
    }

    private FakeAuthoritativeServerBuilder zone() {
        return FakeAuthoritativeServer.zone("example.test").clock(time.clock());
    }

    private static Message query(EDNSOption... options) {
        Message query = DnsClient.query("example.test", Type.SOA);
        query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(options)), Section.ADDITIONAL);
        return query;
    }

    private static CookieOption cookie(Message reply) {
        return (CookieOption) reply.getOPT().getOptions(EDNSOption.Code.COOKIE).get(0);
    }
}
