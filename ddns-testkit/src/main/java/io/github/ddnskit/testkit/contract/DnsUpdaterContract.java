package io.github.ddnskit.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the client relies on in every {@link DnsUpdater}: inherit it, and say in {@link #fixture()} what to test.
 *
 * <p>Goals are reached and reported as what they are; what is to be kept is kept; what goes wrong is an outcome and never
 * an exception; silence is not waited out; an interrupt is heeded; several threads may ask at once; nothing tells a secret.
 */
public abstract class DnsUpdaterContract {

    private static final Goal FIRST_IPV4 = Goal.publish("192.0.2.1");
    private static final Goal SECOND_IPV4 = Goal.publish("192.0.2.2");
    private static final Goal FIRST_IPV6 = Goal.publish("2001:db8::1");
    private static final Goal SECOND_IPV6 = Goal.publish("2001:db8::2");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int THREADS = 3;

    @SuppressWarnings("NullAway.Init")
    private DnsUpdaterFixture fixture;

    @SuppressWarnings("NullAway.Init")
    private DnsUpdater updater;

    /** For subclasses. */
    protected DnsUpdaterContract() {}

    /**
     * Makes what a test needs.
     *
     * @return a new one
     * @throws Exception if it cannot be made, which fails the test
     */
    protected abstract DnsUpdaterFixture fixture() throws Exception;

    @BeforeEach
    final void open() throws Exception {
        fixture = fixture();
        updater = fixture.updater();
    }

    @AfterEach
    final void close() {
        updater.close();
        updater.close(); // closing twice is allowed
        fixture.close();
    }

    @Test
    final void publishesEveryFamilyThatItClaims() throws Exception {
        UpdateReport report = updater.update(update(FIRST_IPV4, FIRST_IPV6));
        for (AddressFamily family : families()) {
            assertSucceeded(report, family);
            assertPublished(goal(FIRST_IPV4, FIRST_IPV6, family), family);
        }
    }

    @Test
    final void replacesWhatItPublished() throws Exception {
        updater.update(update(FIRST_IPV4, FIRST_IPV6));
        UpdateReport report = updater.update(update(SECOND_IPV4, SECOND_IPV6));
        for (AddressFamily family : families()) {
            assertSucceeded(report, family);
            assertPublished(goal(SECOND_IPV4, SECOND_IPV6, family), family);
        }
    }

    @Test
    final void takesWhatIsThereAlreadyForASuccess() throws Exception {
        updater.update(update(FIRST_IPV4, FIRST_IPV6));
        int before = fixture.changes();
        UpdateReport report = updater.update(update(FIRST_IPV4, FIRST_IPV6));
        for (AddressFamily family : families()) {
            assertSucceeded(report, family);
            assertPublished(goal(FIRST_IPV4, FIRST_IPV6, family), family);
        }
        if (fixture.looksFirst()) {
            assertEquals(before, fixture.changes(), "it changed what did not have to be");
        }
    }

    @Test
    final void keepsWhatItIsToldToKeep() throws Exception {
        if (families().size() < 2) {
            return;
        }
        updater.update(update(FIRST_IPV4, FIRST_IPV6));
        UpdateReport report = updater.update(update(SECOND_IPV4, Goal.keep()));
        assertPublished(FIRST_IPV6, AddressFamily.IPV6);
        assertInstanceOf(Outcome.Kept.class, report.ipv6());
        if (fixture.keeps()) {
            assertPublished(SECOND_IPV4, AddressFamily.IPV4);
            assertSucceeded(report, AddressFamily.IPV4);
        } else {
            assertFailed(report, AddressFamily.IPV4, FailureReason.UNSUPPORTED);
            assertPublished(FIRST_IPV4, AddressFamily.IPV4);
        }
    }

    @Test
    final void removesOrSaysThatItCannot() throws Exception {
        updater.update(update(FIRST_IPV4, FIRST_IPV6));
        UpdateReport report = updater.update(update(Goal.remove(), Goal.remove()));
        for (AddressFamily family : families()) {
            if (fixture.removes()) {
                assertSucceeded(report, family);
                assertEquals(Set.of(), fixture.addresses(fixture.host(), family));
            } else {
                assertFailed(report, family, FailureReason.UNSUPPORTED);
                assertPublished(goal(FIRST_IPV4, FIRST_IPV6, family), family);
            }
        }
    }

    @Test
    final void doesNothingWhenAllIsToBeKept() throws Exception {
        int before = fixture.changes();
        assertEquals(
                new UpdateReport(Outcome.kept(), Outcome.kept()), updater.update(update(Goal.keep(), Goal.keep())));
        assertEquals(before, fixture.changes());
    }

    @Test
    final void reportsRejectedCredentialsAsARefusalThatStands() throws Exception {
        fixture.rejectCredentials();
        UpdateReport report = updater.update(update(FIRST_IPV4, FIRST_IPV6));
        for (AddressFamily family : families()) {
            Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, report.outcome(family));
            assertEquals(fixture.rejectionsStand(), failed.retry() instanceof Retry.Never, failed::toString);
            assertTrue(
                    Set.of(FailureReason.BAD_CREDENTIALS, FailureReason.UNKNOWN_CREDENTIALS, FailureReason.REFUSED)
                            .contains(failed.reason()),
                    failed::toString);
            assertEquals(Set.of(), fixture.addresses(fixture.host(), family));
        }
    }

    @Test
    final void reportsABreakdownAsAFailureThatPasses() throws Exception {
        fixture.breakDown();
        UpdateReport report = updater.update(update(FIRST_IPV4, FIRST_IPV6));
        for (AddressFamily family : families()) {
            Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, report.outcome(family));
            assertFalse(failed.retry() instanceof Retry.Never, failed::toString);
        }
    }

    @Test
    final void reportsAStrangeHostAsAFailure() throws Exception {
        updater.update(update(FIRST_IPV4, FIRST_IPV6));
        UpdateReport report = updater.update(Update.of(fixture.strangeHost(), SECOND_IPV4, SECOND_IPV6));
        for (AddressFamily family : families()) {
            assertInstanceOf(Outcome.Failed.class, report.outcome(family));
            assertPublished(goal(FIRST_IPV4, FIRST_IPV6, family), family);
        }
    }

    @Test
    final void saysThatItCannotPublishAFamilyItDoesNotClaim() throws Exception {
        for (AddressFamily family : AddressFamily.values()) {
            if (!families().contains(family)) {
                assertFailed(updater.update(update(FIRST_IPV4, FIRST_IPV6)), family, FailureReason.UNSUPPORTED);
            }
        }
    }

    @Test
    final void reportsAllOfABatchInOrder() throws Exception {
        Update good = update(FIRST_IPV4, FIRST_IPV6);
        Update bad = Update.of(fixture.strangeHost(), FIRST_IPV4, FIRST_IPV6);
        boolean together = updater.capabilities().batchSize() > 1;
        List<UpdateReport> reports = updater.updateAll(together ? List.of(bad, good) : List.of(good));
        assertEquals(together ? 2 : 1, reports.size());
        for (AddressFamily family : families()) {
            assertSucceeded(reports.get(reports.size() - 1), family);
            assertPublished(goal(FIRST_IPV4, FIRST_IPV6, family), family);
            if (together) {
                assertInstanceOf(Outcome.Failed.class, reports.get(0).outcome(family));
            }
        }
    }

    @Test
    final void heedsAnInterrupt() {
        Thread.currentThread().interrupt();
        try {
            assertThrows(InterruptedException.class, () -> updater.update(update(FIRST_IPV4, FIRST_IPV6)));
        } finally {
            assertFalse(Thread.interrupted(), "the exception takes the place of the flag");
        }
    }

    @Test
    final void heedsAnInterruptWhileItWaits() throws Exception {
        if (!fixture.fallSilent()) {
            return;
        }
        boolean answeredFirst = true;
        for (int i = 0; i < 5 && answeredFirst; i++) {
            answeredFirst = answersBeforeItIsInterrupted();
        }
        assertFalse(answeredFirst, "it did not heed the interrupt");
    }

    /** It may give up by itself just before the interrupt, but not each time. */
    private boolean answersBeforeItIsInterrupted() throws InterruptedException {
        FutureTask<UpdateReport> task = new FutureTask<>(() -> updater.update(update(FIRST_IPV4, FIRST_IPV6)));
        Thread thread = new Thread(task, "contract");
        thread.start();
        thread.join(100); // an interrupt that comes earlier is to be heeded as well
        thread.interrupt();
        thread.join(PATIENCE.toMillis());
        assertFalse(thread.isAlive(), "it waits for ever, whether it is interrupted or not");
        try {
            task.get();
            return true;
        } catch (ExecutionException e) {
            assertInstanceOf(InterruptedException.class, e.getCause());
            return false;
        }
    }

    @Test
    final void doesNotWaitForEver() throws Exception {
        if (!fixture.fallSilent()) {
            return;
        }
        UpdateReport report = assertTimeoutPreemptively(PATIENCE, () -> updater.update(update(FIRST_IPV4, FIRST_IPV6)));
        for (AddressFamily family : families()) {
            Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, report.outcome(family));
            assertFalse(failed.retry() instanceof Retry.Never, failed::toString);
        }
    }

    @Test
    final void answersSeveralThreadsAtOnce() throws Exception {
        Update update = update(FIRST_IPV4, FIRST_IPV6);
        updater.update(update);
        List<FutureTask<UpdateReport>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            tasks.add(new FutureTask<>(() -> updater.update(update)));
        }
        tasks.forEach(task -> new Thread(task, "contract").start());
        for (FutureTask<UpdateReport> task : tasks) {
            UpdateReport report = task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            for (AddressFamily family : families()) {
                assertSucceeded(report, family);
                assertPublished(goal(FIRST_IPV4, FIRST_IPV6, family), family);
            }
        }
    }

    @Test
    final void doesNoHarmAfterItWasClosed() throws Exception {
        updater.update(update(FIRST_IPV4, FIRST_IPV6));
        updater.close();
        try {
            updater.update(update(Goal.keep(), Goal.keep()));
            updater.update(update(FIRST_IPV4, FIRST_IPV6));
        } catch (IllegalStateException e) {
            // it may say that it is closed
        }
        for (AddressFamily family : families()) {
            assertPublished(goal(FIRST_IPV4, FIRST_IPV6, family), family);
        }
    }

    @Test
    final void saysWhatItIs() {
        Capabilities capabilities = updater.capabilities();
        assertEquals(capabilities, updater.capabilities(), "capabilities do not change");
        assertEquals(updater.identity(), updater.identity(), "neither does the identity");
        assertTrue(updater.identity().target().contains(":"), "a target is type:place");
    }

    @Test
    final void tellsNoSecret() throws Exception {
        StringBuilder told = new StringBuilder();
        told.append(updater).append(updater.identity());
        told.append(updater.update(update(FIRST_IPV4, FIRST_IPV6)));
        told.append(updater.update(Update.of(fixture.strangeHost(), FIRST_IPV4, FIRST_IPV6)));
        fixture.breakDown();
        told.append(updater.update(update(FIRST_IPV4, FIRST_IPV6)));
        fixture.rejectCredentials();
        told.append(updater.update(update(FIRST_IPV4, FIRST_IPV6)));
        assertAll(fixture.secrets().stream()
                .map(secret -> () -> assertFalse(told.indexOf(secret.reveal()) >= 0, "a secret was told: " + told)));
    }

    private Set<AddressFamily> families() {
        return updater.capabilities().families();
    }

    /** Of the families that the updater claims, these goals. */
    private Update update(Goal ipv4, Goal ipv6) {
        return Update.of(fixture.host(), ipv4, ipv6);
    }

    private static Goal goal(Goal ipv4, Goal ipv6, AddressFamily family) {
        return family == AddressFamily.IPV4 ? ipv4 : ipv6;
    }

    private void assertPublished(Goal goal, AddressFamily family) {
        Set<InetAddress> expected = assertInstanceOf(Goal.Publish.class, goal).addresses();
        Set<InetAddress> published = fixture.addresses(fixture.host(), family);
        assertEquals(expected, published, () -> "published: " + IpLiteral.format(published));
    }

    private static void assertSucceeded(UpdateReport report, AddressFamily family) {
        Outcome outcome = report.outcome(family);
        assertTrue(outcome instanceof Outcome.Published || outcome instanceof Outcome.Unchanged, outcome::toString);
    }

    private static void assertFailed(UpdateReport report, AddressFamily family, FailureReason reason) {
        Outcome.Failed failed = assertInstanceOf(
                Outcome.Failed.class, report.outcome(family), () -> String.valueOf(report.outcome(family)));
        assertEquals(reason, failed.reason(), failed::toString);
    }
}
