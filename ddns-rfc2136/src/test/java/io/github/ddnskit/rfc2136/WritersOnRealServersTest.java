package io.github.ddnskit.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.peers.Knotd;
import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.Pdns;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.PeerZone;
import io.github.ddnskit.peers.PeerZone.Updates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several writers of the same names, and PTR records, on name servers that people run. */
final class WritersOnRealServersTest {

    @Nested
    final class OnBind extends OnAnyServer {
        @Override
        PeerServer start() {
            return Named.start(ZONES);
        }
    }

    @Nested
    final class OnKnot extends OnAnyServer {
        @Override
        PeerServer start() {
            return Knotd.start(ZONES);
        }
    }

    @Nested
    final class OnPowerDns extends OnAnyServer {
        @Override
        PeerServer start() {
            return Pdns.start(ZONES);
        }
    }

    private static final TsigKey KEY = PeerServer.key(TsigAlgorithm.HMAC_SHA256);
    private static final int RACES = 4;
    private static final int ROUNDS = 250;
    private static final List<PeerZone> ZONES = List.of(
            new PeerZone(
                    "example.test",
                    Updates.SIGNED,
                    List.of("printer A 192.0.2.50", "www CNAME printer", "mail TXT \"by hand\"")),
            new PeerZone("2.0.192.in-addr.arpa", Updates.SIGNED, List.of("50 PTR printer.example.test.")),
            new PeerZone("8.b.d.0.1.0.0.2.ip6.arpa", Updates.SIGNED, List.of()),
            new PeerZone("100.51.198.in-addr.arpa", Updates.NOBODY, List.of()));

    @TestInstance(Lifecycle.PER_CLASS)
    abstract static class OnAnyServer {

        PeerServer server;

        abstract PeerServer start();

        @BeforeAll
        void startServer() {
            server = start();
        }

        @AfterAll
        void stopServer() {
            if (server != null) {
                server.close();
            }
        }

        @Test
        void aWriterThatComesTooLateLearnsWhatIsThereNow() throws InterruptedException {
            RememberingWriter one = new RememberingWriter(updater().onlyIfUnchanged());
            RememberingWriter other = new RememberingWriter(updater().onlyIfUnchanged());
            String host = "late.example.test";
            assertThat(one.publish(host, "192.0.2.1")).hasToString("published 192.0.2.1");
            assertThat(one.publish(host, "192.0.2.2")).hasToString("published 192.0.2.2");
            assertConflict(
                    other.publish(host, "192.0.2.66"),
                    "late.example.test A holds 192.0.2.2 now, which we did not write; nothing was changed");
            assertThat(server.data(host, "A")).containsExactly("192.0.2.2");

            // Somebody changes it by hand.
            send("del " + host + " A\nadd " + host + " 60 A 192.0.2.77");
            assertConflict(
                    one.publish(host, "192.0.2.3"),
                    "late.example.test A holds 192.0.2.77 now, and not what we left there: 192.0.2.2");
            assertConflict(one.publish(host, "192.0.2.4"), "holds 192.0.2.77 now");
            assertThat(one.publish(host, "192.0.2.77")).hasToString("unchanged 192.0.2.77");
            assertThat(one.remove(host)).hasToString("removed");
            assertThat(one.publish(host, "192.0.2.5", "192.0.2.6")).hasToString("published 192.0.2.5, 192.0.2.6");
            assertThat(server.data(host, "A")).containsExactly("192.0.2.5", "192.0.2.6");
        }

        @Test
        void aWriterThatDoesNotKnowWhatBecameOfItsRequestLooksFirst() throws InterruptedException {
            RememberingWriter one = new RememberingWriter(updater().onlyIfUnchanged());
            String host = "doubt.example.test";
            one.publish(host, "192.0.2.1");
            one.forget(host, "192.0.2.2"); // sent, and the client crashed
            assertThat(one.publish(host, "192.0.2.3")).hasToString("published 192.0.2.3");
            send("del " + host + " A\nadd " + host + " 60 A 192.0.2.4");
            one.forget(host, "192.0.2.4"); // sent and carried out, and the client crashed
            assertThat(one.publish(host, "192.0.2.5")).hasToString("published 192.0.2.5");
            send("del " + host + " A\nadd " + host + " 60 A 192.0.2.6");
            one.forget(host, "192.0.2.6"); // carried out, and then the address changed again
            one.forget(host, "192.0.2.7"); // and this one never arrived
            assertThat(one.publish(host, "192.0.2.8")).hasToString("published 192.0.2.8");
        }

