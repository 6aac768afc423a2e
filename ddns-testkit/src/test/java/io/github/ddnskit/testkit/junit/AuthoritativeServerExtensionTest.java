package io.github.ddnskit.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.Fault;
import io.github.ddnskit.testkit.Trigger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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
}
