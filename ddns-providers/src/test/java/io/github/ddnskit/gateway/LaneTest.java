package io.github.ddnskit.gateway;

import static io.github.ddnskit.gateway.Desk.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Update;
import io.github.ddnskit.ip.AddressClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Updates are committed together, in order, and under new settings. */
class LaneTest {

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
                assertThat(Desk.get(all.get(i))).isEqualTo("good 203.0.113." + (i + 1));
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
            assertThat(List.of(Desk.get(slow), Desk.get(second), Desk.get(third)))
                    .containsExactly("good 203.0.113.1", "good 203.0.113.1", "good 203.0.113.2");
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
                assertThat(Desk.get(all.get(i))).isEqualTo("good 203.0.113." + (i + 1));
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
    void newSettingsTwiceInARowKeepTheOrderToo() throws Exception {
        try (Desk desk = new Desk()) {
            var first = desk.submitAndHold("/nic/update?hostname=home.example.org&myip=203.0.113.1");
            Desk.Zone last = new Desk.Zone();
            for (Desk.Zone zone : List.of(new Desk.Zone(), last)) {
                desk.gateway.reconfigure(UpdateGateway.builder()
                        .zone(GatewayZone.builder(Hostname.of("example.org"), zone)
                                .allow(AddressClass.DOCUMENTATION)
                                .together(Duration.ZERO, 1)
                                .build())
                        .accounts(desk.accounts));
            }
            last.report = done -> {
                assertThat(desk.zone.records).as("what was asked for before").containsKey(HOME);
                return done;
            };
            var second = desk.submit("/nic/update?hostname=home.example.org&myip=203.0.113.2");
            assertThatThrownBy(() -> second.toCompletableFuture().get(200, TimeUnit.MILLISECONDS))
                    .as("it waits")
                    .isInstanceOf(TimeoutException.class);
            desk.zone.gate.release(100);
            assertThat(Desk.get(first)).isEqualTo("good 203.0.113.1");
            assertThat(Desk.get(second)).isEqualTo("good 203.0.113.2");
        }
    }

    @Test
    void closingCarriesOutWhatWasAccepted() throws Exception {
        try (Desk desk = new Desk()) {
            var first = desk.submitAndHold("/nic/update?hostname=home.example.org&myip=203.0.113.1");
            var second = desk.submit("/nic/update?hostname=home.example.org&myip=203.0.113.2");
            while (desk.gateway.status().zones().get(0).waiting() < 1) {
                Thread.onSpinWait();
            }
            Thread closing = new Thread(desk.gateway::close);
            closing.start();
            while (closing.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            desk.zone.gate.release(100);
            closing.join();
            assertThat(Desk.get(first)).isEqualTo("good 203.0.113.1");
            assertThat(Desk.get(second)).isEqualTo("good 203.0.113.2");
            assertThat(desk.zone.addresses(HOME)).isEqualTo("203.0.113.2");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2, published 203.0.113.1", "2, 3, published 203.0.113.1", "9, 3, failed"})
    void whatAnotherGatewayRemovedMeanwhileIsSentAgainBeforeAnybodyIsTold(int removals, int sent, String outcome) {
        Desk.Zone zone = new Desk.Zone();
        AtomicInteger settled = new AtomicInteger();
        Lane lane = new Lane(
                GatewayZone.builder(Hostname.of("example.org"), zone)
                        .together(Duration.ZERO, 1)
                        .build(),
                Runnable::run,
                (updates, reports) -> new Lane.Settlement(
                        List.of(false), settled.incrementAndGet() <= removals ? Set.of(HOME) : Set.of()),
                trouble -> {},
                null);
        Lane.Settled told = lane.submit(Update.of(HOME, Goal.publish("203.0.113.1"), Goal.keep()))
                .join();
        assertThat(zone.batches).hasSize(sent);
        assertThat(told.report().ipv4().toString()).startsWith(outcome);
        assertThat(told.isChanged()).isEqualTo(!outcome.equals("failed"));
    }
}
