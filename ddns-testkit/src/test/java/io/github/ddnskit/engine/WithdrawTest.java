package io.github.ddnskit.engine;

import static io.github.ddnskit.AddressFamily.IPV4;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.DdnsStatus;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Host;
import io.github.ddnskit.Retry;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.DeclaredIpSource;
import io.github.ddnskit.policy.AbsencePolicy;
import io.github.ddnskit.policy.ClosePolicy;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.state.MemoryStateStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of the records when a device leaves. */
@Timeout(600)
class WithdrawTest extends ClientInManualTime {

    private static final UpdatePolicy WITHDRAW = UpdatePolicy.standard().withOnClose(ClosePolicy.WITHDRAW);

    @BeforeEach
    void theDeviceHasAnAddress() {
        ip.set("203.0.113.8");
    }

    @Test
    void recordsStayWhenTheClientIsClosed() {
        start().close();
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
    }

    @Test
    void recordsGoWhenTheUserWantsItSo() {
        MemoryStateStore store = MemoryStateStore.create();
        start(client().policy(WITHDRAW).state(store)).close();
        assertThat(dns.address(HOME, IPV4)).isEqualTo("none");
        start(client().state(store)).close();
        assertThat(dns.address(HOME, IPV4)).as("after the next start").isEqualTo("203.0.113.8");
    }

    @Test
    void whatCannotBeRemovedInTimeIsRemembered() {
        MemoryStateStore store = MemoryStateStore.create();
        DdnsClient client = start(client().policy(WITHDRAW).state(store));
        dns.failNext(1, FailureReason.UNREACHABLE, Retry.backoff());
        client.close();
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
        try (DdnsClient again = start(client().state(store))) {
            time.advance(HOUR);
            assertThat(dns.updates())
                    .as("the removal that is in doubt is made good")
                    .hasSize(3);
            assertThat(again.status().records()).anyMatch(DdnsStatus.RecordStatus::upToDate);
        }
    }

    @Test
    void aClientThatNeverWorkedRemovesNothing() {
        MemoryStateStore store = MemoryStateStore.create();
        start(client().state(store)).close();
        client().policy(WITHDRAW).state(store).build().close();
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
    }

    @Test
    void nothingIsPublishedAfterAWithdrawal() {
        try (DdnsClient client = start()) {
            CompletableFuture<DdnsStatus> withdrawn = client.withdraw();
            time.advance(Duration.ofSeconds(1));
            assertThat(withdrawn).isCompleted();
            assertThat(withdrawn.join().records()).allMatch(DdnsStatus.RecordStatus::upToDate);
            assertThat(dns.address(HOME, IPV4)).isEqualTo("none");
            ip.set("203.0.113.9");
            client.networkChanged();
            time.advance(HOUR);
            assertThat(dns.address(HOME, IPV4)).isEqualTo("none");
            client.reconfigure(DdnsClient.builder().host(HOME, dns).source(ip).allow(AddressClass.DOCUMENTATION));
            time.advance(HOUR);
            assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.9");
        }
    }

    @Test
    void aRemovalThatFailedIsTriedAgain() {
        try (DdnsClient client = start()) {
            dns.failNext(2, FailureReason.UNREACHABLE, Retry.backoff());
            assertThat(client.withdraw()).isNotNull();
            time.advance(HOUR);
            assertThat(dns.address(HOME, IPV4)).isEqualTo("none");
        }
    }

    @Test
    void onlyWhatThisClientWroteIsRemoved() {
        try (DdnsClient client = start(client().host("other.example.test", new MemoryUpdater()))) {
            MemoryUpdater untouched = new MemoryUpdater();
            client.reconfigure(DdnsClient.builder()
                    .host(Host.of("new.example.test", untouched).declaredBy(DeclaredIpSource.create()))
                    .allow(AddressClass.DOCUMENTATION));
            assertThat(client.withdraw()).isNotNull();
            time.advance(HOUR);
            assertThat(untouched.updates()).isEmpty();
        }
    }

    @Test
    void aProviderThatCannotRemoveStillPublishesTheNextAddress() {
        UpdatePolicy policy = UpdatePolicy.standard().withAbsence(AbsencePolicy.removeAfter(Duration.ofMinutes(1)));
        try (DdnsClient client = start(client().policy(policy))) {
            dns.failNext(100, FailureReason.UNSUPPORTED, Retry.never());
            ip.setAbsent(IPV4);
            time.advance(HOUR);
            assertThat(dns.updates()).hasSizeGreaterThan(1);
            assertThat(client.status().records())
                    .allMatch(record -> record.state().halt() == null);
            dns.succeed();
            ip.set("203.0.113.9");
            time.advance(HOUR.multipliedBy(2));
            assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.9");
        }
    }
}
