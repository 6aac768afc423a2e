package io.github.ddnskit.engine;

import static io.github.ddnskit.AddressFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.DdnsStatus;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Host;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.testkit.ManualTime;
import io.github.ddnskit.testkit.ScriptedIpSource;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Addresses that look global, and that nobody on the Internet reaches. */
class ClosedNetworkTest {

    private static final String INSIDE = "2408:210:1234:5600::1";
    private static final String OUTSIDE = "2606:4700::1111";
    private static final String NGN = "home.i.open.ad.jp";
    private static final String INTERNET = "home.example.org";

    private final ManualTime time = ManualTime.create();
    private final ScriptedIpSource ip = ScriptedIpSource.create();
    private final MemoryUpdater internet = new MemoryUpdater();
    private final MemoryUpdater ngn =
            new MemoryUpdater().capabilities(Capabilities.standard().withClosedNetworks());
    private DdnsClient client = client();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void areNotPublishedUnlessTheUserAllowsThem() {
        ip.set(INSIDE);
        start();
        time.advance(Duration.ofHours(1));
        assertThat(internet.updates()).isEmpty();
        assertThat(ngn.updates()).isEmpty();
        assertThat(client.status().verdict(IPV6).orElseThrow().observation())
                .asString()
                .contains("2408::/22 NGN of NTT East")
                .contains("unless closed-network addresses are allowed");
    }

    @Test
    void arePublishedWhereThatNetworkIsServedAndNowhereElse() {
        ip.set(INSIDE);
        start(AddressClass.CLOSED_NETWORK);
        time.advance(Duration.ofHours(1));
        assertThat(ngn.address(NGN, IPV6)).isEqualTo(INSIDE);
        assertThat(internet.updates()).isEmpty();

        DdnsStatus.RecordStatus refused = record(INTERNET);
        assertThat(refused.upToDate()).isFalse();
        assertThat(refused.lastFailure()).satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(FailureReason.UNSUPPORTED);
            assertThat(failure.detail()).contains("closed towards the Internet");
        });

        ip.set(OUTSIDE);
        time.advance(Duration.ofHours(1));
        assertThat(internet.address(INTERNET, IPV6)).isEqualTo(OUTSIDE);
        assertThat(ngn.address(NGN, IPV6)).isEqualTo(OUTSIDE);
        assertThat(record(INTERNET).upToDate()).isTrue();
        assertThat(record(INTERNET).lastFailure()).isNull();
    }

    @Test
    void areLeftOutWhereADeviceHasOthersToo() {
        ip.set(INSIDE, OUTSIDE);
        start(AddressClass.CLOSED_NETWORK);
        assertThat(internet.address(INTERNET, IPV6)).isEqualTo(OUTSIDE);
        assertThat(ngn.address(NGN, IPV6)).isEqualTo(INSIDE + ", " + OUTSIDE);
        assertThat(client.status().records()).allMatch(DdnsStatus.RecordStatus::upToDate);
    }

    private DdnsStatus.RecordStatus record(String host) {
        return client.status().records().stream()
                .filter(record -> record.key().host().ascii().equals(host))
                .findFirst()
                .orElseThrow();
    }

    private void start(AddressClass... allowed) {
        client.close();
        client = client(allowed);
        client.start();
        time.advance(Duration.ofSeconds(1));
    }

    private DdnsClient client(AddressClass... allowed) {
        return DdnsClient.builder()
                .clock(time.clock())
                .scheduler(time.scheduler())
                .random(new Random(1))
                .source(ip)
                .host(Host.of(NGN, ngn).withFamilies(AddressFamily.IPV6))
                .host(Host.of(INTERNET, internet).withFamilies(AddressFamily.IPV6))
                .allow(allowed)
                .build();
    }
}
