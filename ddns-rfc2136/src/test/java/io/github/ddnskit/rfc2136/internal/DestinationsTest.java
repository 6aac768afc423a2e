package io.github.ddnskit.rfc2136.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.rfc2136.TransactionResult;
import io.github.ddnskit.rfc2136.transport.Carriers;
import io.github.ddnskit.rfc2136.transport.Deadline;
import io.github.ddnskit.rfc2136.transport.LocalEnd;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** When the servers of a zone are looked for again, and when not. */
@Timeout(600)
final class DestinationsTest {

    private static final Hostname ZONE = Hostname.of("example.test");

    private final SmallServer resolver = new SmallServer("127.0.0.1", 0, false);
    private final SmallServer first = new SmallServer("127.0.0.2", 0, true);
    private final SmallServer second =
            new SmallServer("127.0.0.3", first.address().port(), true);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };
    private final Destinations destinations = Destinations.sought(
            Resolvers.of(List.of(resolver.address())),
            first.address().port(),
            new Manner(() -> null, clock, Carriers.datagramsFirst(LocalEnd.ANY), Duration.ofSeconds(5), null));

    @BeforeEach
    void servedByTheFirst() {
        resolver.sayAddress("ns1.example.test.", "127.0.0.2");
        resolver.sayAddress("ns2.example.test.", "127.0.0.3");
        resolver.sayZone("ns1.example.test.");
    }

    @AfterEach
    void close() {
        destinations.close();
        resolver.close();
        first.close();
        second.close();
    }

    @Test
    void whatWasFoundServesForAnHour() throws InterruptedException {
        assertThat(update()).isInstanceOf(TransactionResult.Applied.class);
        int asked = resolver.queries();
        now = now.plus(Duration.ofMinutes(59));
        assertThat(update()).isInstanceOf(TransactionResult.Applied.class);
        assertThat(resolver.queries()).isEqualTo(asked);
        now = now.plus(Duration.ofMinutes(2));
        resolver.sayZone("ns2.example.test.");
        assertThat(update()).isInstanceOf(TransactionResult.Applied.class);
        assertThat(first.updates()).isEqualTo(2);
        assertThat(second.updates()).isEqualTo(1);
    }

    @Test
    void aZoneThatHasMovedIsFoundAgain() throws InterruptedException {
        assertThat(update()).isInstanceOf(TransactionResult.Applied.class);
        first.answerUpdatesWith(Rcode.NOTAUTH);
        resolver.sayZone("ns2.example.test.");
        assertThat(update()).isInstanceOf(TransactionResult.Failed.class);
        int asked = resolver.queries();
        assertThat(update()).as("not so soon").isInstanceOf(TransactionResult.Failed.class);
        assertThat(resolver.queries()).isEqualTo(asked);
        now = now.plus(Duration.ofSeconds(31));
        assertThat(update()).isInstanceOf(TransactionResult.Applied.class);
        assertThat(second.updates()).isEqualTo(1);
    }

    @Test
    void theOthersAreTriedInTheSameUpdate() throws InterruptedException {
        resolver.sayZone("ns1.example.test.", "ns1.example.test.", "ns2.example.test.");
        first.answerUpdatesWith(Rcode.NOTAUTH);
        assertThat(update()).isInstanceOf(TransactionResult.Applied.class);
        assertThat(first.updates()).isEqualTo(1);
        assertThat(second.updates()).isEqualTo(1);
    }

    @Test
    void aResolverThatIsGoneTakesNothingAway() throws InterruptedException {
        assertThat(update()).isInstanceOf(TransactionResult.Applied.class);
        resolver.close();
        now = now.plus(Duration.ofHours(2));
        assertThat(update()).isInstanceOf(TransactionResult.Applied.class);
    }

    @Test
    void whatIsNotFoundIsNotLookedForAgainAndAgain() throws InterruptedException {
        resolver.sayZone("nowhere.example.test.");
        Destination.Nowhere nowhere = (Destination.Nowhere) destination();
        assertThat(nowhere.failure().reason()).isEqualTo(FailureReason.ZONE_NOT_SERVED);
        assertThat(nowhere.failure().detail()).contains("nowhere.example.test has no address");
        int asked = resolver.queries();
        assertThat(destination()).isEqualTo(nowhere);
        assertThat(resolver.queries()).isEqualTo(asked);
        now = now.plus(Duration.ofSeconds(31));
        resolver.sayZone("ns1.example.test.");
        assertThat(update()).isInstanceOf(TransactionResult.Applied.class);
    }

    private Destination destination() throws InterruptedException {
        return destinations.of(ZONE, ZONE, destinations.deadline());
    }

    private TransactionResult update() throws InterruptedException {
        Destination.Servers to = (Destination.Servers) destination();
        Message message = Message.newUpdate(SmallServer.name("example.test."));
        return to.dispatch().send(message, "home.example.test", false, Deadline.after(Duration.ofSeconds(5)));
    }
}
