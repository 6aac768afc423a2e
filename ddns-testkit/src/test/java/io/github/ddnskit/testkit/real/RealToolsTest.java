package io.github.ddnskit.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.Peers;
import io.github.ddnskit.peers.Tool;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.testkit.Exchange;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs and libraries that people use against name servers find a name server in the fake. */
final class RealToolsTest {

    private static final TsigKey KEY = PeerServer.key(TsigAlgorithm.HMAC_SHA256);

    private final FakeAuthoritativeServer dns = FakeAuthoritativeServer.zone("example.test")
            .key(KEY)
            .record("www.example.test 300 IN A 192.0.2.1")
            .start();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @AfterEach
    void close() {
        dns.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nsupdate", "knsupdate"})
    void updates(String program) {
        Tool good = Tool.runWith(
                script("prereq nxdomain home.example.test.", "update add home.example.test. 60 A 192.0.2.7"),
                program,
                "-y",
                option());
        assertThat(good.exitCode()).as(good.stderr()).isZero();
        dns.awaitRecord("home.example.test", "A", "192.0.2.7");
        assertThat(last().signature()).isEqualTo(Exchange.Signature.GOOD);

        Tool refused = Tool.runWith(
                script("prereq nxdomain home.example.test.", "update add home.example.test. 60 A 192.0.2.8"),
                program,
                "-y",
                option());
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.stdout() + refused.stderr()).contains("YXDOMAIN");

        Tool unsigned = Tool.runWith(script("update delete home.example.test. A"), program);
        assertThat(unsigned.exitCode()).isNotZero();
        assertThat(unsigned.stdout() + unsigned.stderr()).contains("REFUSED");
        assertThat(dns.addresses("home.example.test")).containsExactly("192.0.2.7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dig", "kdig"})
    void asks(String program) {
        for (String transport : new String[] {"+notcp", "+tcp"}) {
            Tool signed = Tool.run(
                    program,
                    "@" + dns.host(),
                    "-p",
                    "" + dns.port(),
                    "-y",
                    option(),
                    transport,
                    "+norec",
                    "www.example.test",
                    "A");
            assertThat(signed.exitCode()).as(signed.stderr()).isZero();
            assertThat(signed.stdout())
                    .contains("NOERROR")
                    .containsPattern("www\\.example\\.test\\.\\s+300\\s+IN\\s+A\\s+192\\.0\\.2\\.1");
            assertThat(signed.stdout() + signed.stderr())
                    .doesNotContainIgnoringCase("failed")
                    .doesNotContain("Couldn't verify");
            assertThat(last().signature()).isEqualTo(Exchange.Signature.GOOD);
            assertThat(last().question().tcp()).isEqualTo(transport.equals("+tcp"));
        }
    }

    @Test
    void dnsperfLosesNothing() throws IOException {
        Path queries = Files.writeString(folder.resolve("queries"), "www.example.test A\nnowhere.example.test AAAA\n");
        Tool asked =
                Tool.run("dnsperf", "-s", dns.host(), "-p", "" + dns.port(), "-d", queries.toString(), "-n", "500");
        assertThat(asked.stdout())
                .containsPattern("Queries completed:\\s+1000 \\(100\\.00%\\)")
                .contains("NOERROR 500 (50.00%), NXDOMAIN 500 (50.00%)");

        String updates = IntStream.range(0, 200)
                .mapToObj(i -> "example.test\nadd host%d 60 A 192.0.2.%d\nsend\n".formatted(i, i))
                .collect(Collectors.joining());
        Path file = Files.writeString(folder.resolve("updates"), updates);
        Tool updated = Tool.run(
                "dnsperf",
                "-u",
                "-s",
                dns.host(),
                "-p",
                "" + dns.port(),
                "-d",
                file.toString(),
                "-y",
                option(),
                "-n",
                "1");
        assertThat(updated.stdout()).containsPattern("Updates completed:\\s+200 \\(100\\.00%\\)");
        assertThat(dns.serial()).isEqualTo(201);
        assertThat(dns.addresses("host77.example.test")).containsExactly("192.0.2.77");
    }

