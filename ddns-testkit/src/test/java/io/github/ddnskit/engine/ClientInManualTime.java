package io.github.ddnskit.engine;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.testkit.ManualTime;
import io.github.ddnskit.testkit.RecordingListener;
import io.github.ddnskit.testkit.ScriptedIpSource;
import java.time.Duration;
import java.util.Random;

/** A client, the address of its device and the DNS that it updates; time passes when a test says so. */
abstract class ClientInManualTime {

    static final String HOME = "home.example.test";
    static final Duration HOUR = Duration.ofHours(1);

    final ManualTime time = ManualTime.create();
    final ScriptedIpSource ip = ScriptedIpSource.create();
    final RecordingListener events = RecordingListener.create();
    final MemoryUpdater dns = new MemoryUpdater();

    /** A client in manual time, with nothing to do yet. */
    final DdnsClient.Builder builder() {
        return DdnsClient.builder()
                .clock(time.clock())
                .scheduler(time.scheduler())
                .random(new Random(1));
    }

    /** A client that keeps {@link #HOME} at the address that {@link #ip} tells. */
    final DdnsClient.Builder client() {
        return builder()
                .host(HOME, dns)
                .source(ip)
                .allow(AddressClass.DOCUMENTATION)
                .listener(events);
    }

    final DdnsClient start() {
        return start(client());
    }

    /** Starts a client, and lets it look once. */
    final DdnsClient start(DdnsClient.Builder builder) {
        DdnsClient client = builder.build();
        client.start();
        time.advance(Duration.ofMillis(500));
        return client;
    }
}
