package io.github.ddnskit.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.Secret;
import org.junit.jupiter.api.Test;

class UpdaterIdentityTest {

    private static final UpdaterIdentity MINE = UpdaterIdentity.of("there", "me", Secret.of("s3cr3t"));

    @Test
    void matchesItsOwnSealAndNoOther() {
        String seal = MINE.seal();
        assertThat(MINE.matches(seal)).isTrue();
        assertThat(UpdaterIdentity.of("there", "me", Secret.of("s3cr3t")).matches(seal))
                .isTrue();
        assertThat(UpdaterIdentity.of("there", "me", Secret.of("other")).matches(seal))
                .isFalse();
        assertThat(UpdaterIdentity.of("there", "you", Secret.of("s3cr3t")).matches(seal))
                .isFalse();
        assertThat(UpdaterIdentity.of("here", "me", Secret.of("s3cr3t")).matches(seal))
                .isFalse();
    }

    @Test
    void isSealedWithAFreshSaltAndWithoutTheSecret() {
        assertThat(MINE.seal())
                .isNotEqualTo(MINE.seal())
                .doesNotContain("s3cr3t")
                .doesNotContain(" ");
        assertThat(MINE.toString()).doesNotContain("s3cr3t");
    }

    @Test
    void matchesNothingThatIsNotASeal() {
        for (String text : new String[] {"", ".", "a.b", "not a seal", "%%%.%%%"}) {
            assertThat(MINE.matches(text)).as(text).isFalse();
        }
    }
}