        @Test
        void aConflictInOneFamilyDoesNotHoldUpTheOther() throws InterruptedException {
            RememberingWriter one = new RememberingWriter(updater().onlyIfUnchanged());
            String host = "families.example.test";
            one.update(host, Goal.publish("192.0.2.1"), Goal.publish("2001:db8::1"));
            send("del " + host + " A");
            UpdateReport report = one.update(host, Goal.publish("192.0.2.2"), Goal.publish("2001:db8::2"));
            assertConflict(report.ipv4(), "families.example.test A holds nothing now");
            assertThat(report.ipv6()).hasToString("published 2001:db8::2");
            report = one.update(host, Goal.publish("192.0.2.2"), Goal.publish("2001:db8::3"));
            assertThat(report.ipv4()).isInstanceOf(Outcome.Failed.class);
            assertThat(report.ipv6()).hasToString("published 2001:db8::3");
            assertConflict(
                    new RememberingWriter(updater().onlyIfUnchanged()).publish("www.example.test", "192.0.2.2"),
                    "alias (CNAME)");
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void somebodyElsesNameIsNeverTouched(boolean text) throws InterruptedException {
            RememberingWriter mine = new RememberingWriter(updater().ownership(Ownership.own(mark("me", text))));
            RememberingWriter theirs = new RememberingWriter(updater().ownership(Ownership.own(mark("them", text))));
            String host = "own-" + text + ".example.test";

            assertThat(mine.publish(host, "192.0.2.1")).hasToString("published 192.0.2.1");
            assertConflict(theirs.publish(host, "192.0.2.66"), host + " is in use and does not carry our mark");
            assertConflict(theirs.remove(host), "it belongs to somebody else, so nothing was removed");
            assertThat(server.data(host, "A")).containsExactly("192.0.2.1");
            // The mark counts, not what is remembered.
            assertThat(new RememberingWriter(updater().ownership(Ownership.own(mark("me", text))))
                            .publish(host, "192.0.2.2"))
                    .hasToString("published 192.0.2.2");
            for (String taken : List.of("printer", "mail")) {
                assertConflict(mine.publish(taken + ".example.test", "192.0.2.66"), "left alone");
            }
            assertThat(server.data("printer.example.test", "A")).containsExactly("192.0.2.50");
            assertConflict(mine.publish("www.example.test", "192.0.2.66"), "alias (CNAME)");

            assertThat(mine.update(host, Goal.keep(), Goal.publish("2001:db8::1"))
                            .ipv6())
                    .hasToString("published 2001:db8::1");
            assertThat(mine.remove(host)).hasToString("removed");
            assertConflict(theirs.publish(host, "192.0.2.66"), "does not carry our mark");
            assertThat(mine.update(host, Goal.keep(), Goal.remove()).ipv6()).hasToString("removed");
            assertThat(theirs.publish(host, "192.0.2.66")).hasToString("published 192.0.2.66");
            assertThat(theirs.update(host, Goal.remove(), Goal.remove()).ipv4()).hasToString("removed");
            for (String name : List.of(host, "_ddnskit." + host)) {
                assertThat(isInUse(name)).as(name).isFalse();
            }
        }

        @Test
        void aWildcardAndAMailExchangerBelongToTheName() throws InterruptedException {
            RecordOptions options =
                    RecordOptions.defaults().withWildcard(true).withMailExchanger(Hostname.of("printer.example.test"));
            Hostname host = Hostname.of("all.example.test");
            Rfc2136Updater updater =
                    updater().ownership(Ownership.own(mark("me", false))).build();
            updater.update(new Update(host, Goal.publish("192.0.2.1"), Goal.keep(), options));
            assertThat(server.data("x.all.example.test", "A")).containsExactly("192.0.2.1");
            assertThat(server.data("all.example.test", "MX")).containsExactly("10 printer.example.test.");
            updater.update(new Update(host, Goal.remove(), Goal.remove(), options));
            assertThat(isInUse("all.example.test")).isFalse();
            assertThat(isInUse("*.all.example.test")).isFalse();
        }

        @Test
        void aNameFollowsItsPersonFromDeviceToDevice() throws InterruptedException {
            RememberingWriter phone =
                    new RememberingWriter(updater().ownership(Ownership.takeOver(mark("phone", false))));
            RememberingWriter laptop =
                    new RememberingWriter(updater().ownership(Ownership.takeOver(mark("laptop", false))));
            String host = "me.example.test";
            assertThat(phone.publish(host, "192.0.2.1")).hasToString("published 192.0.2.1");
            assertThat(laptop.publish(host, "192.0.2.2")).hasToString("published 192.0.2.2");
            assertThat(phone.publish(host, "192.0.2.3")).hasToString("published 192.0.2.3");
            assertConflict(laptop.remove(host), "belongs to somebody else");
            assertThat(server.data(host, "A")).containsExactly("192.0.2.3");
            assertThat(server.data(host, "DHCID")).hasSize(1);
            assertConflict(phone.publish("printer.example.test", "192.0.2.66"), "left alone");
        }

        /** Four races at once, since Knot DNS takes a second for some of the updates that come while it carries out another. */
        @Test
        void ofTwoThatRaceForANameExactlyOneHasIt() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(2 * RACES);
            try {
                List<Future<Map<String, Outcome>>> runs = new ArrayList<>();
                for (int race = 0; race < RACES; race++) {
                    CyclicBarrier start = new CyclicBarrier(2);
                    runs.add(threads.submit(racer(race, "1", start)));
                    runs.add(threads.submit(racer(race, "2", start)));
                }
                int rounds = 0;
                for (int race = 0; race < RACES; race++) {
                    Map<String, Outcome> first = runs.get(2 * race).get();
                    Map<String, Outcome> second = runs.get(2 * race + 1).get();
                    for (String host : first.keySet()) {
                        checkOneHasIt(host, first.get(host), second.get(host), rounds++ % 100 == 0);
                    }
                }
                assertThat(rounds).isEqualTo(RACES * ROUNDS);
            } finally {
                threads.shutdownNow();
            }
        }

