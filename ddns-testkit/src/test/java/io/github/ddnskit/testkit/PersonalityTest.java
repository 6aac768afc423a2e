package io.github.ddnskit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Update;

/** What the personalities are told apart by, where no real server is there to compare them with. */
final class PersonalityTest {

    private static final String ZONE = "example.test";

    @Test
    void theLetterOfTheRfcLooksAtPrerequisitesBeforePermission() throws Exception {
        Update update = DnsClient.add(ZONE, "home.example.test", "192.0.2.7");
        update.present(DnsClient.name("nothing.example.test"));

        assertThat(reply(Personality.STRICT, update).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(reply(Personality.BIND, update).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(reply(Personality.KNOT, update).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void windowsRefusesASignatureAndSendsItBack() throws Exception {
        Update update = DnsClient.add(ZONE, "home.example.test", "192.0.2.7");
        update.setTSIG(new TSIG(TSIG.HMAC_SHA256, "some.key.", "c2VjcmV0LXNlY3JldC1zZWNyZXQ="));

        Message reply = reply(Personality.WINDOWS, update);

        assertThat(reply.getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(reply.getTSIG()).isNotNull();
        assertThat(reply.getTSIG().getSignature()).hasSize(32);
        assertThat(reply.getTSIG().getError()).isZero();
    }

    private static Message reply(Personality personality, Update update) throws Exception {
        try (FakeAuthoritativeServer server = FakeAuthoritativeServer.zone(ZONE)
                        .personality(personality)
                        .start();
                DnsClient client = new DnsClient(server)) {
            return client.ask(update);
        }
    }
}
