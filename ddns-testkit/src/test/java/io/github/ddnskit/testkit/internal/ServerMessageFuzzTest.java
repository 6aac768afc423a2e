package io.github.ddnskit.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;

/**
 * Whatever may come to the server. The first octet of an input says how the rest comes: by TCP or not, to a server with
 * everybody's habits or with none, and whether everybody may update.
 */
class ServerMessageFuzzTest {

    private static final int TCP = 1;
    private static final int HABITS = 2;
    private static final int UNSIGNED = 4;

    @FuzzTest
    void answersOrIsSilent(byte[] input) {
        int choice = input.length == 0 ? 0 : input[0];
        byte[] message = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
        // a new server, as what an input does must not depend on those before it
        ServerInAJar server = new ServerInAJar(
                (choice & UNSIGNED) != 0,
                (choice & HABITS) != 0 ? ServerInAJar.allHabits() : EnumSet.noneOf(Habit.class));
        ZoneData before = server.zone();
        List<byte[]> replies = server.handle(message, (choice & TCP) != 0);
        if (!server.zone().equals(before)) {
            assertThat(replies).as("what was changed is told").hasSize(1);
            assertThat(replies.get(0)[3] & 0xF).isZero();
            assertThat(server.zone().serial()).isNotEqualTo(before.serial());
        }
        assertThat(server.handle(Objects.requireNonNull(MutationsTest.corpus().get("query")), false))
                .hasSize(1);
    }
}
