package io.github.ddnskit.ip;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Vantage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of every verdict. */
class ElectionPropertiesTest {

    private static final List<String> ADDRESSES = List.of("203.0.113.1", "203.0.113.2", "203.0.113.3");

    /** Sources outside of the device, each an operator of its own, so that their order is nothing a user chose. */
    @Provide
    Arbitrary<List<Vote>> votes() {
        Arbitrary<Vote> vote = Combinators.combine(
                        Arbitraries.integers().between(1, 1_000_000),
                        Arbitraries.of(ADDRESSES),
                        Arbitraries.integers().between(0, 5))
                .as((operator, address, kind) -> switch (kind) {
                    case 0 -> Votes.udp("operator" + operator, address);
                    case 1 -> Votes.silent(Vantage.REFLEXIVE, "operator" + operator);
                    case 2 -> Votes.silent(Vantage.GATEWAY, "router" + operator);
                    default -> Votes.tls("operator" + operator, address);
                });
        return vote.list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .uniqueElements(one -> one.source().name());
    }

    @Provide
    Arbitrary<String> previous() {
        return Arbitraries.of(ADDRESSES).injectNull(0.3).map(address -> address == null ? "" : address);
    }

    @Property
    void theOrderOfTheAnswersDoesNotMatter(
            @ForAll("votes") List<Vote> votes, @ForAll("previous") String previous, @ForAll Random random) {
        List<Vote> shuffled = new ArrayList<>(votes);
        Collections.shuffle(shuffled, random);
        assertThat(verdict(previous, shuffled)).isEqualTo(verdict(previous, votes));
    }

    @Property
    void liarsThatAreTooFewChangeNothing(
            @ForAll("votes") List<Vote> votes, @ForAll("previous") String previous, @ForAll boolean authenticated) {
        String before = verdict(previous, votes);
        Set<String> backed = operatorsBehind(votes, before);
        if (before.isEmpty() || backed.size() < 2) {
            return; // only what has a quorum is safe
        }
        List<Vote> more = new ArrayList<>(votes);
        String lie = "203.0.113.66";
        more.add(0, authenticated ? Votes.tls("liar", lie) : Votes.udp("liar", lie));
        assertThat(verdict(previous, more)).isEqualTo(before);
    }

    @Property
    void aChangeIsNeverBackedByOneAmongMany(@ForAll("votes") List<Vote> votes, @ForAll("previous") String previous) {
        String believed = verdict(previous, votes);
        long outside = votes.stream()
                .filter(vote -> vote.vantage() == Vantage.REFLEXIVE)
                .count();
        if (!believed.isEmpty() && !believed.equals(previous) && outside > 1) {
            assertThat(operatorsBehind(votes, believed)).hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @Property
    void specialAddressesNeverComeOut(@ForAll("special") String address, @ForAll boolean alone) {
        List<Vote> votes = new ArrayList<>(List.of(Votes.tls("a", address)));
        if (!alone) {
            votes.add(Votes.tls("b", address));
            votes.add(Votes.declared(address));
        }
        for (AddressFamily family : AddressFamily.values()) {
            assertThat(new Election(family, votes, Set.of(), Set.of(AddressClass.GLOBAL), List.of())
                            .verdict()
                            .observation())
                    .isNotInstanceOf(Observation.Found.class);
        }
    }

    @Provide
    Arbitrary<String> special() {
        List<String> special = SpecialAddresses.ranges().stream()
                .filter(range -> range.addressClass() != AddressClass.GLOBAL)
                .map(range -> IpLiteral.format(range.prefix().address()))
                .collect(Collectors.toList());
        return Arbitraries.of(special);
    }

    private static String verdict(String previous, List<Vote> votes) {
        return Votes.believed(Votes.elect(AddressFamily.IPV4, previous, List.of(), votes));
    }

    private static Set<String> operatorsBehind(List<Vote> votes, String address) {
        return votes.stream()
                .filter(vote -> vote.answer() instanceof Observation.Found found
                        && IpLiteral.format(found.addresses()).equals(address))
                .map(vote -> vote.source().toString())
                .collect(Collectors.toSet());
    }
}
