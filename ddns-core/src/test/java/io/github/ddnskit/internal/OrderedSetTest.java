package io.github.ddnskit.internal;

import static io.github.ddnskit.AddressFamily.IPV4;
import static io.github.ddnskit.AddressFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrderedSetTest {

    @Test
    void listsFamiliesInOneOrderHoweverTheyWereGiven() {
        assertThat(OrderedSet.copyOfFamilies(new LinkedHashSet<>(List.of(IPV6, IPV4))))
                .containsExactly(IPV4, IPV6);
        assertThat(OrderedSet.copyOfFamilies(Set.of(IPV6))).containsExactly(IPV6);
        assertThat(OrderedSet.copyOfFamilies(Set.of())).isEmpty();
    }

    @Test
    void keepsACopyThatNobodyCanChange() {
        Set<AddressFamily> given = EnumSet.of(IPV4);
        Set<AddressFamily> copy = OrderedSet.copyOfFamilies(given);
        given.clear();
        assertThat(copy).containsExactly(IPV4);
        assertThatThrownBy(() -> OrderedSet.copyOfFamilies(EnumSet.allOf(AddressFamily.class))
                        .clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
