package io.github.ddnskit.engine;

import static io.github.ddnskit.AddressFamily.IPV4;
import static io.github.ddnskit.AddressFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Host;
import io.github.ddnskit.Update;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.DeclaredIpSource;
import io.github.ddnskit.policy.AbsencePolicy;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.spi.Capabilities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A program that keeps the names of many devices, each at addresses of its own. */
class DeclaredHostsTest extends ClientInManualTime {

    private final DeclaredIpSource camera = DeclaredIpSource.create();
    private final DeclaredIpSource nas = DeclaredIpSource.create();

    @Test
    void eachHostGoesWhereItsOwnAddressIs() {
        camera.declare("203.0.113.1");
        try (DdnsClient client = start(devices())) {
            assertThat(dns.address("camera.example.test", IPV4)).isEqualTo("203.0.113.1");
            assertThat(dns.address("nas.example.test", IPV4)).isEqualTo("none");
            nas.declare("203.0.113.2");
            nas.declare("2001:db8::2");
            settle();
            assertThat(dns.address("nas.example.test", IPV4)).isEqualTo("203.0.113.2");
            assertThat(dns.address("nas.example.test", IPV6)).isEqualTo("2001:db8::2");
            assertThat(dns.address("camera.example.test", IPV4)).isEqualTo("203.0.113.1");
            assertThat(client.status().records()).hasSize(4);
        }
    }

    @Test
    void onlyTheHostThatMovedIsSent() {
        camera.declare("203.0.113.1");
        nas.declare("203.0.113.2");
        try (DdnsClient client = start(devices())) {
            dns.batches().clear();
            camera.declare("203.0.113.3");
            settle();
            assertThat(dns.updates())
                    .extracting(update -> update.host().ascii())
                    .containsExactly("camera.example.test");
            assertThat(client.status().records()).hasSize(4);
        }
    }

    @Test
    void manyDeclarationsAreSentTogether() {
        dns.capabilities(Capabilities.standard().withBatchSize(50));
        List<DeclaredIpSource> sources = new ArrayList<>();
        DdnsClient.Builder builder = only();
        for (int i = 0; i < 120; i++) {
            sources.add(DeclaredIpSource.create());
            builder.host(Host.of("d" + i + ".example.test", dns).declaredBy(sources.get(i)));
        }
        try (DdnsClient client = start(builder)) {
            sources.forEach(source -> source.declare("203.0.113.1"));
            settle();
            assertThat(dns.batches()).extracting(List::size).containsExactly(50, 50, 20);
            assertThat(client.status().records()).hasSize(240);
        }
    }

    @Test
    void anAddressThatMayNotBePublishedLeavesDnsAsItIs() {
        camera.declare("203.0.113.1");
        try (DdnsClient client = start(devices())) {
            camera.declare("192.168.1.20");
            settle();
            assertThat(dns.address("camera.example.test", IPV4)).isEqualTo("203.0.113.1");
            camera.declare("192.168.1.20", "203.0.113.4");
            settle();
            assertThat(dns.address("camera.example.test", IPV4)).isEqualTo("203.0.113.4");
            assertThat(client.status().records()).hasSize(4);
        }
    }

    @Test
    void anAddressThatIsGoneIsRemovedAfterTheHoldDownOnly() {
        camera.declare("203.0.113.1");
        UpdatePolicy policy = UpdatePolicy.standard().withAbsence(AbsencePolicy.removeAfter(Duration.ofMinutes(10)));
        try (DdnsClient client = start(devices().policy(policy))) {
            camera.declareAbsent(IPV4);
            time.advance(Duration.ofMinutes(9));
            assertThat(dns.address("camera.example.test", IPV4)).isEqualTo("203.0.113.1");
            camera.declare("203.0.113.1");
            settle();
            camera.declareAbsent(IPV4);
            time.advance(Duration.ofMinutes(9));
            assertThat(dns.address("camera.example.test", IPV4))
                    .as("a new absence")
                    .isEqualTo("203.0.113.1");
            time.advance(Duration.ofMinutes(2));
            assertThat(dns.address("camera.example.test", IPV4)).isEqualTo("none");
            assertThat(client.status().records()).hasSize(4);
        }
    }

    @Test
    void theHostsOfTheDeviceItselfAreKeptBesides() {
        ip.set("203.0.113.8");
        camera.declare("203.0.113.1");
        try (DdnsClient client = start(client().host(device("camera.example.test", camera)))) {
            assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
            assertThat(dns.address("camera.example.test", IPV4)).isEqualTo("203.0.113.1");
            ip.set("203.0.113.9");
            time.advance(HOUR);
            assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.9");
            assertThat(dns.address("camera.example.test", IPV4)).isEqualTo("203.0.113.1");
            assertThat(client.status().verdicts()).containsKey(IPV4);
        }
    }

    @Test
    void aNewSourceOfAHostIsFollowedAfterTheConfigurationChanged() {
        camera.declare("203.0.113.1");
        try (DdnsClient client = start(devices())) {
            DeclaredIpSource successor = DeclaredIpSource.create();
            client.reconfigure(DdnsClient.builder()
                    .allow(AddressClass.DOCUMENTATION)
                    .host(device("camera.example.test", successor))
                    .host(device("nas.example.test", nas)));
            successor.declare("203.0.113.30");
            nas.declare("203.0.113.31");
            settle();
            assertThat(dns.updates()).extracting(Update::host).hasSize(3);
            assertThat(dns.address("camera.example.test", IPV4)).isEqualTo("203.0.113.30");
            assertThat(dns.address("nas.example.test", IPV4)).isEqualTo("203.0.113.31");
        }
    }

    private DdnsClient.Builder devices() {
        return only().host(device("camera.example.test", camera)).host(device("nas.example.test", nas));
    }

    private DdnsClient.Builder only() {
        return builder().allow(AddressClass.DOCUMENTATION).listener(events);
    }

    private Host device(String name, DeclaredIpSource source) {
        return Host.of(name, dns).declaredBy(source);
    }

    private void settle() {
        time.advance(Duration.ofSeconds(2));
    }
}
