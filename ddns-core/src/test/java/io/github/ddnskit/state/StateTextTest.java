package io.github.ddnskit.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class StateTextTest {

    @Test
    void isReadableByPeople() {
        Instant now = Instant.parse("2026-11-22T10:15:30Z");
        RecordState state = RecordState.unknown("rfc2136:ns1.example.org:53/example.org")
                .attempting(Set.of(IpLiteral.parse("2001:db8::1")), now)
                .confirmed(Set.of(IpLiteral.parse("2001:db8::1")), "", now)
                .attempting(Set.of(), now.plusSeconds(5));
        assertThat(StateText.write(Map.of(new RecordKey(Hostname.of("home.example.org"), AddressFamily.IPV6), state)))
                .startsWith("ddnskit-state 1\n"
                        + "home.example.org ipv6 target=rfc2136:ns1.example.org:53/example.org confirmed=2001:db8::1"
                        + " options= at=2026-11-22T10:15:30Z attempted=none sent=2026-11-22T10:15:35Z\n"
                        + "end 1 ");
    }

    @Test
    void remembersAllThatMayHaveBeenCarriedOutTheLatestEight() throws Exception {
        RecordState state = RecordState.unknown("bind");
        Instant now = Instant.parse("2026-11-22T10:15:30Z");
        state = state.attempting(Set.of(), now);
        for (int i = 1; i <= 9; i++) {
            state = state.attempting(Set.of(IpLiteral.parse("192.0.2." + i)), now);
        }
        state = state.attempting(Set.of(IpLiteral.parse("192.0.2.3")), now);
        RecordKey key = new RecordKey(Hostname.of("home.example.org"), AddressFamily.IPV4);
        assertThat(StateText.record(key, state))
                .contains(
                        " attempted=192.0.2.2/192.0.2.4/192.0.2.5/192.0.2.6/192.0.2.7/192.0.2.8/192.0.2.9/192.0.2.3 ");
        assertThat(state.attempted()).containsExactly(IpLiteral.parse("192.0.2.3"));
        assertThat(state.confirmed(Set.of(), "", now).attempts()).isEmpty();
    }

    @Property
    void comesBackAsItWasWritten(@ForAll("states") Map<RecordKey, RecordState> states) throws Exception {
        assertThat(StateText.read(StateText.write(states))).isEqualTo(states);
    }

    @Property
    void writesInstantsAsTheJdkDoes(
            @ForAll @LongRange(min = -62_167_219_200L, max = 253_402_300_799L) long second,
            @ForAll @IntRange(max = 999) int fraction,
            @ForAll("units") int unit) {
        Instant at = Instant.ofEpochSecond(second, (long) fraction * unit);
        RecordKey key = new RecordKey(Hostname.of("home.example.org"), AddressFamily.IPV4);
        assertThat(StateText.record(key, RecordState.unknown("bind").notBefore(at)))
                .endsWith(" not-before=" + at);
    }

    @Provide
    Arbitrary<Integer> units() {
        return Arbitraries.of(1, 1000, 1_000_000);
    }

    @Property
    void isRefusedWithNothingButTheDocumentedErrors(@ForAll String text) {
        try {
            StateText.read(text);
        } catch (StateText.MalformedException | StateText.NewerVersionException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    @Provide
    Arbitrary<Map<RecordKey, RecordState>> states() {
        Arbitrary<RecordKey> keys = Combinators.combine(
                        Arbitraries.of("home.example.org", "*.example.org", "_x.example.org"),
                        Arbitraries.of(AddressFamily.values()))
                .as((host, family) -> new RecordKey(Hostname.of(host), family));
        return Arbitraries.maps(keys, state()).ofMaxSize(4);
    }

    private static Arbitrary<RecordState> state() {
        Arbitrary<Set<InetAddress>> addresses = Arbitraries.of("192.0.2.1", "255.255.255.255", "2001:db8::1", "::")
                .map(IpLiteral::parse)
                .set()
                .ofMaxSize(3);
        Arbitrary<Instant> instants =
                Arbitraries.longs().between(-1L << 40, 1L << 40).map(Instant::ofEpochMilli);
        Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(20).filter(StateTextTest::isText);
        return Combinators.combine(
                        texts,
                        Combinators.combine(addresses, texts, instants)
                                .as(RecordState.Confirmed::new)
                                .injectNull(0.3),
                        addresses.list().uniqueElements().ofMaxSize(3),
                        instants.injectNull(0.5),
                        Arbitraries.integers().greaterOrEqual(0),
                        instants.injectNull(0.5),
                        Combinators.combine(texts, Arbitraries.of(FailureReason.values()), texts)
                                .as(RecordState.Halt::new)
                                .injectNull(0.5))
                .as(RecordState::new);
    }

    /** Half a surrogate pair is no text, and no encoding brings it back. */
    private static boolean isText(String text) {
        return java.nio.charset.StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
