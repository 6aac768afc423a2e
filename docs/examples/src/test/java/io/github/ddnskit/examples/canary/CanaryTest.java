package io.github.ddnskit.examples.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.DdnsStatus;
import io.github.ddnskit.Host;
import io.github.ddnskit.Secret;
import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.config.ConfigException;
import io.github.ddnskit.config.DdnsConfig;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.FixedIpSource;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.spi.Settings;
import io.github.ddnskit.state.FileStateStore;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.Fault;
import io.github.ddnskit.testkit.Trigger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A secret that is planted everywhere a secret may be: it must come up nowhere else, whatever happens. */
@Isolated("it reads all that is logged")
class CanaryTest {

    private static final String PLAIN = "a-canary-that-must-not-sing";
    private static final byte[] OCTETS = PLAIN.getBytes(StandardCharsets.US_ASCII);
    private static final String BASE64 = Base64.getEncoder().encodeToString(OCTETS);
    private static final String HEX = HexFormat.of().formatHex(OCTETS);
    private static final TsigKey KEY = TsigKey.of("ddns-key.", TsigAlgorithm.HMAC_SHA256, Secret.of(BASE64));

    private final Transcript transcript = new Transcript();

    @AutoClose
    private final FakeAuthoritativeServer dns =
            FakeAuthoritativeServer.zone("example.test").key(KEY).start();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeEach
    void listen() {
        transcript.listen();
    }

    @AfterEach
    void stopListening() {
        transcript.close();
    }

    @Test
    void noSecretComesUpWhateverTheServerDoes() throws Exception {
        Map<String, Fault> faults = new LinkedHashMap<>();
        for (String code :
                List.of("FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "NOTAUTH", "NOTZONE")) {
            faults.put(code, Fault.rcode(code));
        }
        faults.put("lost", Fault.loseReply());
        faults.put("truncated", Fault.truncate());
        faults.put("wrong ID", Fault.wrongId());
        faults.put("unsigned", Fault.unsigned());
        faults.put("bad MAC", Fault.badMac());
        faults.put("bad time", Fault.badTime());
        int failures = 0;
        for (Map.Entry<String, Fault> fault : faults.entrySet()) {
            dns.fault(Trigger.always(), fault.getValue());
            failures += publish(updater(KEY).build(), fault.getKey()) ? 0 : 1;
            dns.clearFaults();
        }
        assertThat(failures)
                .as("failures of %s, truncation is none", faults.keySet())
                .isEqualTo(faults.size() - 1);
        assertThat(publish(updater(KEY).build(), "a success")).isTrue();
        transcript.requireSilenceOf(PLAIN, BASE64, HEX, HEX.toUpperCase(Locale.ROOT));
    }

    @Test
    void noSecretComesUpIfTheKeyIsWrongInAnyWay() throws Exception {
        TsigKey unknown = TsigKey.of("other-key.", TsigAlgorithm.HMAC_SHA256, Secret.of(BASE64));
        TsigKey another = TsigKey.of("ddns-key.", TsigAlgorithm.HMAC_SHA512, Secret.of(BASE64));
        TsigKey wrong = TsigKey.of("ddns-key.", TsigAlgorithm.HMAC_SHA256, Secret.of("x" + BASE64.substring(1)));
        assertThat(publish(updater(unknown).build(), "unknown key")).isFalse();
        assertThat(publish(updater(another).build(), "another algorithm")).isFalse();
        assertThat(publish(updater(wrong).build(), "wrong secret")).isFalse();
        Clock late = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));
        assertThat(publish(updater(KEY).clock(late).build(), "clock")).isFalse();
        Rfc2136Updater toNobody = updater(KEY).build();
        dns.close();
        assertThat(publish(toNobody, "server down")).isFalse();
        transcript.requireSilenceOf(PLAIN, BASE64, BASE64.substring(1), HEX, HEX.toUpperCase(Locale.ROOT));
    }

    @Test
    void noSecretComesUpOutOfAConfiguration() throws Exception {
        Files.writeString(folder.resolve("key"), BASE64 + "\n");
        for (String secret : List.of("\"" + BASE64 + "\"", "{\"file\": \"key\"}")) {
            try (DdnsConfig config = DdnsConfig.parse(json(secret), folder, Catalog.load());
                    DdnsClient client =
                            config.client().listener(transcript::add).build()) {
                transcript.add(config, config.hosts(), config.sources(), client);
                transcript.add(client.checkNow().get(120, TimeUnit.SECONDS));
            }
        }
        assertThat(dns.addresses("home.example.test")).containsExactly("192.0.2.7");
        transcript.add(Files.readString(folder.resolve("ddns.state")));
        for (String wrong : List.of("[\"" + BASE64 + "\"]", "{\"env\": \"" + BASE64 + "\"}", "\"" + BASE64 + "\"\"")) {
            try {
                DdnsConfig.parse(json(wrong), folder, Catalog.load()).close();
                throw new AssertionError("that was to be refused: " + wrong);
            } catch (ConfigException e) {
                transcript.add(e);
            }
        }
        transcript.requireSilenceOf(PLAIN, BASE64, HEX, HEX.toUpperCase(Locale.ROOT));
    }

    @Test
    void wouldHearACanary() {
        System.getLogger("somebody").log(System.Logger.Level.TRACE, "the key is {0}", BASE64);
        for (int i = 0; i < 10; i++) {
            transcript.add("filler");
        }
        assertThatThrownBy(() -> transcript.requireSilenceOf(BASE64)).isInstanceOf(AssertionError.class);
    }

    /** Publishes with a client of its own, writes down all that can be seen, and tells whether it worked. */
    private boolean publish(Rfc2136Updater updater, String what) throws Exception {
        Path state = folder.resolve(what + ".state");
        Settings settings = Settings.of(Map.of("secret", KEY.secret()));
        transcript.add(
                updater, updater.identity(), KEY, KEY.secret(), settings, dns, Host.of("home.example.test", updater));
        try (DdnsClient client = DdnsClient.builder()
                .host(Host.of("home.example.test", updater).withFamilies(AddressFamily.IPV4))
                .source(FixedIpSource.of("192.0.2.8"))
                .allow(AddressClass.DOCUMENTATION)
                .state(FileStateStore.at(state))
                .listener(transcript::add)
                .build()) {
            DdnsStatus status = client.checkNow().get(120, TimeUnit.SECONDS);
            transcript.add(client, status, Files.readString(state));
            return status.records().get(0).upToDate();
        }
    }

    private Rfc2136Updater.Builder updater(TsigKey key) {
        return Rfc2136Updater.builder()
                .server(dns.server())
                .zone("example.test")
                .tsig(key)
                .timeout(Duration.ofMillis(700));
    }

    private String json(String secret) {
        return """
                { "state": "ddns.state", "allow": ["documentation"],
                  "sources": [ {"type": "fixed", "addresses": ["192.0.2.7"]} ],
                  "updaters": { "bind": { "type": "rfc2136", "server": "%s", "zone": "example.test",
                      "key": { "name": "ddns-key.", "secret": %s } } },
                  "hosts": [ { "name": "home.example.test", "updater": "bind", "families": ["ipv4"] } ] }
                """.formatted(dns.server(), secret);
    }
}
