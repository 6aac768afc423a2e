package io.github.ddnskit.rfc2136.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.Secret;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What signs, as a configuration has it. */
final class Rfc2136UpdaterFactoryTest {

    private static final Secret SECRET = Secret.of("c2VjcmV0IG9mIHRoZSB0ZXN0");
    private static final Settings KEY = Settings.of(Map.of("name", "ddns-key", "secret", SECRET));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aPrincipalHasAKeytabOrAPasswordOrIsInTheTicketCache() throws Exception {
        Path keytab = Files.createFile(folder.resolve("keytab"));
        Path cache = folder.resolve("cache");
        assertThat(account("kerberos", kerberos("principal", "nas@EXAMPLE.ORG", "keytab", keytab)))
                .isEqualTo("nas@EXAMPLE.ORG");
        assertThat(account("kerberos", kerberos("principal", "nas@EXAMPLE.ORG", "password", SECRET)))
                .isEqualTo("nas@EXAMPLE.ORG");
        assertThat(account("kerberos", kerberos("ticketCache", cache)))
                .isEqualTo("the principal of the ticket cache " + cache);
        assertThat(account("kerberos", kerberos("service", "DNS/ns1@EXAMPLE.ORG", "mechanism", "kerberos")))
                .isEqualTo("the principal of the ticket cache");
        for (Settings wrong : List.of(
                kerberos("principal", "nas@EXAMPLE.ORG"),
                kerberos("password", SECRET),
                kerberos("principal", "nas@EXAMPLE.ORG", "keytab", keytab, "password", SECRET),
                kerberos("principal", "nas@EXAMPLE.ORG", "ticketCache", cache))) {
            assertThatThrownBy(() -> create(Map.of("kerberos", wrong)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a principal needs a keytab or a password");
        }
    }

    @Test
    void onlyOneOfThemSigns() {
        Settings principal = kerberos("principal", "nas@EXAMPLE.ORG", "password", SECRET);
        assertThatThrownBy(() -> create(Map.of("key", KEY, "kerberos", principal)))
                .hasMessage("the key is given twice: give it once");
        assertThatThrownBy(() -> create(Map.of("kerberos", principal, "followServerClock", true)))
                .hasMessage("only what a TSIG key signs can follow the clock of the server");
        assertThat(account("key", KEY)).isEqualTo("ddns-key. hmac-sha256");
        assertThatThrownBy(() -> create(Map.of("sig0Key", folder.resolve("Knone"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Knone.key cannot be read");
    }

    private static String account(String field, Settings settings) {
        return create(Map.of(field, settings)).identity().account();
    }

    private static DnsUpdater create(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("server", "ns1.example.org");
        return new Rfc2136UpdaterFactory().create(Settings.of(all));
    }

    private static Settings kerberos(Object... namesAndValues) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return Settings.of(values);
    }
}