    /** Debian's Python, which may be another one than the first on the path. */
    @Test
    void dnspythonAsksAndUpdates() throws IOException {
        Peers.require(Files.isExecutable(Path.of("/usr/bin/python3")), "Python is installed");
        Peers.require(
                Tool.run("env", "/usr/bin/python3", "-c", "import dns.update").exitCode() == 0,
                "dnspython is installed (python3-dnspython)");
        Path program = Files.writeString(folder.resolve("program.py"), """
                import dns.message, dns.query, dns.rcode, dns.tsigkeyring, dns.update, dns.zone, sys
                host, port, name, secret = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
                ring = dns.tsigkeyring.from_text({name: secret})
                update = dns.update.Update('example.test', keyring=ring, keyalgorithm='hmac-sha256')
                update.absent('home')
                update.add('home', 60, 'A', '192.0.2.7')
                for ask in dns.query.udp, dns.query.tcp:
                    print('update', dns.rcode.to_text(ask(update, host, port=port, timeout=20).rcode()))
                query = dns.message.make_query('home.example.test', 'A')
                query.use_tsig(ring, algorithm='hmac-sha256')
                reply = dns.query.udp(query, host, port=port, timeout=20)
                print('answer', reply.answer[0][0], reply.had_tsig)
                zone = dns.zone.from_xfr(dns.query.xfr(host, 'example.test', port=port, keyring=ring,
                    keyalgorithm='hmac-sha256', timeout=20))
                print('zone', len(zone.nodes))
                """);
        Tool tool = Tool.run(
                "env",
                "/usr/bin/python3",
                program.toString(),
                dns.host(),
                "" + dns.port(),
                KEY.name(),
                KEY.secret().reveal());
        assertThat(tool.stderr()).isEmpty();
        assertThat(tool.stdout().lines())
                .containsExactly("update NOERROR", "update YXDOMAIN", "answer 192.0.2.7 True", "zone 4");
    }

    @Test
    void netDnsAsksAndUpdates() throws IOException {
        Peers.require(
                Tool.run("perl", "-MNet::DNS", "-e", "1").exitCode() == 0, "Net::DNS is installed (libnet-dns-perl)");
        Path keys = Files.writeString(folder.resolve("ddns.key"), """
                key "%s" {
                    algorithm hmac-sha256;
                    secret "%s";
                };
                """.formatted(
                        KEY.name(), KEY.secret().reveal()));
        Path program = Files.writeString(folder.resolve("program.pl"), """
                use strict; use warnings; use Net::DNS;
                my ($host, $port, $key) = @ARGV;
                my $resolver = Net::DNS::Resolver->new(
                    nameservers => [$host], port => $port, recurse => 0, retry => 1, udp_timeout => 20, tcp_timeout => 20);
                for my $tcp (0, 1) {
                    my $update = Net::DNS::Update->new('example.test');
                    $update->push(prereq => nxdomain('home.example.test'));
                    $update->push(update => rr_add('home.example.test. 60 A 192.0.2.7'));
                    $update->sign_tsig($key);
                    $resolver->usevc($tcp);
                    my $reply = $resolver->send($update) or die $resolver->errorstring;
                    print 'update ', $reply->header->rcode, ' ', ($reply->verify($update) ? 'verified' : $reply->verifyerr), "\\n";
                }
                my $reply = $resolver->send('home.example.test', 'A') or die $resolver->errorstring;
                print 'answer ', ($reply->answer)[0]->address, "\\n";
                """);
        Tool tool = Tool.run("perl", program.toString(), dns.host(), "" + dns.port(), keys.toString());
        assertThat(tool.stderr()).isEmpty();
        assertThat(tool.stdout().lines())
                .containsExactly("update NOERROR verified", "update YXDOMAIN verified", "answer 192.0.2.7");
    }

    private Exchange last() {
        return dns.exchanges().get(dns.exchanges().size() - 1);
    }

    private String script(String... lines) {
        return "server " + dns.host() + " " + dns.port() + "\nzone example.test.\n" + String.join("\n", lines)
                + "\nsend\n";
    }

    private static String option() {
        return "hmac-sha256:" + KEY.name() + ":" + KEY.secret().reveal();
    }
}
