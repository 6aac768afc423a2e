package io.github.ddnskit.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.peers.Knotd;
import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.Pdns;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.PeerZone;
import io.github.ddnskit.peers.PeerZone.Updates;
import io.github.ddnskit.peers.Tool;
import io.github.ddnskit.rfc2136.TransactionResult.Applied;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form of transaction on name servers that people run, and in what they differ. */
final class TransactionsOnRealServersTest {

    private static final TsigKey KEY = PeerServer.key(TsigAlgorithm.HMAC_SHA256);
    private static final Pattern CODE = Pattern.compile("\\[([A-Z]+)]");

    @Nested
    final class OnBind extends OnAnyServer {
        @Override
        PeerServer start() {
            return Named.start(ZONES);
        }

        @Override
        String said(Row row) {
            return row.bind();
        }

        @Override
        Set<String> otherwise() {
            return Set.of("DS"); // passed over unless there is a delegation
        }

        /** What chance makes up, sent by us into one zone and by nsupdate into another. */
        @Test
        void nsupdateMakesTheSameOfWhatIsPrinted() throws InterruptedException {
            StringBuilder script = new StringBuilder("check-names off\nserver 127.0.0.1 " + server.port() + "\n");
            int applied = 0;
            for (DnsTransaction transaction : SomeTransactions.in("one.test")
                    .withoutEdgeCases()
                    .list()
                    .ofSize(120)
                    .sample()) {
                applied += client.send(transaction) instanceof Applied ? 1 : 0;
                script.append(transaction.toString().replace("one.test", "two.test"));
            }
            Tool nsupdate = Tool.runWith(
                    script.toString(),
                    "nsupdate",
                    "-y",
                    KEY.algorithm() + ":" + KEY.name() + ":" + KEY.secret().reveal());
            assertThat(nsupdate.stderr()).doesNotContain("syntax").doesNotContain("invalid");
            assertThat(zone("two.test")).isEqualTo(zone("one.test"));
            assertThat(applied).isBetween(40, 119);
        }
    }

    @Nested
    final class OnKnot extends OnAnyServer {
        @Override
        PeerServer start() {
            return Knotd.start(ZONES);
        }

        @Override
        String said(Row row) {
            return row.knot();
        }

        @Override
        Set<String> otherwise() {
            return Set.of();
        }
    }

    @Nested
    final class OnPowerDns extends OnAnyServer {
        @Override
        PeerServer start() {
            return Pdns.start(ZONES);
        }

        @Override
        String said(Row row) {
            return row.pdns();
        }

        @Override
        Set<String> otherwise() {
            return Set.of("APL", "SVCB", "TYPE65280"); // two are not found again, one is not taken
        }
    }

    private static final List<PeerZone> ZONES = Stream.of("example.test", "one.test", "two.test", "many.test")
            .map(name -> new PeerZone(name, Updates.SIGNED, List.of("*.wild A 192.0.2.99", "below.ent A 192.0.2.98")))
            .toList();

