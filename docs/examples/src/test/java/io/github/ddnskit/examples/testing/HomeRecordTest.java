package io.github.ddnskit.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Health;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.DeclaredIpSource;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.Fault;
import io.github.ddnskit.testkit.ManualTime;
import io.github.ddnskit.testkit.Trigger;
import io.github.ddnskit.testkit.junit.AuthoritativeServerExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class HomeRecordTest {

    private static final TsigKey KEY = TsigKey.parse("ddns-key:c2VjcmV0LXNlY3JldC1zZWNyZXQ=");

    @RegisterExtension
    final AuthoritativeServerExtension server = AuthoritativeServerExtension.of(
            FakeAuthoritativeServer.zone("example.test").key(KEY));

    @Test
    void followsTheAddressThroughAnOutage() {
        var dns = server.dns();
        var time = ManualTime.create();
        var device = DeclaredIpSource.create();
        var updater = Rfc2136Updater.builder()
                .server(dns.server())
                .zone("example.test")
                .tsig(KEY)
                .build();
        try (var client = DdnsClient.builder()
                .host("home.example.test", updater)
                .source(device)
                .allow(AddressClass.DOCUMENTATION)
                .clock(time.clock())
                .scheduler(time.scheduler())
                .build()) {
            client.start();
            device.declare("192.0.2.1");
            time.advance(Duration.ofMinutes(1)); // nobody waits a minute
            dns.awaitRecord("home.example.test", "A", "192.0.2.1");

            dns.fault(Trigger.always().updates(), Fault.servfail());
            device.declare("192.0.2.2");
            time.advance(Duration.ofHours(1));
            assertThat(dns.addresses("home.example.test")).containsExactly("192.0.2.1");
            assertThat(client.status().health().level()).isEqualTo(Health.Level.DEGRADED);

            dns.clearFaults();
            time.advance(Duration.ofHours(1));
            dns.awaitRecord("home.example.test", "A", "192.0.2.2");
        }
    }
}