        private void checkOneHasIt(String host, @Nullable Outcome first, @Nullable Outcome second, boolean looks) {
            boolean firstHasIt = first instanceof Outcome.Published;
            assertThat(second instanceof Outcome.Published)
                    .as("%s: %s, %s", host, first, second)
                    .isEqualTo(!firstHasIt);
            assertThat(firstHasIt ? second : first)
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            lost -> assertThat(lost.reason()).isEqualTo(FailureReason.CONFLICT));
            if (looks) {
                assertThat(server.data(host, "A")).containsExactly(firstHasIt ? "192.0.2.1" : "192.0.2.2");
            }
        }

        private Callable<Map<String, Outcome>> racer(int race, String id, CyclicBarrier start) {
            Rfc2136Updater updater = updater()
                    .zone("example.test")
                    .timeout(Duration.ofSeconds(30))
                    .ownership(Ownership.own(mark(id, false)))
                    .build();
            return () -> {
                Map<String, Outcome> outcomes = new LinkedHashMap<>();
                for (int round = 0; round < ROUNDS; round++) {
                    Hostname host = Hostname.of("race" + race + "-" + round + ".example.test");
                    Update update = Update.of(host, Goal.publish("192.0.2." + id), Goal.keep());
                    start.await();
                    outcomes.put(host.ascii(), updater.update(update).ipv4());
                }
                return outcomes;
            };
        }

