package io.github.ddnskit.gateway;

import static io.github.ddnskit.gateway.Desk.HOME;
import static io.github.ddnskit.gateway.Desk.OFFICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Health;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.AddressClass;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a gateway answers to a request, and what it publishes. */
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
    void checkipAnswersInEachFormat() throws Exception {
        try (Desk desk = new Desk()) {
            assertThat(desk.plain("/checkip")).isEqualTo("203.0.113.7");
            assertThat(desk.plain("/checkip?format=json")).isEqualTo("{\"ip\":\"203.0.113.7\"}");
            assertThat(desk.gateway
                            .handle(Desk.request("/checkip", Map.of("Accept", List.of("text/html,*/*"))))
                            .body())
                    .isEqualTo("<html><head><title>Current IP Check</title></head>"
                            + "<body>Current IP Address: 203.0.113.7</body></html>\r\n");
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
    void publishesWithTheTimeToLiveOfTheZone() throws Exception {
        try (Desk desk = new Desk(zone -> zone.ttl(Duration.ofSeconds(60)), builder -> builder)) {
            desk.ask("/nic/update?hostname=home.example.org&myip=203.0.113.9");
            assertThat(desk.zone.updates)
                    .extracting(Update::options)
                    .containsExactly(RecordOptions.defaults().withTtl(Duration.ofSeconds(60)));
        }
    }

    @Test
    void publishesAddressesOfAClosedNetworkWhereTheZoneAllowsThem() throws Exception {
        try (Desk desk = new Desk(zone -> zone.allow(AddressClass.PRIVATE), builder -> builder)) {
            assertThat(desk.ask("/nic/update?hostname=home.example.org&myip=192.168.1.5"))
                    .isEqualTo("good 192.168.1.5");
            assertThat(desk.ask("/nic/update?hostname=home.example.org&myip=127.0.0.1"))
                    .isEqualTo("badip");
        }
    }

    @Test
    void aNameThatIsSomebodyElsesIsNoFailureOfTheZone() throws Exception {
        try (Desk desk = new Desk()) {
            desk.zone.report = done -> new UpdateReport(
                    Outcome.failed(FailureReason.CONFLICT, Retry.never(), "others own it"), Outcome.kept());
            assertThat(desk.ask("/nic/update?hostname=home.example.org&myip=203.0.113.9"))
                    .isEqualTo("dnserr");
            assertThat(desk.gateway.status().level()).isEqualTo(Health.Level.UP);
        }
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> UpdateGateway.builder().build()).hasMessageContaining("needs a zone");
    }
}
