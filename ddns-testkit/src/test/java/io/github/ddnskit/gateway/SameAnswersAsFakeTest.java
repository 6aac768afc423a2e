package io.github.ddnskit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.testkit.provider.FakeDyndns2;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The testkit's fake of a service and the gateway answer the same requests in the same way, and publish the same. Where they
 * differ is listed, with the reason.
 */
class SameAnswersAsFakeTest {

    private static final int REQUESTS = 200;

    /** By what the fake says to a request, what the gateway says instead, and why. */
    private static final Map<String, String> DIFFERENCES = new LinkedHashMap<>(Map.of(
            // HTTP has a status for it, and so had Dyn; the fake takes the first row of the table, which names none
            "200 badauth", "401 badauth"));

    @Test
    void bothSayTheSameToRandomRequests() throws Exception {
        long seed = Long.getLong("ddnskit.seed", new Random().nextLong());
        Random random = new Random(seed);
        MemoryZone zone = new MemoryZone();
        List<Hostname> hosts = List.of(Hostname.of("a.example.test"), Hostname.of("b.example.test"));
        FakeDyndns2 fake = FakeDyndns2.of(OurClientTest.dialect()).account("alice", Service.PASSWORD, "token");
        hosts.forEach(fake::host);
        try (Service service = Service.tls(zone, "a.example.test", "b.example.test")) {
            for (int i = 0; i < REQUESTS; i++) {
                String target = target(random);
                String password = random.nextInt(20) == 0 ? "wrong" : Service.PASSWORD;
                Map<String, List<String>> headers = Login.basic("alice", password);
                Map<String, String> joined = new LinkedHashMap<>();
                headers.forEach((name, values) -> joined.put(name, values.get(0)));
                HttpAnswer theirs =
                        fake.answer(new HttpExchange("GET", "127.0.0.1", target, joined, "", AddressFamily.IPV4));
                GatewayResponse ours = service.gateway.handle(
                        new GatewayRequest("GET", target, headers, IpLiteral.parse("127.0.0.1"), true));
                String expected = theirs.status() + " " + theirs.body().strip();
                assertThat(ours.status() + " " + ours.body().strip())
                        .as("%s with seed %s", target, seed)
                        .isEqualTo(DIFFERENCES.getOrDefault(expected, expected));
            }
            for (Hostname host : hosts) {
                for (AddressFamily family : AddressFamily.values()) {
                    assertThat(zone.addresses(host, family)).isEqualTo(fake.addresses(host, family));
                }
            }
        }
    }

    private static String target(Random random) {
        List<String> names = new ArrayList<>(List.of("a.example.test", "b.example.test"));
        if (random.nextInt(5) == 0) {
            names.add(random.nextInt(names.size() + 1), "strange.example.test");
        }
        String hosts = random.nextInt(3) == 0 ? String.join(",", names) : names.get(random.nextInt(names.size()));
        String ipv4 = "203.0.113." + random.nextInt(3);
        String ipv6 = "2001:db8::" + (1 + random.nextInt(2));
        String what = switch (random.nextInt(4)) {
            case 0 -> "myip=" + ipv4;
            case 1 -> "myip=" + ipv6;
            case 2 -> "myip=" + ipv4 + "," + ipv6;
            default -> "offline=yes";
        };
        return "/nic/update?hostname=" + hosts + "&" + what;
    }
}