    /**
     * A case: transactions that all but the last prepare, and what each server makes of the last: the code and then what is
     * there of the type that is asked for. {@code N} stands for a name of its own.
     */
    record Row(String what, String ask, String bind, String knot, String pdns, String... steps) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                same("name in use: it is", "N A", "ok: 192.0.2.1", A, "prereq yxdomain N\nadd N 60 A 192.0.2.1"),
                same("name in use: it is not", "N A", "NXDOMAIN: ", "prereq yxdomain N\nadd N 60 A 192.0.2.1"),
                same("name in use: only below it", "ent.example.test A", "NXDOMAIN: ", "yxdomain ent.example.test"),
                same(
                        "name in use: only a wildcard covers it",
                        "x.wild.example.test A",
                        "NXDOMAIN: 192.0.2.99",
                        "yxdomain x.wild.example.test"),
                same("name not in use: it is", "N A", "YXDOMAIN: 192.0.2.1", A, "nxdomain N\nadd N 60 A 192.0.2.2"),
                same("name not in use: only below it", "ent.example.test TXT", "ok: ", "nxdomain ent.example.test"),
                same("rrset exists: it does", "N TXT", "ok: x", A, "yxrrset N A\nadd N 60 TXT x"),
                same("rrset exists: it does not", "N TXT", "NXRRSET: ", A, "yxrrset N AAAA\nadd N 60 TXT x"),
                same("rrset absent: it is", "N TXT", "ok: x", A, "nxrrset N AAAA\nadd N 60 TXT x"),
                same("rrset absent: it is not", "N TXT", "YXRRSET: ", A, "nxrrset N A\nadd N 60 TXT x"),
                same("value: just so", "N TXT", "ok: x", A, "yxrrset N A 192.0.2.1\nadd N 60 TXT x"),
                same("value: another", "N TXT", "NXRRSET: ", A, "yxrrset N A 192.0.2.2\nadd N 60 TXT x"),
                same("value: one of two", "N TXT", "NXRRSET: ", TWO, "yxrrset N A 192.0.2.1\nadd N 60 TXT x"),
                same(
                        "value: two of two, the other way round",
                        "N TXT",
                        "ok: x",
                        TWO,
                        "yxrrset N A 192.0.2.2\nyxrrset N A 192.0.2.1\nadd N 60 TXT x"),
                same(
                        "value: more than there is",
                        "N TXT",
                        "NXRRSET: ",
                        A,
                        "yxrrset N A 192.0.2.1\nyxrrset N A 192.0.2.2\nadd N 60 TXT x"),
                same(
                        "the first that does not hold is told",
                        "N A",
                        "NXDOMAIN: ",
                        "yxdomain N\nyxrrset N A\nadd N 60 A 192.0.2.1"),
                same(
                        "but values last",
                        "N A",
                        "YXDOMAIN: 192.0.2.1",
                        A,
                        "yxrrset N A 192.0.2.2\nnxdomain N\nadd N 60 A 192.0.2.2"),
                same("delete an rrset", "N A", "ok: ", TWO, "del N A"),
                same("delete a name", "N A", "ok: ", TWO, "del N"),
                same("delete one record", "N A", "ok: 192.0.2.2", TWO, "del N A 192.0.2.1"),
                same("delete what is not there", "N A", "ok: 192.0.2.1", A, "del N A 192.0.2.9\ndel no.N"),
                same("add what is there", "N A", "ok: 192.0.2.1", A, A),
                same(
                        "all the records of an rrset take the last TTL",
                        "N A ttl",
                        "ok: 99 192.0.2.1, 99 192.0.2.2",
                        A,
                        "add N 99 A 192.0.2.2"),
                new Row(
                        "Knot DNS passes over another TTL",
                        "N A ttl",
                        "ok: 61 192.0.2.1",
                        "ok: 60 192.0.2.1",
                        "ok: 61 192.0.2.1",
                        A,
                        "add N 61 A 192.0.2.1"),
                same("unless the rrset is replaced", "N A ttl", "ok: 61 192.0.2.1", A, "del N A\nadd N 61 A 192.0.2.1"),
                new Row(
                        "PowerDNS deletes first, whatever the order",
                        "N A",
                        "ok: ",
                        "ok: ",
                        "ok: 192.0.2.1",
                        "add N 60 A 192.0.2.1\ndel N A"),
                same(
                        "a CNAME replaces a CNAME",
                        "N CNAME",
                        "ok: b.test.",
                        "add N 60 CNAME a.test",
                        "add N 60 CNAME b.test"),
                same(
                        "a CNAME replaces addresses that are deleted",
                        "N CNAME",
                        "ok: b.test.",
                        A,
                        "del N A\nadd N 60 CNAME b.test"),
                new Row(
                        "a CNAME beside addresses is passed over, or refused",
                        "N CNAME",
                        "ok: ",
                        "ok: ",
                        "REFUSED: ",
                        A,
                        "add N 60 CNAME b.test"),
                new Row(
                        "an address beside a CNAME is passed over, or refused",
                        "N CNAME",
                        "ok: b.test.",
                        "ok: b.test.",
                        "REFUSED: b.test.",
                        "add N 60 CNAME b.test",
                        A),
                new Row(
                        "both in one transaction",
                        "N CNAME",
                        "ok: b.test.",
                        "ok: b.test.",
                        "FORMERR: ",
                        "add N 60 CNAME b.test\nadd N 60 A 192.0.2.1"),
                new Row(
                        "a type that nobody knows",
                        "N TYPE65280",
                        "ok: \\# 3 010203",
                        "ok: \\# 3 010203",
                        "FORMERR: ",
                        "add N 60 TYPE65280 \\# 3 010203"),
                new Row(
                        "a mail exchanger in the zone without addresses",
                        "N MX",
                        "REFUSED: ",
                        "ok: 10 missing.example.test.",
                        "ok: 10 missing.example.test.",
                        "add N 60 MX 10 missing.example.test"),
                new Row(
                        "an NSEC record",
                        "N NSEC",
                        "REFUSED: ",
                        "ok: a.test. A",
                        "ok: ", // it serves none unless it signs
                        "add N 60 NSEC a.test. A"),
                new Row(
                        "PowerDNS does not find names in data that are spelled otherwise",
                        "N CNAME",
                        "ok: ",
                        "ok: ",
                        "ok: Foo.Net.",
                        "add N 60 CNAME Foo.Net",
                        "del N CNAME foo.net"),
                same(
                        "the SOA record stays",
                        "example.test NS",
                        "ok: ns1.example.test.",
                        "del example.test SOA\ndel example.test NS"),
                same("and a name goes with its last record", "N TXT", "ok: ", A, "del N A 192.0.2.1\nnxrrset N TXT"),
                same(
                        "a zone that is not served",
                        "ns1.example.test A",
                        "NOTAUTH: 127.0.0.1",
                        "zone elsewhere.test\nadd a.elsewhere.test 60 A 192.0.2.1"));
    }

    private static final String A = "add N 60 A 192.0.2.1";
    private static final String TWO = "add N 60 A 192.0.2.1\nadd N 60 A 192.0.2.2";

    private static Row same(String what, String ask, String all, String... steps) {
        return new Row(what, ask, all, all, all, steps);
    }

    @TestInstance(Lifecycle.PER_CLASS)
    abstract static class OnAnyServer {

        PeerServer server;
        DnsUpdateClient client;

        abstract PeerServer start();

        abstract String said(Row row);

        /** The types of record that it does not treat as all others. */
        abstract Set<String> otherwise();

        static Stream<Row> rows() {
            return TransactionsOnRealServersTest.rows();
        }

        @BeforeAll
        void startServer() {
            server = start();
            client = DnsUpdateClient.builder()
                    .server(server.address())
                    .zone("example.test")
                    .tsig(KEY)
                    .build();
        }

        @AfterAll
        void stopServer() {
            if (server != null) {
                server.close();
            }
        }

        @ParameterizedTest
        @MethodSource("rows")
        void doesWhatIsKnownOfIt(Row row) throws InterruptedException {
            String name = "n" + Integer.toHexString(row.what().hashCode()) + ".example.test";
            Function<String, String> here = text -> text.replaceAll("\\bN\\b", name);
            String code = "";
            for (String step : row.steps()) {
                code = code(client.send(DnsTransaction.parse(here.apply(step))));
            }
            String[] ask = here.apply(row.ask()).split(" ");
            String data = ask.length == 2
                    ? String.join(", ", server.data(ask[0], ask[1]))
                    : Arrays.stream(dig(ask[0], ask[1]).split("\n"))
                            .map(line -> line.split("\\s+"))
                            .map(words -> words[1] + " " + words[4])
                            .sorted()
                            .collect(Collectors.joining(", "));
            assertThat(code + ": " + data).as(server.getClass().getSimpleName()).isEqualTo(said(row));
        }

        /** Each type of record, put there, required to be there, and deleted. */
        @Test
        void takesEveryTypeOfRecord() throws InterruptedException {
            Set<String> types = new TreeSet<>(SomeTransactions.DATA.keySet());
            types.removeAll(otherwise());
            for (String type : types) {
                String name = "all-" + type + ".many.test";
                String data = SomeTransactions.DATA.get(type).get(0).replace("Z", "many.test.");
                DnsTransaction add = DnsTransaction.in("many.test")
                        .requireNotInUse(name)
                        .add(name, Duration.ofMinutes(1), type, data)
                        .build();
                assertThat(client.send(add)).as(type).isEqualTo(new Applied(false));
                DnsTransaction delete = DnsTransaction.in("many.test")
                        .requireExactly(name, type, data)
                        .delete(name, type, data)
                        .build();
                assertThat(client.send(delete)).as(type).isEqualTo(new Applied(false));
                DnsTransaction none =
                        DnsTransaction.in("many.test").requireNotInUse(name).build();
                assertThat(client.send(none)).as(type).isEqualTo(new Applied(false));
            }
        }

        @Test
        void findsTheZoneWhereNoneIsNamed() throws InterruptedException {
            DnsUpdateClient asking =
                    DnsUpdateClient.builder().server(server.address()).tsig(KEY).build();
            DnsTransaction add = DnsTransaction.parse("add found.many.test 60 PTR *.example.org");
            assertThat(asking.send(add)).isEqualTo(new Applied(false));
            assertThat(server.data("found.many.test", "PTR")).containsExactly("*.example.org.");
        }

        @Test
        void aWrongKeyIsNoFailureThatIsSure() throws InterruptedException {
            DnsUpdateClient other = DnsUpdateClient.builder()
                    .server(server.address())
                    .tsig(TsigKey.parse("hmac-sha256:hmac-sha256.key:d3Jvbmcgc2VjcmV0"))
                    .build();
            DnsTransaction add = DnsTransaction.parse("zone example.test\nadd wrong.example.test 60 A 192.0.2.1");
            assertThat(other.send(add))
                    .isInstanceOfSatisfying(
                            TransactionResult.Unknown.class,
                            unknown -> assertThat(unknown.failure().reason())
                                    .isIn(FailureReason.BAD_CREDENTIALS, FailureReason.REFUSED));
            assertThat(server.data("wrong.example.test", "A")).isEmpty();
        }

        String zone(String name) {
            return dig(name, "AXFR")
                    .lines()
                    .filter(line -> !line.contains("\tSOA\t"))
                    .map(line -> line.replace("two.test", "one.test"))
                    .sorted()
                    .collect(Collectors.joining("\n"));
        }

        private String dig(String name, String type) {
            String port = Integer.toString(server.port());
            return Tool.run("dig", "@127.0.0.1", "-p", port, "+noall", "+answer", "+tcp", name, type)
                    .stdout();
        }
    }

    private static String code(TransactionResult result) {
        if (result instanceof Applied) {
            return "ok";
        }
        if (result instanceof TransactionResult.PrerequisiteNotMet not) {
            return not.code();
        }
        String detail = result instanceof TransactionResult.Failed failed
                ? failed.failure().detail()
                : ((TransactionResult.Unknown) result).failure().detail();
        Matcher code = CODE.matcher(detail);
        return code.find() ? code.group(1) : detail;
    }
}