        @Test
        void addressesPointBackAtTheirHost() throws InterruptedException {
            RememberingWriter one = new RememberingWriter(updater().reverse());
            one.update("back.example.test", Goal.publish("192.0.2.7"), Goal.publish("2001:db8::7"));
            String ipv6 = "7" + ".0".repeat(23) + ".8.b.d.0.1.0.0.2.ip6.arpa";
            assertThat(server.data("7.2.0.192.in-addr.arpa", "PTR")).containsExactly("back.example.test.");
            assertThat(server.data(ipv6, "PTR")).containsExactly("back.example.test.");

            one.update("back.example.test", Goal.publish("192.0.2.8"), Goal.keep());
            assertThat(server.data("7.2.0.192.in-addr.arpa", "PTR")).isEmpty();
            assertThat(server.data("8.2.0.192.in-addr.arpa", "PTR")).containsExactly("back.example.test.");
            assertThat(server.data(ipv6, "PTR")).containsExactly("back.example.test.");

            // Without a client that remembers, the server is asked what the address was.
            updater()
                    .reverse()
                    .build()
                    .update(Update.of(Hostname.of("back.example.test"), Goal.remove(), Goal.remove()));
            assertThat(server.data("8.2.0.192.in-addr.arpa", "PTR")).isEmpty();
            assertThat(server.data(ipv6, "PTR")).isEmpty();
            assertThat(server.data("50.2.0.192.in-addr.arpa", "PTR")).containsExactly("printer.example.test.");
        }

        @Test
        void aServerThatGrantsNoLeasesIsUpdatedAllTheSame() throws InterruptedException {
            Rfc2136Updater updater = updater().lease(Duration.ofHours(1)).build();
            Hostname host = Hostname.of("leased.example.test");
            assertThat(updater.update(Update.of(host, Goal.publish("192.0.2.30"), Goal.keep()))
                            .ipv4())
                    .hasToString("published 192.0.2.30");
            assertThat(updater.refreshEvery(host)).isNull();
            assertThat(server.data("leased.example.test", "A")).containsExactly("192.0.2.30");
        }

        @Test
        void aPointerThatFailsIsToldAndFailsNothing() throws InterruptedException {
            List<ReverseFailure> failures = new ArrayList<>();
            RememberingWriter one = new RememberingWriter(updater().reverse().onReverseFailure(failures::add));
            assertThat(one.publish("far.example.test", "198.51.100.1")).hasToString("published 198.51.100.1");
            assertThat(failures).hasSize(1);
            assertThat(failures.get(0).address()).isEqualTo(IpLiteral.parse("198.51.100.1"));
            assertThat(failures.get(0).failure().detail()).contains("1.100.51.198.in-addr.arpa");

            DnsUpdateClient elsewhere = DnsUpdateClient.builder()
                    .server(server.address())
                    .zone("2.0.192.in-addr.arpa")
                    .tsig(KEY)
                    .build();
            RememberingWriter two =
                    new RememberingWriter(updater().reverse(elsewhere).onReverseFailure(failures::add));
            two.publish("far.example.test", "198.51.100.1", "192.0.2.9");
            assertThat(failures).hasSize(1);
            assertThat(server.data("9.2.0.192.in-addr.arpa", "PTR")).containsExactly("far.example.test.");
        }

        private Rfc2136Updater.Builder updater() {
            return Rfc2136Updater.builder().server(server.address()).tsig(KEY);
        }

        private void send(String transaction) throws InterruptedException {
            try (DnsUpdateClient client = DnsUpdateClient.builder()
                    .server(server.address())
                    .zone("example.test")
                    .tsig(KEY)
                    .build()) {
                assertThat(client.send(DnsTransaction.parse(transaction)))
                        .isEqualTo(new TransactionResult.Applied(false));
            }
        }

        private boolean isInUse(String name) throws InterruptedException {
            try (DnsUpdateClient client = DnsUpdateClient.builder()
                    .server(server.address())
                    .zone("example.test")
                    .tsig(KEY)
                    .build()) {
                return client.send(DnsTransaction.parse("yxdomain " + name)) instanceof TransactionResult.Applied;
            }
        }
    }

    private static OwnerMark mark(String id, boolean text) {
        return text ? OwnerMark.text(id) : OwnerMark.device(id);
    }

    private static void assertConflict(Outcome outcome, String sentence) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(FailureReason.CONFLICT);
            assertThat(failed.detail()).contains(sentence);
        });
    }
}
