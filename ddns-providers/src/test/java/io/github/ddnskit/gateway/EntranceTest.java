package io.github.ddnskit.gateway;

import static io.github.ddnskit.gateway.Desk.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.ip.Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in, and who is told to wait. */
class EntranceTest {

    @Test
    void tokensUpdateTheirHostAndNoOther() throws Exception {
        try (Desk desk = new Desk()) {
            String token = desk.token.text();
            assertThat(desk.plain("/update?domain=home.example.org&token=" + token + "&ip=203.0.113.1"))
                    .isEqualTo("good 203.0.113.1");
            assertThat(desk.plain("/update?token=" + token + "&ip=203.0.113.2")).isEqualTo("good 203.0.113.2");
            assertThat(desk.plain("/update?domain=office.example.org&token=" + token + "&ip=203.0.113.2"))
                    .isEqualTo("nohost");
            assertThat(desk.plain("/api/renew/?" + token + "=2001:db8::5"))
                    .isEqualTo("RESULT:OK\nRESULT_EN:good 2001:db8::5");
            assertThat(desk.plain("/api/renew/?" + token)).isEqualTo("RESULT:OK\nRESULT_EN:good 203.0.113.7");
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
            assertThat(desk.plain("/api/renew/?" + wrong)).isEqualTo("RESULT:BADAUTH\nRESULT_EN:badauth");
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
            assertThat(desk.plain("/update?token=" + desk.token.text() + "&ip=203.0.113.1"))
                    .startsWith("good");
            assertThat(desk.plain("/update?token=" + next.text() + "&ip=203.0.113.1"))
                    .startsWith("nochg");
            desk.clock.advance(Duration.ofDays(2));
            assertThat(desk.plain("/update?token=" + desk.token.text() + "&ip=203.0.113.1"))
                    .isEqualTo("badauth");
            assertThat(desk.plain("/update?token=" + next.text() + "&ip=203.0.113.1"))
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
    void theHostsOfAnAccountTogetherHaveALimit() throws Exception {
        GatewayLimits limits =
                GatewayLimits.standard().withPerAccount(new GatewayLimits.Rate(3, Duration.ofMinutes(1)));
        try (Desk desk = new Desk(zone -> zone, builder -> builder.limits(limits))) {
            String target = "/nic/update?hostname=home.example.org,office.example.org&myip=203.0.113.1";
            assertThat(desk.ask(target)).isEqualTo("good 203.0.113.1\ngood 203.0.113.1");
            assertThat(desk.ask(target, "alice", "wonderland").status()).isEqualTo(429);
            assertThat(desk.ask("/nic/update?hostname=theirs.example.org&myip=203.0.113.1", "bob", "builder")
                            .body())
                    .startsWith("good");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7, 429",
        "203.0.113.7, 203.0.113.8, 200",
        "2001:db8::1, 2001:db8::ffff:1, 429",
        "2001:db8::1, 2001:db8:0:1::1, 200"
    })
    void aNetworkHasALimitWhateverItAsksFor(String first, String second, int status) throws Exception {
        GatewayLimits limits =
                GatewayLimits.standard().withPerNetwork(new GatewayLimits.Rate(1, Duration.ofMinutes(1)));
        try (Desk desk = new Desk(zone -> zone, builder -> builder.limits(limits))) {
            List<Integer> statuses = new ArrayList<>();
            for (String peer : List.of(first, second)) {
                statuses.add(desk.gateway
                        .handle(new GatewayRequest("GET", "/checkip", Map.of(), IpLiteral.parse(peer), true))
                        .status());
            }
            assertThat(statuses).containsExactly(200, status);
        }
    }

    @Test
    void aLimitMayBeMoreThanAThousandASecond() {
        Rates rates = new Rates(new Desk.ManualClock());
        GatewayLimits.Rate many = new GatewayLimits.Rate(5000, Duration.ofSeconds(1));
        for (int i = 0; i < 5000; i++) {
            assertThat(rates.count("a proxy", many)).isZero();
        }
        assertThat(rates.count("a proxy", many)).isPositive();
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
}
