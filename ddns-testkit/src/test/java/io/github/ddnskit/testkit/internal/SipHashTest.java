package io.github.ddnskit.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vectors of the paper "SipHash: a fast short-input PRF" and of its reference code: key 00 to 0f, data 00, 01, and so on. */
final class SipHashTest {

    private static final byte[] OCTETS = new byte[64];

    static {
        for (int i = 0; i < OCTETS.length; i++) {
            OCTETS[i] = (byte) i;
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 726fdb47dd0e0e31", "1, 74f839c593dc67fd", "8, 93f5f5799a932462", "15, a129ca6149be45e5"})
    void isAsPublished(int length, String hash) {
        assertThat(SipHash.hash(Arrays.copyOf(OCTETS, 16), Arrays.copyOf(OCTETS, length)))
                .isEqualTo(Long.parseUnsignedLong(hash, 16));
    }
}
