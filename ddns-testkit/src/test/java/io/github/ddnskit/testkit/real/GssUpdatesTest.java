package io.github.ddnskit.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.peers.Kdc;
import io.github.ddnskit.peers.Tool;
import io.github.ddnskit.rfc2136.GssCredentials;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.FakeZone;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The fake takes GSS-TSIG from our own client and from nsupdate, with tickets of a real KDC. */
@Isolated("where Kerberos finds its realms is a matter of the whole process")
@Timeout(600)
final class GssUpdatesTest {

    private static final String CONFIGURATION = "java.security.krb5.conf";
    private static final String SERVICE = "DNS/ns.example.test@" + Kdc.REALM;

    private static Kdc kdc;
    private static Path keytab;
    private static Path strangers;
    private static Path services;
    private static FakeAuthoritativeServer fake;

    @BeforeAll
    static void start() {
        kdc = Kdc.start();
        System.setProperty(CONFIGURATION, kdc.configuration().toString());
        services = kdc.addToKeytab("DNS/ns.example.test");
        keytab = kdc.addToKeytab("ddns");
        strangers = kdc.addToKeytab("stranger");
        fake = FakeAuthoritativeServer.serving(FakeZone.of("example.test").principal("ddns@" + Kdc.REALM))
                .gss(SERVICE, services)
                .start();
    }

    @AfterAll
    static void stop() {
        System.clearProperty(CONFIGURATION);
        if (fake != null) {
            fake.close();
        }
        if (kdc != null) {
            kdc.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void ourClientUpdates(GssCredentials.Mechanism mechanism) throws InterruptedException {
        GssCredentials credentials =
                GssCredentials.keytab("ddns@" + Kdc.REALM, keytab).withMechanism(mechanism);
        try (Rfc2136Updater updater = updater(credentials)) {
            for (String address : List.of("192.0.2.1", "192.0.2.2")) {
                Update update = Update.of(Hostname.of("ours.example.test"), Goal.publish(address), Goal.keep());
                assertThat(updater.update(update)).isEqualTo(UpdateReport.published(update));
                assertThat(fake.addresses("ours.example.test")).containsExactly(address);
            }
            Update away = Update.of(Hostname.of("ours.example.test"), Goal.remove(), Goal.keep());
            assertThat(updater.update(away).ipv4()).isInstanceOf(Outcome.Published.class);
        }
    }

    @Test
    void aPrincipalThatMayNotIsRefused() throws InterruptedException {
        try (Rfc2136Updater updater = updater(GssCredentials.keytab("stranger@" + Kdc.REALM, strangers))) {
            Update update = Update.of(Hostname.of("no.example.test"), Goal.publish("192.0.2.1"), Goal.keep());
            assertThat(updater.update(update).ipv4())
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.reason()).isEqualTo(FailureReason.REFUSED));
            assertThat(fake.addresses("no.example.test")).isEmpty();
        }
    }

    @Test
    void nsupdateUpdates() {
        Path cache = kdc.configuration().resolveSibling("cache");
        Map<String, String> environment = new TreeMap<>(kdc.environment());
        environment.put("KRB5CCNAME", cache.toString());
        Tool kinit = Tool.runIn(environment, "", "kinit", List.of("-k", "-t", keytab.toString(), "ddns"));
        assertThat(kinit.stderr()).isEmpty();
        String script = "server 127.0.0.1 " + fake.port()
                + "\nzone example.test\nupdate add tool.example.test 60 A 192.0.2.3\nsend\n";
        Tool run = Tool.runIn(environment, script, "nsupdate", List.of("-g"));
        assertThat(run.stdout() + run.stderr()).isEmpty();
        assertThat(fake.addresses("tool.example.test")).containsExactly("192.0.2.3");
    }

    @Test
    void aServerWithoutItsKeyDoesNotStart() {
        assertThatThrownBy(() -> FakeAuthoritativeServer.zone("example.test")
                        .gss("DNS/other.example.test@" + Kdc.REALM, services)
                        .start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DNS/other.example.test");
    }

    private static Rfc2136Updater updater(GssCredentials credentials) {
        return Rfc2136Updater.builder()
                .server(fake.server())
                .zone("example.test")
                .gss(credentials)
                .build();
    }
}
