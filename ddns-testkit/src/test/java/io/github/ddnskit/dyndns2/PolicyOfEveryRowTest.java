package io.github.ddnskit.dyndns2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.spi.Capabilities;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How often each service of the catalogue is asked, in a {@linkplain LifeOfEveryRow life} of a year and a half. */
class PolicyOfEveryRowTest {

    @SuppressWarnings("NullAway.Init")
    private static LifeOfEveryRow life;

    @BeforeAll
    static void live() {
        life = new LifeOfEveryRow();
    }

    @AfterAll
    static void end() {
        life.close();
    }

    static List<Dialect> rows() {
        return Lab.alive();
    }

    static Stream<Dialect> rowsThatTellNames() {
        return rows().stream().filter(LifeOfEveryRow::tellsNames);
    }

    static Stream<Dialect> rowsThatMayBeUnavailable() {
        return rows().stream().filter(row -> unavailable(row).findFirst().isPresent());
    }

    private static Stream<ReplyRule> unavailable(Dialect row) {
        return row.replies().rules().stream().filter(rule -> rule.meaning() == Meaning.UNAVAILABLE);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void publishesAtOnceAndKeepsUp(Dialect row) {
        assertThat(life.instants(row, life.beginning)).isNotEmpty();
        for (AddressFamily family : life.lab().families(row)) {
            Set<InetAddress> published = life.service(row).addresses(LifeOfEveryRow.known(row), family);
            assertThat(published).isEqualTo(life.addressBeforeTheRejection(family));
        }
    }

    @ParameterizedTest
    @MethodSource("rowsThatTellNames")
    void anUnknownNameStopsThatNameOnly(Dialect row) {
        String unknown = row.id() + "-unknown";
        List<Instant> asked = life.asked(row, life.all()).stream()
                .filter(one -> Stream.of(one.exchange().target(), one.exchange().body())
                        .anyMatch(text -> text.contains(unknown)))
                .map(LifeOfEveryRow.Asked::at)
                .toList();
        assertThat(asked).hasSizeBetween(1, 2).allMatch(life.beginning::contains);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aRefreshHappensWhereItIsWantedAndNowhereElse(Dialect row) {
        Duration every = row.pace().refreshEvery();
        int refreshes = every == null ? 0 : (int) LifeOfEveryRow.QUIET.dividedBy(every);
        assertThat(life.instants(row, life.quiet)).hasSize(refreshes);
    }

    @ParameterizedTest
    @MethodSource("rowsThatMayBeUnavailable")
    void aServiceThatIsNotAvailableIsLeftAloneAsLongAsItSays(Dialect row) {
        Duration says = unavailable(row).findFirst().orElseThrow().pause();
        List<LifeOfEveryRow.Asked> asked = life.asked(row, life.outage);
        assertThat(asked).hasSizeGreaterThan(1);
        assertThat(Duration.between(asked.get(0).at(), asked.get(1).at()))
                .isGreaterThanOrEqualTo(says == null ? Duration.ofMinutes(30) : says)
                .isLessThan(Duration.ofHours(2));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void anAddressThatFlapsIsNotSentMoreOftenThanTheServiceAllows(Dialect row) {
        try (Dyndns2Updater updater = life.lab().updater(row).build()) {
            Capabilities capabilities = updater.capabilities();
            assertThat(capabilities.minimumInterval())
                    .isEqualTo(row.pace().minimumInterval())
                    .isGreaterThanOrEqualTo(LifeOfEveryRow.MINUTE);
        }
        List<Instant> asked = life.instants(row, life.flapping);
        assertThat(asked).hasSizeGreaterThan(3);
        for (int i = 1; i < asked.size(); i++) {
            assertThat(Duration.between(asked.get(i - 1), asked.get(i)))
                    .isGreaterThanOrEqualTo(row.pace().minimumInterval());
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void afterBadCredentialsNothingIsSentForAYear(Dialect row) {
        assertThat(life.asked(row, life.rejected)).hasSize(1);
    }
}
