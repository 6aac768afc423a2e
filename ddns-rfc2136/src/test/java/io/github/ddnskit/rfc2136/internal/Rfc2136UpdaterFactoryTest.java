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

    @Test
    void anAlgorithmMayHaveANumberOfBits() {
        for (String algorithm : List.of("hmac-sha256", "hmac-sha256-128", "hmac-md5-80")) {
            assertThat(account("key", Settings.of(Map.of("name", "k", "secret", SECRET, "algorithm", algorithm))))
                    .isEqualTo("k. " + algorithm);
        }
    }

    @Test
    void serversMayBeLeftOutOrSeveral() {
        assertThat(target(Map.of())).isEqualTo("rfc2136:*/*");
        assertThat(target(Map.of("resolvers", List.of("192.0.2.1"), "zone", "example.org")))
                .isEqualTo("rfc2136:*/example.org");
        assertThat(target(Map.of("server", "ns1.example.org", "otherServers", List.of("192.0.2.1:5353"))))
                .isEqualTo("rfc2136:ns1.example.org:53,192.0.2.1:5353/*");
        assertThatThrownBy(() -> target(Map.of("otherServers", List.of("192.0.2.1"))))
                .hasMessage("\"otherServers\" come after a \"server\": give that too");
    }

    @Test
    void theTransportIsChosenAndTlsImpliesItself() throws Exception {
        String pin = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        Settings tls = Settings.of(Map.of("serverName", "ns1.example.org", "pins", List.of(pin)));
        for (Map<String, Object> over : List.<Map<String, Object>>of(
                Map.of("tls", tls), Map.of("tls", tls, "transport", "tls"), Map.of("transport", "tls"))) {
            Map<String, Object> all = new HashMap<>(over);
            all.put("server", "ns1.example.org");
            assertThat(target(all)).isEqualTo("rfc2136:ns1.example.org:853/*");
        }
        assertThat(target(Map.of("transport", "tcp", "from", "127.0.0.1"))).isEqualTo("rfc2136:*/*");
        assertThat(target(Map.of("from", "eth0"))).isEqualTo("rfc2136:*/*");
        assertThatThrownBy(() -> target(Map.of("tls", tls, "transport", "udp")))
                .hasMessage("\"tls\" is for nothing where \"transport\" is udp");
        assertThatThrownBy(() -> target(Map.of("transport", "tls")))
                .hasMessageStartingWith("over TLS, a server that is looked for can be anybody's");
        Path store = Files.createFile(folder.resolve("client.p12"));
        assertThatThrownBy(() -> target(Map.of("tls", Settings.of(Map.of("clientCertificate", store)))))
                .hasMessageStartingWith("a client certificate and its password belong together");
        assertThatThrownBy(() -> target(Map.of(
                        "tls", Settings.of(Map.of("clientCertificate", store, "clientPassword", Secret.of("x"))))))
                .hasMessageStartingWith("the client certificate in " + store + " cannot be read");
    }

    private static String target(Map<String, Object> settings) {
        return new Rfc2136UpdaterFactory()
                .create(Settings.of(settings))
                .identity()
                .target();
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
