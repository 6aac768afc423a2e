package io.github.ddnskit.ip;

import static io.github.ddnskit.AddressFamily.IPV4;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.policy.DetectionPolicy;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Whom it asks, and whom not. */
class ConsensusTest {

    private static final String OLD = "203.0.113.1";
    private static final String NEW = "203.0.113.2";

    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

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

    private Consensus of(IpSource... sources) {
        return of(Duration.ofHours(1), sources);
    }

    private Consensus of(Duration hedge, IpSource... sources) {
        return Consensus.of(
                List.of(sources),
                DetectionPolicy.standard().withHedge(hedge),
                Set.of(AddressClass.DOCUMENTATION),
                clock);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private static String ask(Consensus consensus, String previous) throws InterruptedException {
        return Votes.believed(consensus.ask(IPV4, Votes.addresses(previous)));
    }

    @Test
    void stopsWhenTwoAgree() throws Exception {
        Scripted third = echo("c", NEW);
        assertThat(ask(of(echo("a", NEW), echo("b", NEW), third), OLD)).isEqualTo(NEW);
        assertThat(third.asked.get()).isZero();
    }

    @Test
    void asksInTheThreadsThatItIsGiven() throws Exception {
        List<Thread> given = new ArrayList<>();
        Consensus consensus = Consensus.of(
                List.of(echo("a", NEW), echo("b", NEW)),
                DetectionPolicy.standard(),
                Set.of(AddressClass.DOCUMENTATION),
                clock,
                question -> {
                    Thread thread = new Thread(question);
                    given.add(thread);
                    return thread;
                });
        assertThat(ask(consensus, OLD)).isEqualTo(NEW);
        assertThat(given)
                .extracting(Thread::getName)
                .containsExactly("ddnskit-ask-scripted:a", "ddnskit-ask-scripted:b");
    }

    @Test
    void asksAnotherWhenTwoDoNotAgree() throws Exception {
        Scripted fourth = echo("d", NEW);
        assertThat(ask(of(echo("a", NEW), echo("liar", "203.0.113.66"), echo("c", NEW), fourth), OLD))
                .isEqualTo(NEW);
        assertThat(fourth.asked.get()).isZero();
    }

    @Test
    void doesNotWaitForOneThatHangs() throws Exception {
        Scripted hanging = hanging("a");
        assertThat(ask(of(Duration.ZERO, hanging, echo("b", NEW), echo("c", NEW)), OLD))
                .isEqualTo(NEW);
        assertThat(hanging.interrupted.await(1, TimeUnit.MINUTES))
                .as("the question is withdrawn")
                .isTrue();
    }

    @Test
    void asksAnotherAtOnceForOneThatFails() throws Exception {
        Scripted dead = new Scripted("a", () -> Observation.unknown("no route to host"));
        assertThat(ask(of(dead, echo("b", NEW), echo("c", NEW)), OLD)).isEqualTo(NEW);
    }

    @Test
    void oneIsEnoughForWhatWasKnown() throws Exception {
        assertThat(ask(of(echo("a", OLD), hanging("b")), OLD)).isEqualTo(OLD);
    }

    @Test
    void asksNobodyOutsideForWhatWasDeclared() throws Exception {
        Scripted echo = echo("a", OLD);
        assertThat(ask(of(FixedIpSource.of(NEW), echo), OLD)).isEqualTo(NEW);
        assertThat(echo.asked.get()).isZero();
    }

    @Test
    void hearsEverybodyOutToExplain() throws Exception {
        Verdict verdict = of(echo("a", NEW), echo("b", NEW), echo("c", OLD)).askAll(IPV4);
        assertThat(verdict.votes()).extracting(Vote::counted).containsExactly(true, true, false);
    }

    @Test
    void asksOnlyThoseThatKnowTheFamily() throws Exception {
        Scripted six = new Scripted("six", EnumSet.of(AddressFamily.IPV6), () -> Observation.unknown("asked for IPv4"));
        assertThat(ask(of(six, echo("a", NEW)), "")).isEqualTo(NEW);
        assertThat(six.asked.get()).isZero();
        assertThat(of(six).ask(IPV4, Set.of()).observation()).isInstanceOf(Observation.Absent.class);
    }

    @Test
    void leavesAloneWhatAsksForIt() throws Exception {
        Scripted busy = new Scripted("a", () -> new Observation.Unknown("slow down", Duration.ofHours(1)));
        Consensus consensus = of(busy);
        for (int minute = 0; minute < 59; minute++) {
            assertThat(ask(consensus, OLD)).isEmpty();
            pass(Duration.ofMinutes(1));
        }
        assertThat(busy.asked.get()).isEqualTo(1);
        pass(Duration.ofMinutes(1));
        ask(consensus, OLD);
        assertThat(busy.asked.get()).isEqualTo(2);
    }

    @Test
    void leavesAloneForLongerAndLongerWhatFailsAgainAndAgain() throws Exception {
        Scripted dead = new Scripted("a", () -> Observation.unknown("no route to host"));
        Consensus consensus = of(dead, echo("b", NEW));
        for (int second = 0; second < 24 * 3600; second += 10) {
            ask(consensus, OLD);
            pass(Duration.ofSeconds(10));
        }
        assertThat(dead.asked.get())
                .as("at once, for an hour ever slower, then hourly")
                .isBetween(24, 36);
    }

    @Test
    void blamesNoSourceForAnInternetThatIsGone() throws Exception {
        AtomicBoolean online = new AtomicBoolean();
        Consensus consensus = of(echo("a", NEW, online), echo("b", NEW, online));
        for (int i = 0; i < 10; i++) {
            assertThat(ask(consensus, OLD)).isEmpty();
        }
        online.set(true);
        assertThat(ask(consensus, OLD)).isEqualTo(NEW);
    }

    @Test
    void asksAgainAtOnceWhatCameBack() throws Exception {
        Deque<Observation> answers = new ArrayDeque<>();
        Scripted source = new Scripted(
                "a", () -> answers.isEmpty() ? Observation.unknown("no route to host") : answers.getLast());
        Consensus consensus = of(source, echo("b", NEW));
        for (int i = 0; i < 3; i++) {
            ask(consensus, OLD);
        }
        answers.add(found("a", NEW));
        pass(Duration.ofMinutes(1));
        assertThat(ask(consensus, OLD)).isEqualTo(NEW);
        int asked = source.asked.get();
        ask(consensus, OLD);
        assertThat(source.asked.get()).isEqualTo(asked + 1);
    }

    @Test
    void believesNothingUnderAWarningThatIsNotAccepted() throws Exception {
        IpSource router = new Scripted(
                "router",
                Vantage.GATEWAY,
                () -> Observation.found(
                        List.of(IpLiteral.parse(OLD)),
                        new Provenance(new SourceId("nat-pmp", ""), Vantage.GATEWAY, "router", false)));
        Verdict verdict = of(router, echo("a", NEW), echo("b", NEW)).ask(IPV4, Set.of());
        assertThat(verdict.observation().toString()).contains(NEW + " is not believed, because of vpn-suspected");
        Consensus lenient = Consensus.of(
                List.of(router, echo("a", NEW), echo("b", NEW)),
                DetectionPolicy.standard().withWithheld(),
                Set.of(AddressClass.DOCUMENTATION),
                clock);
        assertThat(ask(lenient, "")).isEqualTo(NEW);
    }

    private static Scripted echo(String operator, String address) {
        return new Scripted(operator, () -> found(operator, address));
    }

    private static Scripted echo(String operator, String address, AtomicBoolean online) {
        return new Scripted(
                operator, () -> online.get() ? found(operator, address) : Observation.unknown("no route to host"));
    }

    private static Observation found(String operator, String address) {
        return Observation.found(
                List.of(IpLiteral.parse(address)),
                new Provenance(new SourceId("http", operator), Vantage.REFLEXIVE, operator, true));
    }

    private static Scripted hanging(String operator) {
        CountDownLatch never = new CountDownLatch(1);
        return new Scripted(operator, () -> {
            try {
                never.await();
                return Observation.unknown("never");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Observation.unknown("interrupted");
            }
        });
    }

    /** A source that counts how often it is asked. */
    private static final class Scripted implements IpSource {
        private final String name;
        private final Vantage vantage;
        private final Set<AddressFamily> families;
        private final Supplier<Observation> answer;
        private final AtomicInteger asked = new AtomicInteger();
        private final CountDownLatch interrupted = new CountDownLatch(1);

        Scripted(String name, Supplier<Observation> answer) {
            this(name, Vantage.REFLEXIVE, EnumSet.allOf(AddressFamily.class), answer);
        }

        Scripted(String name, Vantage vantage, Supplier<Observation> answer) {
            this(name, vantage, EnumSet.allOf(AddressFamily.class), answer);
        }

        Scripted(String name, Set<AddressFamily> families, Supplier<Observation> answer) {
            this(name, Vantage.REFLEXIVE, families, answer);
        }

        private Scripted(String name, Vantage vantage, Set<AddressFamily> families, Supplier<Observation> answer) {
            this.name = name;
            this.vantage = vantage;
            this.families = families;
            this.answer = answer;
        }

        @Override
        public SourceId id() {
            return new SourceId("scripted", name);
        }

        @Override
        public Vantage vantage() {
            return vantage;
        }

        @Override
        public Set<AddressFamily> families() {
            return families;
        }

        @Override
        public Observation observe(Query query) throws InterruptedException {
            asked.incrementAndGet();
            Observation seen = answer.get();
            if (Thread.interrupted()) {
                interrupted.countDown();
                throw new InterruptedException();
            }
            return seen;
        }
    }
}
