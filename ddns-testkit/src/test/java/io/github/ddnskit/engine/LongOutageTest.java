package io.github.ddnskit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.policy.Backoff;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.testkit.Exchange;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.Fault;
import io.github.ddnskit.testkit.Question;
import io.github.ddnskit.testkit.Trigger;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A name server that is out of order for a long time, while the address of the device changes. */
class LongOutageTest extends ClientInManualTime {

    private static final int MOST_IN_AN_HOUR = 60;

    static Stream<Fault> faults() {
        return Stream.of(Fault.servfail(), Fault.loseRequest(), Fault.loseReply());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isToldTheLatestAddressOnceItIsBackAndIsNotHammeredUntilThen(Fault fault) {
        try (FakeAuthoritativeServer server = FakeAuthoritativeServer.zone("example.test")
                        .allowUnsigned()
                        .start();
                DdnsClient client = start(builder()
                        .host(HOME, updater(server))
                        .source(ip)
                        .allow(AddressClass.DOCUMENTATION)
                        .listener(events))) {
            ip.set("203.0.113.1");
            time.advance(HOUR);
            assertThat(server.addresses(HOME)).containsExactly("203.0.113.1");
            server.clearExchanges();
            server.fault(Trigger.always(), fault);
            for (int minute = 0; minute < 60; minute++) {
                ip.set("203.0.113." + (100 + minute));
                client.networkChanged();
                time.advance(Duration.ofMinutes(1));
            }
            assertThat(server.exchanges().stream().map(Exchange::question).filter(Question::isUpdate))
                    .as("several of which belong to one attempt that is not answered")
                    .hasSizeBetween(4, MOST_IN_AN_HOUR);
            assertThat(events.events(DdnsEvent.RecordConfirmed.class))
                    .as("nothing was confirmed, so nothing is believed to be there")
                    .hasSize(1);
            server.clearFaults();
            time.advance(Backoff.standard().cap().multipliedBy(5)); // the machine may be too slow for one attempt
            assertThat(server.addresses(HOME)).containsExactly("203.0.113.159");
            assertThat(events.events(DdnsEvent.RecordConfirmed.class))
                    .extracting(event -> IpLiteral.format(event.addresses()))
                    .containsExactly("203.0.113.1", "203.0.113.159");
        }
    }

    private static Rfc2136Updater updater(FakeAuthoritativeServer server) {
        return Rfc2136Updater.builder()
                .server(server.server())
                .zone("example.test")
                .timeout(Duration.ofMillis(100)) // real time, unlike all other here
                .build();
    }
}
