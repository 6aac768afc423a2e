package io.github.ddnskit.engine;

import static io.github.ddnskit.AddressFamily.IPV4;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.DdnsStatus;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.policy.Verification;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.ObservedRecords;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.RecordObserver;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import io.github.ddnskit.state.MemoryStateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the client sees of its names in DNS itself. */
class VerificationTest extends ClientInManualTime {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Dns shown = new Dns();

    @BeforeEach
    void theDeviceHasAnAddress() {
        ip.set("203.0.113.8");
    }

    @Test
    void saysWhenDnsShowsWhatWasConfirmed() {
        shown.as = Optional.of("none");
        try (DdnsClient client = start(client().verify(Verification.confirm(), shown))) {
            time.advance(Duration.ofSeconds(10));
            assertThat(visible()).isEmpty();
            assertThat(client.status().records()).allMatch(record -> record.shownInstead() == null);
            shown.as = Optional.empty();
            time.advance(Duration.ofSeconds(20));
            assertThat(visible()).hasSize(1);
            assertThat(visible().get(0).after()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(30));
            int looks = shown.looks;
            time.advance(HOUR);
            assertThat(shown.looks).as("once it is seen nobody looks any more").isEqualTo(looks);
        }
    }

    @Test
    void saysSoOnceWhenDnsDoesNotShowItInTime() {
        shown.as = Optional.of("203.0.113.1");
        try (DdnsClient client = start(client().verify(Verification.confirm(), shown))) {
            time.advance(Duration.ofMinutes(4));
            assertThat(events.events(DdnsEvent.RecordNotVisible.class)).isEmpty();
            time.advance(Duration.ofMinutes(2));
            assertThat(events.events(DdnsEvent.RecordNotVisible.class))
                    .singleElement()
                    .hasToString(HOME + " A is not in DNS as it was confirmed (203.0.113.8): 203.0.113.1 (dns:fake)");
            assertThat(record(client).shownInstead()).hasToString("203.0.113.1 (dns:fake)");
            assertThat(record(client).upToDate())
                    .as("the provider's word stands")
                    .isTrue();
            time.advance(HOUR);
            assertThat(events.events(DdnsEvent.RecordNotVisible.class)).hasSize(1);
            shown.as = Optional.empty();
            time.advance(HOUR);
            assertThat(visible()).hasSize(1);
            assertThat(record(client).shownInstead()).isNull();
        }
        assertThat(dns.updates()).as("verification sends nothing").hasSize(1);
    }

    @Test
    void aGuardTellsWhatWasChangedElsewhereAndSinceWhen() {
        try (DdnsClient client = start(client().verify(Verification.guard(), shown))) {
            time.advance(MINUTE);
            assertThat(visible()).hasSize(1);
            Instant before = time.now();
            shown.as = Optional.of("203.0.113.66");
            time.advance(Duration.ofMinutes(12));
            assertThat(changes()).hasSize(1);
            assertThat(changes().get(0).shown()).hasToString("203.0.113.66 (dns:fake)");
            assertThat(changes().get(0).since()).isBetween(before, before.plus(Duration.ofMinutes(10)));
            assertThat(record(client).shownInstead()).isNotNull();
            time.advance(HOUR);
            assertThat(changes()).as("told once").hasSize(1);
            assertThat(dns.updates()).as("repair is a choice").hasSize(1);
            shown.as = Optional.empty();
            time.advance(HOUR);
            assertThat(visible()).as("it is right again").hasSize(2);
        }
    }

    @Test
    void aGuardThatIsAddedWatchesWhatWasPublishedUntilItIsLeftOut() {
        try (DdnsClient client = start()) {
            client.reconfigure(next().verify(Verification.guard(), shown));
            time.advance(MINUTE);
            shown.as = Optional.of("203.0.113.66");
            time.advance(Duration.ofMinutes(12));
            assertThat(changes()).hasSize(1);
            client.reconfigure(next());
            time.advance(MINUTE);
            int looks = shown.looks;
            time.advance(HOUR);
            assertThat(shown.looks).isEqualTo(looks);
            assertThat(shown.closed).isTrue();
        }
    }

    @Test
    void aNameServerThatIsAMomentBehindIsNoAlarm() {
        try (DdnsClient client = start(client().verify(Verification.guard(), shown))) {
            time.advance(Duration.ofMinutes(9));
            shown.as = Optional.of("203.0.113.7");
            time.advance(Duration.ofSeconds(75));
            shown.as = Optional.empty();
            time.advance(HOUR);
            assertThat(changes()).isEmpty();
            assertThat(record(client).shownInstead()).isNull();
        }
    }

    @Test
    void aGuardThatCannotLookSaysNothing() {
        try (DdnsClient client = start(client().verify(Verification.guard(), shown))) {
            time.advance(MINUTE);
            shown.throwing = true;
            time.advance(HOUR);
            assertThat(changes()).isEmpty();
            assertThat(record(client).shownInstead()).isNull();
        }
    }

