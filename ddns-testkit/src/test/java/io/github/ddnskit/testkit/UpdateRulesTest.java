package io.github.ddnskit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.rfc2136.DnsTransaction;
import io.github.ddnskit.rfc2136.DnsUpdateClient;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Update;

/** RFC 2136 section 3 to the letter, and the habits of some servers, where none of them is there to compare with. */
final class UpdateRulesTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    /** A script of nsupdate without the zone's name, the code it is answered with, and the data at a name afterwards. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            STRICT | prereq yxrrset home A 192.0.2.2; prereq yxrrset home A 192.0.2.1; update add new 60 A 192.0.2.9 | NOERROR | new | A 192.0.2.9
            STRICT | prereq yxrrset home A 192.0.2.1; update add new 60 A 192.0.2.9 | NXRRSET | new |
            STRICT | prereq yxrrset home A 192.0.2.1; prereq yxrrset home A 192.0.2.3; update add new 60 A 192.0.2.9 | NXRRSET | new |
            STRICT | prereq yxrrset nothing A 192.0.2.1; update add new 60 A 192.0.2.9 | NXRRSET | new |
            STRICT | prereq yxdomain under; update add new 60 A 192.0.2.9 | NXDOMAIN | new |
            STRICT | prereq nxdomain under; update add new 60 A 192.0.2.9 | NOERROR | new | A 192.0.2.9
            STRICT | update add alias 60 A 192.0.2.9 | NOERROR | alias | CNAME home.example.test.
            STRICT | update add alias 60 CNAME other.example.test. | NOERROR | alias | CNAME other.example.test.
            STRICT | update add home 60 CNAME other.example.test. | NOERROR | home | A 192.0.2.1; A 192.0.2.2
            STRICT | update add services 60 WKS 192.0.2.1 tcp 80 | NOERROR | services | WKS 192.0.2.1 6 80
            STRICT | update add services 60 WKS 192.0.2.1 udp 80 | NOERROR | services | WKS 192.0.2.1 17 80; WKS 192.0.2.1 6 25
            STRICT | update delete home A 192.0.2.3 | NOERROR | home | A 192.0.2.1; A 192.0.2.2
            STRICT | update delete mail MX 10 MX.example.test. | NOERROR | mail |
            POWERDNS | update delete mail MX 10 MX.example.test. | NOERROR | mail | MX 10 mx.example.test.
            BIND | update delete no_host A | NOERROR | no_host |
            BIND | update add no_host 60 A 192.0.2.9 | REFUSED | no_host |
            BIND | update add new 60 MX 10 nowhere.example.test. | REFUSED | new |
            BIND | update add new 60 MX 10 nowhere.example.test.; update delete new MX 10 nowhere.example.test. | NOERROR | new |
            BIND | update add new 60 MX 10 mx.child.example.test. | NOERROR | new | MX 10 mx.child.example.test.
            BIND | update add new 60 MX 10 home.example.test. | NOERROR | new | MX 10 home.example.test.
            STRICT | update add new 60 CNAME home.example.test.; update add new 60 A 192.0.2.9 | NOERROR | new | CNAME home.example.test.
            POWERDNS | update add new 60 CNAME home.example.test.; update add new 60 A 192.0.2.9 | FORMERR | new |
            STRICT | update add home 60 CNAME other.example.test.; update delete home A | NOERROR | home |
            POWERDNS | update add home 60 CNAME other.example.test.; update delete home A | NOERROR | home | CNAME other.example.test.
            POWERDNS | update add home 60 CNAME other.example.test. | REFUSED | home | A 192.0.2.1; A 192.0.2.2
            POWERDNS | update add alias 60 A 192.0.2.9 | REFUSED | alias | CNAME home.example.test.
            STRICT | update delete child NS ns1.example.org. | NOERROR | child |
            """)
    void anUpdateIsAnsweredAndDone(Personality personality, String script, String rcode, String name, String data)
            throws Exception {
        try (FakeAuthoritativeServer server = server(personality)) {
            assertThat(rcodeOf(server, script)).isEqualTo(rcode);
            assertThat(data(server, name + ".example.test")).isEqualTo(data == null ? "" : data);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            STRICT | update delete example.test. NS ns1.example.test. | ns2
            STRICT | update delete example.test. NS ns1.example.test.; update delete example.test. NS ns2.example.test. | ns2
            STRICT | update delete example.test. NS | ns1 ns2
            POWERDNS | update delete example.test. NS ns1.example.test. | ns2
            POWERDNS | update delete example.test. NS ns1.example.test.; update delete example.test. NS ns2.example.test. | ns1 ns2
            """)
    void aNameServerOfTheZoneStays(Personality personality, String script, String left) throws Exception {
        try (FakeAuthoritativeServer server = server(personality)) {
            assertThat(rcodeOf(server, script)).isEqualTo("NOERROR");
            assertThat(data(server, "example.test")
                            .replaceAll("SOA [^;]*|;|NS |\\.example\\.test\\.", "")
                            .strip())
                    .isEqualTo(left);
        }
    }

    @ParameterizedTest
    @CsvSource({"STRICT, NXDOMAIN", "POWERDNS, NOTZONE"})
    void aNameOutsideTheZoneComesAfterPrerequisitesOrBefore(Personality personality, String rcode) {
        Update update = DnsClient.add("example.test", "www.example.org", "192.0.2.9");
        update.present(DnsClient.name("nothing.example.test"));
        try (FakeAuthoritativeServer server = server(personality);
                DnsClient client = new DnsClient(server)) {
            assertThat(Rcode.string(client.ask(update).getRcode())).isEqualTo(rcode);
        }
    }

    /** The zone begins with serial 1, at the beginning of 2026. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            STRICT | update add new 60 A 192.0.2.9 | 2
            STRICT | update add home 300 A 192.0.2.1 | 1
            STRICT | update add example.test. 60 SOA ns1.example.test. me.example.test. 100 3600 900 86400 60 | 100
            STRICT | update add example.test. 60 SOA ns1.example.test. me.example.test. 1 3600 900 86400 60 | 1
            POWERDNS | update add new 60 A 192.0.2.9 | 2026010101
            """)
    void theSerialTellsAChange(Personality personality, String script, long serial) throws Exception {
        try (FakeAuthoritativeServer server = server(personality)) {
            assertThat(rcodeOf(server, script)).isEqualTo("NOERROR");
            assertThat(server.serial()).isEqualTo(serial);
        }
    }

    private static FakeAuthoritativeServer server(Personality personality) {
        return FakeAuthoritativeServer.serving(FakeZone.of("example.test")
                        .allowUnsigned()
                        .record("example.test 300 NS ns1.example.test.")
                        .record("example.test 300 NS ns2.example.test.")
                        .record("ns1.example.test 300 A 192.0.2.53")
                        .record("ns2.example.test 300 A 192.0.2.54")
                        .record("home.example.test 300 A 192.0.2.1")
                        .record("home.example.test 300 A 192.0.2.2")
                        .record("alias.example.test 300 CNAME home.example.test.")
                        .record("deep.under.example.test 300 A 192.0.2.1")
                        .record("child.example.test 300 NS ns1.example.org.")
                        .record("mail.example.test 300 MX 10 mx.example.test.")
                        .record("mx.example.test 300 A 192.0.2.25")
                        .record("services.example.test 60 WKS 192.0.2.1 tcp 25"))
                .personality(personality)
                .clock(CLOCK)
                .start();
    }

    /** Sends the script, with the names completed, and tells how it was answered. */
    private static String rcodeOf(FakeAuthoritativeServer server, String script) throws Exception {
        String whole = Arrays.stream(script.split("; *", -1))
                .map(line -> line.replaceFirst("(prereq \\w+|update \\w+) ([\\w-]+)(?= |$)", "$1 $2.example.test."))
                .collect(Collectors.joining("\n", "zone example.test\n", "\n"));
        try (DnsUpdateClient client =
                DnsUpdateClient.builder().server(server.server()).build()) {
            client.send(DnsTransaction.parse(whole));
        }
        return server.exchanges().get(0).rcode().orElse("none");
    }

    private static String data(FakeAuthoritativeServer server, String name) {
        return server.records(name).stream()
                .map(record -> record.replaceFirst("^\\S+ \\d+ IN ", ""))
                .sorted()
                .collect(Collectors.joining("; "));
    }
}
