package io.github.ddnskit.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class OwnerMarkTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** RFC 4701 section 3.6. */
    @Test
    void theExamplesOfTheStandardComeOut() {
        assertThat(OwnerMark.duid(octets("00010006412df166010203040506"))
                        .record("chi6.example.com", MINUTE)
                        .rdata())
                .isEqualTo("AAIBY2/AuCccgoJbsaxcQc9TUapptP69lOjxfNuVAA2kjEA=");
        assertThat(OwnerMark.clientIdentifier(octets("010708090a0b0c"))
                        .record("chi.example.com", MINUTE)
                        .rdata())
                .isEqualTo("AAEBOSD+XR3Os/0LozeXVqcNc7FwCfQdWL3b/NaiUDlW2No=");
        assertThat(OwnerMark.hardware(1, octets("010203040506"))
                        .record("Client.Example.COM.", MINUTE)
                        .rdata())
                .isEqualTo("AAABxLmlskllE0MVjd57zHcWmEH3pCQ6VytcKD//7es/deY=");
    }

    @Test
    void aTextStandsBesideTheNameAndSaysWhose() {
        assertThat(OwnerMark.text("laptop \"7\"").record("home.example.org", MINUTE))
                .hasToString("_ddnskit.home.example.org. 60 IN TXT \"owner=laptop \\\"7\\\"\"");
        assertThat(OwnerMark.text("x").record("*.home.example.org", MINUTE).name())
                .isEqualTo("_ddnskit-wildcard.home.example.org.");
    }

    @Test
    void anIdentityStaysOutOfRecordsAndLogs() {
        OwnerMark mark = OwnerMark.device("serial-4711");
        assertThat(mark).hasToString("OwnerMark[DHCID]");
        assertThat(mark.record("a.test", MINUTE).rdata())
                .startsWith("AAEB")
                .isNotEqualTo(mark.record("b.test", MINUTE).rdata())
                .isNotEqualTo(
                        OwnerMark.device("serial-4712").record("a.test", MINUTE).rdata());
        assertThat(OwnerMark.text("me")).hasToString("OwnerMark[TXT]");
    }

    @Test
    void refusesWhatIsNoOwner() {
        assertThatThrownBy(() -> OwnerMark.device("")).hasMessage("an owner needs an identity: it is empty");
        assertThatThrownBy(() -> OwnerMark.text("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ownership(Ownership.Mode.OWN, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ownership(Ownership.Mode.OVERWRITE, OwnerMark.text("x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Rfc2136Updater.builder()
                        .server("127.0.0.1")
                        .onlyIfUnchanged()
                        .ownership(Ownership.own(OwnerMark.text("x")))
                        .build())
                .hasMessageContaining("not both");
    }

    private static byte[] octets(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