    @Test
    void aRepairIsSentAtOnceAndThenAtMostAsOftenAsAllowed() {
        Verification guard = Verification.guard().withRepair(HOUR);
        try (DdnsClient client = start(client().verify(guard, shown))) {
            time.advance(MINUTE);
            shown.as = Optional.of("203.0.113.66"); // another client, as stubborn as this one
            time.advance(Duration.ofMinutes(20));
            assertThat(dns.updates()).hasSize(2);
            time.advance(HOUR.multipliedBy(10));
            assertThat(dns.updates()).hasSizeBetween(10, 12);
            assertThat(record(client).shownInstead()).isNotNull();
        }
    }

    @Test
    void nothingIsRepairedAtAProviderThatForbidsIt() {
        dns.capabilities(Capabilities.standard().withRefreshForbidden());
        Verification guard = Verification.guard().withRepair(HOUR);
        try (DdnsClient client = start(client().verify(guard, shown))) {
            time.advance(MINUTE);
            shown.as = Optional.of("203.0.113.66");
            time.advance(HOUR.multipliedBy(10));
            assertThat(changes()).hasSize(1);
            assertThat(dns.updates()).hasSize(1);
            assertThat(client.status().records()).isNotEmpty();
        }
    }

    @Test
    void aGuardWatchesWhatWasPublishedBeforeARestart() {
        MemoryStateStore store = MemoryStateStore.create();
        start(client().state(store)).close();
        shown.as = Optional.of("203.0.113.66");
        try (DdnsClient client = start(client().state(store).verify(Verification.guard(), shown))) {
            time.advance(MINUTE);
            assertThat(changes()).hasSize(1);
            assertThat(record(client).shownInstead()).isNotNull();
        }
        assertThat(shown.closed).isTrue();
    }

    @Test
    void anotherAddressAfterARestartIsNotMistakenForAChangeElsewhere() {
        MemoryStateStore store = MemoryStateStore.create();
        start(client().state(store)).close();
        ip.set("203.0.113.9");
        shown.as = Optional.of("203.0.113.8");
        try (DdnsClient client = start(client().state(store).verify(Verification.guard(), shown))) {
            time.advance(MINUTE);
            assertThat(changes()).isEmpty();
            shown.as = Optional.empty();
            time.advance(MINUTE);
            assertThat(visible()).hasSize(1);
            assertThat(record(client).shownInstead()).isNull();
        }
    }

    @Test
    void anotherAddressIsNotMistakenForAChangeElsewhere() {
        shown.delay = Duration.ofMinutes(2);
        try (DdnsClient client = start(client().verify(Verification.guard(), shown))) {
            time.advance(HOUR);
            ip.set("203.0.113.9");
            client.networkChanged();
            time.advance(HOUR);
            assertThat(changes()).isEmpty();
            assertThat(visible()).hasSize(2);
        }
    }

    @Test
    void oneServerThatShowsSomethingElseIsEnough() {
        shown.another = "203.0.113.66";
        try (DdnsClient client = start(client().verify(Verification.confirm(), shown))) {
            time.advance(Duration.ofMinutes(6));
            assertThat(visible()).isEmpty();
            assertThat(record(client).shownInstead()).hasToString("203.0.113.66 (dns:fake)");
        }
    }

    private DdnsClient.Builder next() {
        return DdnsClient.builder().source(ip).allow(AddressClass.DOCUMENTATION).host(HOME, dns);
    }

    private List<DdnsEvent.RecordVisible> visible() {
        return events.events(DdnsEvent.RecordVisible.class).stream()
                .filter(event -> event.family() == IPV4)
                .toList();
    }

    private List<DdnsEvent.RecordChangedElsewhere> changes() {
        return events.events(DdnsEvent.RecordChangedElsewhere.class);
    }

    private static DdnsStatus.RecordStatus record(DdnsClient client) {
        return client.status().record(Hostname.of(HOME), IPV4).orElseThrow();
    }

    /** Shows what the updater published, some time later, or what a test says instead. */
    private final class Dns implements RecordObserver {
        private Optional<String> as = Optional.empty();
        private Duration delay = Duration.ZERO;
        private String another = "";
        private String before = "none";
        private String last = "none";
        private Instant since = Instant.MIN;
        private boolean throwing;
        private boolean closed;
        private int looks;

        @Override
        public ObservedRecords observe(Hostname host) {
            looks++;
            if (throwing) {
                throw new IllegalStateException("as the test demands");
            }
            return new ObservedRecords(
                    observation(as.orElseGet(() -> delayed(host.ascii()))), Observation.absent("there is none"));
        }

        @Override
        public List<ObservedRecords> observeEach(Hostname host) {
            Observation none = Observation.absent("there is none");
            return another.isEmpty()
                    ? List.of(observe(host))
                    : List.of(observe(host), new ObservedRecords(observation(another), none));
        }

        private String delayed(String host) {
            String now = dns.address(host, AddressFamily.IPV4);
            if (!now.equals(last)) {
                before = last;
                last = now;
                since = time.now();
            }
            return time.now().isBefore(since.plus(delay)) ? before : last;
        }

        private static Observation observation(String text) {
            return text.equals("none")
                    ? Observation.absent("there is none")
                    : Observation.found(
                            List.of(IpLiteral.parse(text)),
                            Provenance.ofThisDevice(new SourceId("dns", "fake"), Vantage.REFLEXIVE));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
