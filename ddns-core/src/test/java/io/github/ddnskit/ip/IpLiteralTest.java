package io.github.ddnskit.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:db8::, 2001:db8::",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    })
    void isReadAndWrittenInItsCanonicalForm(String text, String canonical) {
        assertThat(IpLiteral.format(IpLiteral.parse(text))).isEqualTo(canonical);
        assertThat(IpLiteral.parse(canonical)).isEqualTo(IpLiteral.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "256.0.0.1",
                "01.2.3.4",
                "1.2.3.4 ",
                "1.2.3.-4",
                "0x7f.0.0.1",
                "1..2.3",
                "٣.0.0.1",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8",
                "12345::",
                "g::",
                "::1.2.3",
                "1.2.3.4::",
                "fe80::1%eth0",
                "[::1]",
                "::ffff:192.0.2.1",
                "2001:db8::1/64",
                "1:2:3:4:5:6:7:",
                ":1:2:3:4:5:6:7",
                "192.0.2.1\n"
            })
    void isRefusedIfItIsAnythingElse(String text) {
        assertThatThrownBy(() -> IpLiteral.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not an IP address");
    }

    @Property
    void comesBackAsItWasWritten(@ForAll @Size(16) byte[] bytes) throws UnknownHostException {
        InetAddress address = InetAddress.getByAddress(bytes);
        assertThat(IpLiteral.parse(IpLiteral.format(address))).isEqualTo(address);
    }

    @Property
    void agreesWithTheJdkOnWhatItTakes(@ForAll("almostAddresses") String text) throws UnknownHostException {
        InetAddress ours;
        try {
            ours = IpLiteral.parse(text);
        } catch (IllegalArgumentException e) {
            return;
        }
        // A literal with a colon never goes to DNS.
        assertThat(ours).isEqualTo(InetAddress.getByName(text));
    }

    @Provide
    Arbitrary<String> almostAddresses() {
        return Arbitraries.of("0", "1", "db8", "ffff", "::", ":", ":", ":", "1.2.3.4")
                .list()
                .ofMinSize(2)
                .ofMaxSize(16)
                .map(parts -> String.join("", parts))
                .filter(text -> text.contains(":"));
    }

    @Property
    void refusesWithNothingButTheDocumentedError(@ForAll String text) {
        try {
            IpLiteral.parse(text);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("is not an IP address");
        }
    }
}
