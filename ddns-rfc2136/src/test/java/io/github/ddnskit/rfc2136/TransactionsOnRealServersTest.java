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
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
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
import org.junit.jupiter.params.provider.EnumSource;
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
        String said(TransactionCase row) {
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
        String said(TransactionCase row) {
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
        String said(TransactionCase row) {
            return row.pdns();
        }

        @Override
        Set<String> otherwise() {
            return Set.of("APL", "SVCB", "TYPE65280"); // two are not found again, one is not taken
        }

        @Override
        String saidOfAWrongClock() {
            return "REFUSED";
        }
    }

    private static final List<PeerZone> ZONES = Stream.of("example.test", "one.test", "two.test", "many.test")
            .map(name -> new PeerZone(name, Updates.SIGNED, List.of("*.wild A 192.0.2.99", "below.ent A 192.0.2.98")))
            .toList();

    @TestInstance(Lifecycle.PER_CLASS)
    abstract static class OnAnyServer {

        PeerServer server;
        DnsUpdateClient client;

        abstract PeerServer start();

        abstract String said(TransactionCase row);

        /** The types of record that it does not treat as all others. */
        abstract Set<String> otherwise();

        static Stream<TransactionCase> cases() {
            return TransactionCase.all();
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
        @MethodSource("cases")
        void doesWhatIsKnownOfIt(TransactionCase row) throws InterruptedException {
            String name = "n" + Integer.toHexString(row.what().hashCode()) + ".example.test";
            Function<String, String> here = text -> text.replaceAll("\\bN\\b", name);
            String code = "";
            for (String step : row.steps()) {
                code = code(client.send(DnsTransaction.parse(here.apply(step))));
            }
            String[] ask = here.apply(row.ask()).split(" ", -1);
            String data = ask.length == 2
                    ? String.join(", ", server.data(ask[0], ask[1]))
                    : dig(ask[0], ask[1])
                            .lines()
                            .map(line -> line.split("\\s+", -1))
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
                String data = Objects.requireNonNull(SomeTransactions.DATA.get(type))
                        .get(0)
                        .replace("Z", "many.test.");
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

        @ParameterizedTest
        @EnumSource
        void takesEveryAlgorithm(TsigAlgorithm algorithm) throws InterruptedException {
            try (DnsUpdateClient signing = DnsUpdateClient.builder()
                    .server(server.address())
                    .tsig(PeerServer.key(algorithm))
                    .build()) {
                String name = algorithm + ".many.test";
                DnsTransaction add = DnsTransaction.parse("zone many.test\nadd " + name + " 60 TXT signed");
                assertThat(signing.send(add)).isEqualTo(new Applied(false));
                assertThat(server.data(name, "TXT")).containsExactly("signed");
            }
        }

        @Test
        void aWrongClockIsToldApartByThoseWhoSayIt() throws InterruptedException {
            DnsUpdateClient late = DnsUpdateClient.builder()
                    .server(server.address())
                    .tsig(KEY)
                    .clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10)))
                    .build();
            TransactionResult result =
                    late.send(DnsTransaction.parse("zone example.test\nadd late.example.test 60 A 192.0.2.1"));
            assertThat(code(result)).isEqualTo(saidOfAWrongClock());
            assertThat(server.data("late.example.test", "A")).isEmpty();
        }

        // BADTIME, which it signs, unless it is one that keeps it to itself.
        String saidOfAWrongClock() {
            return "BADTIME";
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
