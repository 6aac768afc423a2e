package io.github.ddnskit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody learns by the time that an answer takes which accounts there are: the work is counted, not the time. */
class HashingWorkTest {

    private static final int ITERATIONS = 37;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            alice   | a wrong password             | 37
            nobody  | a wrong password             | 37
            tokens  | of an account without one    | 37
            alice   | aaaaaaaaaaaaaaaa             | 37
            """)
    void isTheSameForAnAccountThatDoesNotExist(String name, String secret, int iterations) throws Exception {
        List<Integer> work = new ArrayList<>();
        try (Verifier verifier = new Verifier(ITERATIONS, 1, 10, Thread::new, work::add)) {
            Entrance entrance = new Entrance(verifier, new Desk.ManualClock(), event -> {});
            MemoryAccountStore accounts = MemoryAccountStore.of(
                    Account.of("alice").withPassword(SecretHash.of("wonderland", ITERATIONS)),
                    Account.of("tokens").withHost(Desk.HOME));
            var visitor = entrance.admit(new Presented(name, secret), Desk.SOMEBODY, accounts, GatewayLimits.standard())
                    .get();
            assertThat(visitor.refusal()).isEqualTo(Code.BADAUTH);
            assertThat(work).containsExactly(iterations);
        }
    }
}
