package io.github.ddnskit.gateway;

import static io.github.ddnskit.gateway.Desk.HOME;
import static io.github.ddnskit.gateway.Desk.OFFICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Health;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.ip.Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateGatewayTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /nic/update?hostname=home.example.org&myip=203.0.113.9                         | 203.0.113.9
            /nic/update?hostname=home.example.org                                          | 203.0.113.7
            /nic/update?hostname=home.example.org&myip=                                    | 203.0.113.7
            /nic/update?hostname=home.example.org&myip=203.0.113.9,2001:db8::9             | 203.0.113.9, 2001:db8::9
            /nic/update?hostname=home.example.org&myip=203.0.113.9,                        | 203.0.113.9
            /nic/update?hostname=home.example.org&myip=203.0.113.9&myipv6=2001:db8::9      | 203.0.113.9, 2001:db8::9
            /nic/update?hostname=home.example.org&myipv6=2001:db8::9                       | 2001:db8::9
            /nic/update?system=dyndns&hostname=HOME.example.ORG.&myip=203.0.113.9&wildcard=OFF&mx=&backmx=NO | 203.0.113.9
            /v3/update?hostname=home.example.org&myip=203.0.113.9                          | 203.0.113.9
            /update?domain=home.example.org&ip=203.0.113.9&ipv6=2001:db8::9                | 203.0.113.9, 2001:db8::9
            """)
    void publishesWhatARequestSays(String target, String addresses) throws Exception {
        try (Desk desk = new Desk()) {
            assertThat(desk.ask(target)).isEqualTo("good " + addresses.replace(", ", ","));
            assertThat(desk.zone.addresses(HOME)).isEqualTo(addresses);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /nic/update?hostname=theirs.example.org&myip=203.0.113.9         | nohost
            /nic/update?hostname=nobodys.example.org&myip=203.0.113.9        | nohost
            /nic/update?hostname=home.elsewhere.org&myip=203.0.113.9         | nohost
            /nic/update?hostname=example.org&myip=203.0.113.9                | nohost
            /nic/update?hostname=*.home.example.org&myip=203.0.113.9         | nohost
            /nic/update?hostname=home.example.org.evil.org&myip=203.0.113.9  | nohost
            /nic/update?hostname=home&myip=203.0.113.9                       | notfqdn
            /nic/update?hostname=..%2F..%2Fetc&myip=203.0.113.9              | notfqdn
            /nic/update?hostname=home..example.org&myip=203.0.113.9          | notfqdn
            /nic/update?hostname=home.example.org%2500&myip=203.0.113.9      | notfqdn
            /nic/update?hostname=hom%D0%B5.example.org&myip=203.0.113.9      | nohost
            /nic/update?myip=203.0.113.9                                     | notfqdn
            /nic/update?hostname=home.example.org&myip=<ipaddr>              | badip
            /nic/update?hostname=home.example.org&myip=1.2.3                 | badip
            /nic/update?hostname=home.example.org&myip=0.0.0.0               | badip
            /nic/update?hostname=home.example.org&myip=192.168.1.5           | badip
            /nic/update?hostname=home.example.org&myip=127.0.0.1             | badip
            /nic/update?hostname=home.example.org&myipv6=fe80::1             | badip
            /nic/update?hostname=home.example.org&myip=203.0.113.9,10.0.0.1  | badip
            /nic/update?hostname=home.example.org&offline=yes                | !donator
            /nic/update?hostname=a.org,b.org,c.org,d.org,e.org,f.org,g.org,h.org,i.org,j.org,k.org,l.org,m.org,n.org,o.org,p.org,q.org,r.org,s.org,t.org,u.org | numhost
            """)
    void refusesWhatItMustNotPublish(String target, String code) throws Exception {
        try (Desk desk = new Desk()) {
            assertThat(desk.ask(target)).isEqualTo(code);
            assertThat(desk.zone.records).isEmpty();
        }
    }

    @Test
    void aFullWidthNameIsTheSameNameAndNoOther() throws Exception {
        try (Desk desk = new Desk()) {
            // IDNA maps it to home.example.org, which is alice's; what is published is that name and nothing else
            assertThat(desk.ask("/nic/update?hostname=%EF%BD%88ome.example.org&myip=203.0.113.9"))
                    .isEqualTo("good 203.0.113.9");
            assertThat(desk.zone.records).containsOnlyKeys(HOME);
        }
    }

    @Test
    void answersEachHostOnALineOfItsOwn() throws Exception {
        try (Desk desk = new Desk()) {
            assertThat(desk.ask("/nic/update?hostname=home.example.org,theirs.example.org,x,office.example.org"
                            + "&myip=203.0.113.9"))
                    .isEqualTo("good 203.0.113.9\nnohost\nnotfqdn\ngood 203.0.113.9");
            assertThat(desk.zone.records).containsOnlyKeys(HOME, OFFICE);
        }
    }

    @Test
    void saysNochgForWhatWasSoAlreadyAndHasDnsConfirmItAllTheSame() throws Exception {
        try (Desk desk = new Desk()) {
            String target = "/nic/update?hostname=home.example.org&myip=203.0.113.9";
            assertThat(desk.ask(target)).isEqualTo("good 203.0.113.9");
            desk.zone.records.clear();
            assertThat(desk.ask(target)).isEqualTo("nochg 203.0.113.9");
            assertThat(desk.zone.addresses(HOME)).as("somebody had deleted it").isEqualTo("203.0.113.9");
            assertThat(desk.ask(target.replace("9", "8"))).isEqualTo("good 203.0.113.8");
        }
    }

    @Test
    void oneFamilyNeverTouchesTheOther() throws Exception {
        try (Desk desk = new Desk()) {
            desk.ask("/nic/update?hostname=home.example.org&myip=203.0.113.9,2001:db8::9");
            desk.ask("/nic/update?hostname=home.example.org&myip=203.0.113.10");
            assertThat(desk.zone.addresses(HOME)).isEqualTo("203.0.113.10, 2001:db8::9");
        }
    }

    @Test
    void removesWhereTheZoneAllowsIt() throws Exception {
        try (Desk desk = new Desk(GatewayZone.Builder::allowRemoval, builder -> builder)) {
            desk.ask("/nic/update?hostname=home.example.org&myip=203.0.113.9,2001:db8::9");
            assertThat(desk.ask("/nic/update?hostname=home.example.org&offline=YES"))
                    .isEqualTo("good");
            assertThat(desk.zone.addresses(HOME)).isEmpty();
        }
    }

    @Test
    void goodComesOnlyWhenDnsHasConfirmed() throws Exception {
        try (Desk desk = new Desk()) {
            desk.zone.report = done -> new UpdateReport(
                    Outcome.failed(FailureReason.UNREACHABLE, Retry.backoff(), "no answer"), Outcome.kept());
            assertThat(desk.ask("/nic/update?hostname=home.example.org&myip=203.0.113.9"))
                    .isEqualTo("dnserr");
            assertThat(desk.gateway.status().level()).isEqualTo(Health.Level.DOWN);
            assertThat(desk.gateway.status().toJson()).contains("\"dnserr\":1").contains("no answer");
            desk.zone.report = done -> {
                throw new IllegalStateException("a defect");
            };
            GatewayResponse response =
                    desk.ask("/nic/update?hostname=home.example.org&myip=203.0.113.9", "alice", "wonderland");
            assertThat(response.body().strip()).isEqualTo("911");
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.headers()).containsKey("Retry-After");
            desk.zone.report = done -> done;
            assertThat(desk.ask("/nic/update?hostname=home.example.org&myip=203.0.113.9"))
                    .startsWith("good");
            assertThat(desk.gateway.status().level()).isEqualTo(Health.Level.UP);
        }
    }

    @Test
    void updatesThatArriveTogetherAreCommittedTogetherAndInOrder() throws Exception {
        try (Desk desk = new Desk()) {
            desk.zone.gate.drainPermits();
            List<CompletionStage<GatewayResponse>> all = new ArrayList<>();
            all.add(desk.submit("/nic/update?hostname=home.example.org&myip=203.0.113.1"));
            while (!desk.zone.gate.hasQueuedThreads()) {
                Thread.onSpinWait();
            }
            all.add(desk.submit("/nic/update?hostname=home.example.org&myip=203.0.113.2"));
            all.add(desk.submit("/nic/update?hostname=office.example.org&myip=203.0.113.3"));
            all.add(desk.submit("/nic/update?hostname=home.example.org&myip=203.0.113.4"));
            while (desk.gateway.status().zones().get(0).waiting() < 3) {
                Thread.onSpinWait();
            }
            desk.zone.gate.release(100);
            for (int i = 0; i < all.size(); i++) {
                assertThat(get(all.get(i))).isEqualTo("good 203.0.113." + (i + 1));
            }
            assertThat(desk.zone.batches).as("a name stands in a batch once").containsExactly(1, 2, 1);
            assertThat(desk.zone.addresses(HOME)).isEqualTo("203.0.113.4");
        }
    }

    @Test
    void aSlowZoneHoldsUpNoOther() throws Exception {
        Desk.Zone quick = new Desk.Zone();
        Hostname there = Hostname.of("home.example.net");
        try (Desk desk = new Desk(
                zone -> zone.queue(2, Duration.ofMinutes(1)),
                builder -> builder.zone(GatewayZone.builder(Hostname.of("example.net"), quick)
                        .allow(AddressClass.DOCUMENTATION)
                        .build()))) {
            desk.accounts.change("alice", alice -> alice.map(one -> one.withHost(there)));
            desk.zone.gate.drainPermits();
            var slow = desk.submit("/nic/update?hostname=home.example.org&myip=203.0.113.1");
            while (!desk.zone.gate.hasQueuedThreads()) {
                Thread.onSpinWait();
            }
            assertThat(desk.ask("/nic/update?hostname=home.example.net&myip=203.0.113.9"))
                    .isEqualTo("good 203.0.113.9");
            var second = desk.submit("/nic/update?hostname=office.example.org&myip=203.0.113.1");
            var third = desk.submit("/nic/update?hostname=home.example.org&myip=203.0.113.2");
            while (desk.gateway.status().zones().get(0).waiting() < 2) {
                Thread.onSpinWait();
            }
            assertThat(desk.ask("/nic/update?hostname=office.example.org&myip=203.0.113.3"))
                    .as("the queue is bounded")
                    .isEqualTo("911");
            desk.zone.gate.release(100);
            assertThat(List.of(get(slow), get(second), get(third)))
                    .containsExactly("good 203.0.113.1", "good 203.0.113.1", "good 203.0.113.2");
        }
    }

    @Test
    void tokensUpdateTheirHostAndNoOther() throws Exception {
        try (Desk desk = new Desk()) {
            String token = desk.token.text();
            assertThat(plain(desk, "/update?domain=home.example.org&token=" + token + "&ip=203.0.113.1"))
                    .isEqualTo("good 203.0.113.1");
            assertThat(plain(desk, "/update?token=" + token + "&ip=203.0.113.2"))
                    .isEqualTo("good 203.0.113.2");
            assertThat(plain(desk, "/update?domain=office.example.org&token=" + token + "&ip=203.0.113.2"))
                    .isEqualTo("nohost");
            assertThat(plain(desk, "/api/renew/?" + token + "=2001:db8::5"))
                    .isEqualTo("RESULT:OK\nRESULT_EN:good 2001:db8::5");
            assertThat(plain(desk, "/api/renew/?" + token)).isEqualTo("RESULT:OK\nRESULT_EN:good 203.0.113.7");
            assertThat(desk.ask("/nic/update?hostname=home.example.org&myip=203.0.113.3", "alice", token)
                            .body())
                    .startsWith("good");
            assertThat(desk.ask("/nic/update?hostname=home.example.org&myip=203.0.113.3", "home.example.org", token)
                            .body())
                    .startsWith("nochg");
            assertThat(desk.ask("/nic/update?hostname=home.example.org&myip=203.0.113.3", "bob", token)
                            .status())
                    .isEqualTo(401);
            String wrong = token.substring(0, token.length() - 1) + (token.endsWith("a") ? "b" : "a");
            assertThat(plain(desk, "/api/renew/?" + wrong)).isEqualTo("RESULT:BADAUTH\nRESULT_EN:badauth");
        }
    }

    @Test
    void aTokenIsRotatedWithoutAGap() throws Exception {
        try (Desk desk = new Desk()) {
            AccountToken.Fresh next = AccountToken.create(HOME);
            desk.accounts.change(
                    "alice",
                    alice -> alice.map(one ->
                            one.withToken(next.kept(), desk.clock.instant().plus(Duration.ofDays(1)))));
            assertThat(plain(desk, "/update?token=" + desk.token.text() + "&ip=203.0.113.1"))
                    .startsWith("good");
            assertThat(plain(desk, "/update?token=" + next.text() + "&ip=203.0.113.1"))
                    .startsWith("nochg");
            desk.clock.advance(Duration.ofDays(2));
            assertThat(plain(desk, "/update?token=" + desk.token.text() + "&ip=203.0.113.1"))
                    .isEqualTo("badauth");
            assertThat(plain(desk, "/update?token=" + next.text() + "&ip=203.0.113.1"))
                    .startsWith("nochg");
        }
    }

    @Test
    void unknownUsersAndWrongPasswordsAreAnsweredAlike() throws Exception {
        try (Desk desk = new Desk()) {
            GatewayResponse wrong = desk.ask("/nic/update?hostname=home.example.org", "alice", "wrong");
            GatewayResponse unknown = desk.ask("/nic/update?hostname=home.example.org", "nobody", "wrong");
            GatewayResponse none = desk.gateway.handle(Desk.request("/nic/update?hostname=home.example.org", Map.of()));
            assertThat(wrong.status()).isEqualTo(401);
            assertThat(wrong.body()).isEqualTo("badauth\n");
            assertThat(wrong.headers()).containsKey("WWW-Authenticate");
            assertThat(List.of(unknown, none)).allMatch(wrong::equals);
            assertThat(desk.zone.records).isEmpty();
        }
    }

    @Test
    void aDisabledAccountIsToldAbuse() throws Exception {
        try (Desk desk = new Desk()) {
            desk.accounts.change("alice", alice -> alice.map(one -> one.withDisabled(true)));
            assertThat(desk.ask("/nic/update?hostname=home.example.org&myip=203.0.113.1"))
                    .isEqualTo("abuse");
        }
    }

    @Test
    void believesForwardedAddressesOfItsProxiesOnly() throws Exception {
        try (Desk desk = new Desk(zone -> zone, builder -> builder.trustProxy(Prefix.parse("10.0.0.0/8")))) {
            assertThat(from(desk, "203.0.113.7", "198.51.100.1")).isEqualTo("203.0.113.7");
            assertThat(from(desk, "10.0.0.1", "198.51.100.1")).isEqualTo("198.51.100.1");
            assertThat(from(desk, "10.0.0.1", "198.51.100.66, 198.51.100.1"))
                    .as("what stands left was written by the client")
                    .isEqualTo("198.51.100.1");
            assertThat(from(desk, "10.0.0.1", "198.51.100.66, 198.51.100.1, 10.2.3.4"))
                    .isEqualTo("198.51.100.1");
            assertThat(from(desk, "10.0.0.1", "<script>")).contains("no address");
        }
    }

    private static String from(Desk desk, String peer, String forwarded) throws InterruptedException {
        return desk.gateway
                .handle(new GatewayRequest(
                        "GET", "/checkip", Map.of("X-Forwarded-For", List.of(forwarded)), IpLiteral.parse(peer), true))
                .body()
                .strip();
    }

    @Test
    void checkipAnswersInEachFormat() throws Exception {
        try (Desk desk = new Desk()) {
            assertThat(plain(desk, "/checkip")).isEqualTo("203.0.113.7");
            assertThat(plain(desk, "/checkip?format=json")).isEqualTo("{\"ip\":\"203.0.113.7\"}");
            assertThat(desk.gateway
                            .handle(Desk.request("/checkip", Map.of("Accept", List.of("text/html,*/*"))))
                            .body())
                    .isEqualTo("<html><head><title>Current IP Check</title></head>"
                            + "<body>Current IP Address: 203.0.113.7</body></html>\r\n");
        }
    }

    @Test
    void refusesCredentialsInClear() throws Exception {
        try (Desk desk = new Desk()) {
            GatewayRequest request = new GatewayRequest(
                    "GET",
                    "/nic/update?hostname=home.example.org",
                    Desk.basic("alice", "wonderland"),
                    Desk.SOMEBODY,
                    false);
            assertThat(desk.gateway.handle(request).status()).isEqualTo(403);
            assertThat(desk.zone.records).isEmpty();
        }
    }

    @Test
    void refusesWhatCouldBeReadInTwoWays() throws Exception {
        try (Desk desk = new Desk()) {
            String target = "/nic/update?hostname=home.example.org&myip=203.0.113.1";
            assertThat(desk.ask(target + "&hostname=office.example.org")).contains("twice");
            assertThat(desk.ask(target + "&x=%zz")).contains("hexadecimal");
            assertThat(desk.ask(target + "&x=%ff")).contains("UTF-8");
            assertThat(desk.ask(target + "&x=%0d%0aSet-Cookie:%20a")).contains("control character");
            assertThat(desk.ask("http://example.org" + target)).contains("no path");
            assertThat(desk.ask(target + "&x=" + "y".repeat(5000))).contains("too long");
            for (Map<String, List<String>> odd : List.of(
                    Map.of("Content-Length", List.of("5")),
                    Map.of("Content-Length", List.of("0", "5")),
                    Map.of("Content-Length", List.of("0"), "Transfer-Encoding", List.of("chunked")),
                    Map.of("Authorization", List.of("Basic YTpi", "Basic YTpi")),
                    Map.of("Authorization", List.of("Basic !!!")))) {
                GatewayResponse response = desk.gateway.handle(Desk.request(target, odd));
                assertThat(response.status()).isEqualTo(400);
                assertThat(response.headers()).containsEntry("Connection", "close");
            }
            assertThat(desk.zone.records).isEmpty();
        }
    }

    @Test
    void tellsWhoSendsTooMuchToWait() throws Exception {
        GatewayLimits limits = GatewayLimits.standard().withPerHost(new GatewayLimits.Rate(2, Duration.ofMinutes(1)));
        try (Desk desk = new Desk(zone -> zone, builder -> builder.limits(limits))) {
            String target = "/nic/update?hostname=home.example.org&myip=203.0.113.1";
            desk.ask(target);
            desk.ask(target);
            GatewayResponse third = desk.ask(target, "alice", "wonderland");
            assertThat(third.status()).isEqualTo(429);
            assertThat(third.body()).isEqualTo("w30s\n");
            assertThat(third.headers()).containsEntry("Retry-After", "30");
            desk.clock.advance(Duration.ofSeconds(30));
            assertThat(desk.ask(target)).startsWith("nochg");
        }
    }

    @Test
    void wrongPasswordsLockANetworkOutForLongerEachTime() throws Exception {
        try (Desk desk = new Desk()) {
            List<Long> waits = new ArrayList<>();
            for (int lockout = 0; lockout < 3; lockout++) {
                GatewayResponse last;
                do {
                    last = desk.ask("/nic/update?hostname=home.example.org", "alice", "guess");
                } while (last.status() == 401);
                assertThat(last.status()).isEqualTo(429);
                long wait = Long.parseLong(String.valueOf(last.headers().get("Retry-After")));
                waits.add(wait);
                desk.clock.advance(Duration.ofSeconds(wait));
            }
            assertThat(waits).containsExactly(30L, 60L, 120L);
            assertThat(desk.events).hasAtLeastOneElementOfType(GatewayEvent.LockedOut.class);
        }
    }

    @Test
    void whoWasRightBeforeIsNotLockedOutByANeighbour() throws Exception {
        try (Desk desk = new Desk()) {
            String target = "/nic/update?hostname=home.example.org&myip=203.0.113.1";
            desk.ask(target);
            while (desk.ask(target, "bob", "guess").status() == 401) {
                assertThat(desk.events).hasSizeLessThan(100);
            }
            assertThat(desk.ask(target)).startsWith("nochg");
        }
    }

    @Test
    void refusesProgramsThatAreNotWanted() throws Exception {
        try (Desk desk = new Desk(zone -> zone, builder -> builder.agents(agent -> !agent.isEmpty()))) {
            assertThat(desk.ask("/nic/update?hostname=home.example.org")).isEqualTo("badagent");
        }
    }

    @Test
    void namesThatNobodyRefreshesLapseAfterAWarning() throws Exception {
        try (Desk desk = new Desk(zone -> zone, builder -> builder.lapse(Duration.ofDays(30), Duration.ofDays(7)))) {
            desk.ask("/nic/update?hostname=home.example.org&myip=203.0.113.1");
            desk.clock.advance(Duration.ofDays(22));
            desk.gateway.lapse();
            assertThat(desk.events).noneMatch(GatewayEvent.Lapsing.class::isInstance);
            desk.clock.advance(Duration.ofDays(2));
            desk.gateway.lapse();
            desk.gateway.lapse();
            assertThat(desk.events)
                    .filteredOn(GatewayEvent.Lapsing.class::isInstance)
                    .hasSize(1);
            desk.ask("/nic/update?hostname=home.example.org&myip=203.0.113.1");
            desk.clock.advance(Duration.ofDays(29));
            desk.gateway.lapse();
            assertThat(desk.zone.addresses(HOME)).isEqualTo("203.0.113.1");
            desk.clock.advance(Duration.ofDays(2));
            desk.gateway.lapse();
            desk.gateway.close(); // ends what is under way
            assertThat(desk.zone.addresses(HOME)).isEmpty();
            assertThat(desk.events).hasAtLeastOneElementOfType(GatewayEvent.Lapsed.class);
        }
    }

    @Test
    void aNameThatIsRefreshedInTheLastMomentDoesNotLapse() throws Exception {
        try (Desk desk = new Desk(zone -> zone, builder -> builder.lapse(Duration.ofDays(30), Duration.ofDays(7)))) {
            desk.ask("/nic/update?hostname=home.example.org&myip=203.0.113.1");
            desk.clock.advance(Duration.ofDays(31));
            desk.gateway.lapse(); // the warning
            desk.zone.gate.drainPermits();
            var refresh = desk.submit("/nic/update?hostname=home.example.org&myip=203.0.113.1");
            while (!desk.zone.gate.hasQueuedThreads()) {
                Thread.onSpinWait();
            }
            desk.gateway.lapse();
            desk.zone.gate.release(100);
            assertThat(get(refresh)).isEqualTo("nochg 203.0.113.1");
            desk.gateway.close(); // ends what is under way
            assertThat(desk.zone.addresses(HOME)).isEqualTo("203.0.113.1");
            assertThat(desk.events).noneMatch(GatewayEvent.Lapsed.class::isInstance);
        }
    }

    @Test
    void newSettingsDropNoRequest() throws Exception {
        try (Desk desk = new Desk()) {
            desk.zone.gate.drainPermits();
            List<CompletionStage<GatewayResponse>> all = new ArrayList<>();
            all.add(desk.submit("/nic/update?hostname=home.example.org&myip=203.0.113.1"));
            while (!desk.zone.gate.hasQueuedThreads()) {
                Thread.onSpinWait();
            }
            all.add(desk.submit("/nic/update?hostname=home.example.org&myip=203.0.113.2"));
            while (desk.gateway.status().zones().get(0).waiting() < 1) {
                Thread.onSpinWait();
            }
            Desk.Zone other = new Desk.Zone();
            desk.gateway.reconfigure(UpdateGateway.builder()
                    .zone(GatewayZone.builder(Hostname.of("example.org"), other)
                            .allow(AddressClass.DOCUMENTATION)
                            .build())
                    .accounts(desk.accounts));
            all.add(desk.submit("/nic/update?hostname=home.example.org&myip=203.0.113.3"));
            assertThat(other.records).as("waits for the updates before").isEmpty();
            desk.zone.gate.release(100);
            for (int i = 0; i < all.size(); i++) {
                assertThat(get(all.get(i))).isEqualTo("good 203.0.113." + (i + 1));
            }
            assertThat(other.addresses(HOME)).isEqualTo("203.0.113.3");
            desk.gateway.close();
            assertThat(desk.zone.closed).isTrue();
            assertThat(other.closed).isTrue();
            assertThat(desk.ask("/nic/update?hostname=home.example.org&myip=203.0.113.4"))
                    .isEqualTo("911");
        }
    }

    @Test
    void familiesOfAZoneThatAreNotPublishedArePassedOver() throws Exception {
        try (Desk desk = new Desk(zone -> zone.families(Set.of(AddressFamily.IPV4)), builder -> builder)) {
            assertThat(desk.ask("/nic/update?hostname=home.example.org&myip=203.0.113.1,2001:db8::1"))
                    .startsWith("good 203.0.113.1");
            assertThat(desk.ask("/nic/update?hostname=home.example.org&myipv6=2001:db8::1"))
                    .isEqualTo("badip");
            assertThat(desk.zone.addresses(HOME)).isEqualTo("203.0.113.1");
        }
    }

    @Test
    void noSecretComesUpAnywhere() throws Exception {
        try (Desk desk = new Desk()) {
            String token = desk.token.text();
            StringBuilder told = new StringBuilder();
            for (String target : List.of(
                    "/update?token=" + token + "&ip=203.0.113.1",
                    "/update?token=" + token + "x",
                    "/api/renew/?" + token + "=bad",
                    "/nic/update?hostname=" + token,
                    "/nic/update?hostname=home.example.org&username=alice&password=wonderland&myip=203.0.113.1")) {
                told.append(Desk.request(target, Map.of()));
                told.append(desk.gateway.handle(Desk.request(target, Map.of())));
                told.append(desk.gateway.handle(Desk.request(target, Desk.basic("alice", "wonderland"))));
            }
            desk.events.forEach(event -> told.append(event).append(AuditLog.line(event)));
            told.append(desk.accounts.all()).append(desk.token).append(desk.gateway.status());
            assertThat(told.toString())
                    .doesNotContain("wonderland")
                    .doesNotContain(token)
                    .doesNotContain("pbkdf2");
        }
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> UpdateGateway.builder().build()).hasMessageContaining("needs a zone");
    }

    private static String plain(Desk desk, String target) throws InterruptedException {
        return desk.gateway.handle(Desk.request(target, Map.of())).body().strip();
    }

    private static String get(CompletionStage<GatewayResponse> stage) throws Exception {
        CompletableFuture<GatewayResponse> future = stage.toCompletableFuture();
        return future.get(60, TimeUnit.SECONDS).body().strip();
    }
}
