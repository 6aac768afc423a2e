package io.github.ddnskit.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.Fault;
import io.github.ddnskit.testkit.Question;
import io.github.ddnskit.testkit.Trigger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** One server for the class, or one for each test. */
final class AuthoritativeServerExtensionTest {

    @RegisterExtension
    static final AuthoritativeServerExtension SHARED =
            AuthoritativeServerExtension.of(FakeAuthoritativeServer.zone("shared.test"));

    @RegisterExtension
    final AuthoritativeServerExtension own = AuthoritativeServerExtension.of(FakeAuthoritativeServer.zone("own.test"));

    private static FakeAuthoritativeServer first;

    @BeforeAll
    static void remember() {
        first = SHARED.dns();
    }

    @RepeatedTest(2)
    void theStaticOneIsTheSameForAllTests(RepetitionInfo repetition) {
        assertThat(SHARED.dns()).isSameAs(first);
        assertThat(SHARED.dns().zoneText()).contains("shared.test.");
        assertThat(own.dns().zoneText()).contains("own.test.");
        assertThat(repetition.getTotalRepetitions()).isEqualTo(2);
        SHARED.dns().fault(Trigger.always(), Fault.servfail());
    }

    @Nested
    final class Inside {

        @Test
        void aNestedClassUsesTheSameServer() {
            assertThat(SHARED.dns()).isSameAs(first);
        }
    }

    @Test
    void saysSoWhenNothingRuns() {
        AuthoritativeServerExtension idle = AuthoritativeServerExtension.of(FakeAuthoritativeServer.zone("idle.test"));

        assertThatThrownBy(idle::dns)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("@RegisterExtension");
    }

    @Test
    void aTestFailsThatAsksWhatItDidNotExpect() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Unexpected.class))
                .execute()
                .testEvents()
                .assertStatistics(tests -> tests.succeeded(1).failed(1))
                .failed()
                .assertEventsMatchExactly(event(finishedWithFailure(
                        instanceOf(AssertionError.class), message(told -> told.contains("QUERY www.shared.test A")))));
    }

    /** Run by the test above only. */
    static final class Unexpected {

        @RegisterExtension
        static final AuthoritativeServerExtension SERVER =
                AuthoritativeServerExtension.of(FakeAuthoritativeServer.zone("shared.test"));

        @RepeatedTest(2)
        void onlyTheFirstExpectsNothing(RepetitionInfo repetition) throws Exception {
            if (repetition.getCurrentRepetition() == 1) {
                SERVER.dns().expectOnly(Question::isUpdate);
            }
            SimpleResolver resolver = new SimpleResolver(SERVER.dns().host());
            resolver.setPort(SERVER.dns().port());
            resolver.send(Message.newQuery(Record.newRecord(Name.fromString("www.shared.test."), Type.A, DClass.IN)));
        }
    }
}
