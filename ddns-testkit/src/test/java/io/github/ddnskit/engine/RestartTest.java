package io.github.ddnskit.engine;

import static io.github.ddnskit.AddressFamily.IPV4;
import static io.github.ddnskit.AddressFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.policy.AbsencePolicy;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.spi.StateStore;
import io.github.ddnskit.spi.UpdaterIdentity;
import io.github.ddnskit.state.FileStateStore;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import io.github.ddnskit.testkit.ManualTime;
import io.github.ddnskit.testkit.RecordingListener;
import io.github.ddnskit.testkit.ScriptedIpSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered from one run of a client to the next. */
class RestartTest {

    private static final String HOME = "home.example.test";
    private static final RecordKey HOME_A = new RecordKey(Hostname.of(HOME), IPV4);

    @TempDir
    private Path folder;

    private final ManualTime time = ManualTime.create();
    private final ScriptedIpSource ip = ScriptedIpSource.create();
    private final RecordingListener events = RecordingListener.create();
    private final MemoryUpdater dns = new MemoryUpdater();

    @BeforeEach
    void hasAnAddress() {
        ip.set("203.0.113.8");
    }

    @Test
    void sendsNothingAgainThatIsPublishedAlready() {
        run(Duration.ofHours(1));
        run(Duration.ofDays(30));
        assertThat(dns.updates()).hasSize(1);
    }

    @Test
    void sendsNothingBeforeTheProviderAllowsIt() {
        dns.failNext(1, FailureReason.RATE_LIMITED, Retry.notBefore(time.now().plus(Duration.ofDays(1))));
        run(Duration.ofHours(1));
        run(Duration.ofHours(1));
        assertThat(dns.updates()).hasSize(1);
        run(Duration.ofDays(1));
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
    }

    @Test
    void sendsNothingAfterNeverUntilTheCredentialsChange() {
        dns.failNext(1, FailureReason.BAD_CREDENTIALS, Retry.never());
        run(Duration.ofHours(1));
        run(Duration.ofDays(365));
        assertThat(dns.updates()).hasSize(1);

        dns.identity(UpdaterIdentity.of("memory", "me", Secret.of("an0ther")));
        run(Duration.ofHours(1));
        assertThat(dns.updates()).hasSize(2);
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
    }

    @Test
    void publishesAnewAtAnotherTarget() {
        run(Duration.ofHours(1));
        dns.identity(UpdaterIdentity.of("elsewhere", "me", Secret.of("s3cr3t")));
        run(Duration.ofHours(1));
        assertThat(dns.updates()).hasSize(2);
    }

    @Test
    void publishesAnewWithOtherOptions() {
        run(Duration.ofHours(1));
        DdnsClient client = builder(FileStateStore.at(folder.resolve("state")))
                .host(io.github.ddnskit.Host.of(HOME, dns)
                        .withOptions(RecordOptions.defaults().withTtl(Duration.ofSeconds(30))))
                .build();
        run(client, Duration.ofHours(1));
        assertThat(dns.updates()).hasSize(2);
    }

    @Test
    void removesNoRecordOfWhichNothingIsKnown() {
        ip.setAbsent(IPV4);
        DdnsClient client = builder(FileStateStore.at(folder.resolve("state")))
                .host(HOME, dns)
                .policy(UpdatePolicy.standard().withAbsence(AbsencePolicy.removeAfter(Duration.ZERO)))
                .build();
        run(client, Duration.ofHours(1));
        assertThat(dns.updates()).isEmpty();
    }

    @Test
    void repeatsAnAttemptWhoseEndItDidNotSee() throws IOException {
        Path file = folder.resolve("state");
        RecordState doubtful = RecordState.unknown("memory")
                .confirmed(
                        Set.of(IpLiteral.parse("203.0.113.8")),
                        RecordOptions.defaults().toString(),
                        time.now())
                .attempting(Set.of(IpLiteral.parse("203.0.113.9")), time.now());
        FileStateStore.at(file).save(Map.of(HOME_A, doubtful));
        run(Duration.ofHours(1));
        assertThat(dns.updates())
                .singleElement()
                .satisfies(update -> assertThat(update.ipv4()).isEqualTo(Goal.publish("203.0.113.8")));
    }

    @Test
    void saysWhatItSendsBeforeItSendsIt() throws IOException {
        Path file = folder.resolve("state");
        Map<String, Object> seen = new HashMap<>();
        dns.then(report -> {
            try {
                RecordState state = FileStateStore.at(file).load().get(HOME_A);
                seen.put("attempted", state == null ? "nothing" : String.valueOf(state.attempted()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return report;
        });
        run(Duration.ofHours(1));
        assertThat(seen).containsEntry("attempted", "[/203.0.113.8]");
        assertThat(FileStateStore.at(file).load().get(HOME_A))
                .satisfies(state -> assertThat(state.attempted()).isNull());
    }

    @Test
    void reportsADamagedFileAndBeginsAnew() throws IOException {
        run(Duration.ofHours(1));
        Files.writeString(folder.resolve("state"), "ddnskit-state 1\nnonsense\n");
        run(Duration.ofHours(1));
        assertThat(dns.updates()).as("published once more").hasSize(2);
        assertThat(events.events(DdnsEvent.StateTrouble.class))
                .singleElement()
                .asString()
                .contains("is damaged")
                .contains("state.damaged");
        assertThat(folder.resolve("state.damaged")).exists();
    }

    @Test
    void doesNotStartWithAStateThatItCannotRead() throws IOException {
        Files.writeString(folder.resolve("state"), "ddnskit-state 99\n");
        DdnsClient client = builder(FileStateStore.at(folder.resolve("state")))
                .host(HOME, dns)
                .build();
        assertThatThrownBy(client::start)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("later version");
        client.close();
    }

    @Test
    void keepsInMemoryWhatCannotBeSavedAndSavesItLater() {
        FailingStore store = new FailingStore();
        store.full = true;
        DdnsClient client = builder(store).host(HOME, dns).build();
        client.start();
        time.advance(Duration.ofHours(1));
        assertThat(dns.updates()).as("goes on from memory").hasSize(1);
        assertThat(events.events(DdnsEvent.StateTrouble.class))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.detail()).contains("disk full"));
        assertThat(events.events(DdnsEvent.RecordConfirmed.class)).hasSize(1);

        store.full = false;
        time.advance(Duration.ofHours(1));
        assertThat(store.saved.get(HOME_A))
                .isNotNull()
                .satisfies(state -> assertThat(state.confirmed()).isNotNull());
        client.close();
    }

    @Test
    void survivesAClockThatIsPutBack() {
        run(Duration.ofHours(1));
        time.jump(Duration.ofDays(-3000));
        ip.set("203.0.113.9");
        run(Duration.ofHours(1));
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.9");
        assertThat(dns.address(HOME, IPV6)).isEqualTo("none");
    }

    private DdnsClient.Builder builder(StateStore store) {
        return DdnsClient.builder()
                .source(ip)
                .allow(AddressClass.DOCUMENTATION)
                .interval(Duration.ofHours(1))
                .state(store)
                .listener(events)
                .clock(time.clock())
                .scheduler(time.scheduler())
                .random(new Random(1));
    }

    private void run(Duration duration) {
        run(builder(FileStateStore.at(folder.resolve("state"))).host(HOME, dns).build(), duration);
    }

    private void run(DdnsClient client, Duration duration) {
        try (client) {
            client.start();
            time.advance(duration);
        }
    }

    private static final class FailingStore implements StateStore {
        private final Map<RecordKey, RecordState> saved = new HashMap<>();
        private boolean full;

        @Override
        public Map<RecordKey, RecordState> load() {
            return Map.copyOf(saved);
        }

        @Override
        public void save(Map<RecordKey, RecordState> changes) throws IOException {
            if (full) {
                throw new IOException("disk full");
            }
            saved.putAll(changes);
        }
    }
}
